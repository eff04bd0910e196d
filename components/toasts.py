"""Toasts: what just happened to the player in front of this page."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from components.vue import vue
from domain.events import (
    BadgeEarned,
    DomainEvent,
    LevelReached,
    MissionCompleted,
    PlaceTaken,
    PurchaseChanged,
    RankGained,
    RewardGranted,
    StepCompleted,
    XpAwarded,
)
from domain.views import gained, handled


class Toasts:
    """A live region in the corner. `tell_all` shows events, `say` a sentence of our own."""

    def __init__(self) -> None:
        self._element = vue("toasts").mark("toasts")

    def tell_all(self, events: Sequence[DomainEvent]) -> None:
        for event in merged(events):
            if toast := toast_of(event):
                self._element.run_method("show", toast)

    def say(self, title: str, text: str = "", *, good: bool = True) -> None:
        self._element.run_method("show", {"kind": "good" if good else "bad", "title": title, "text": text})


def merged(events: Sequence[DomainEvent]) -> list[DomainEvent]:
    """All XP and coins of a burst as one event, in front of what it led to."""
    gains = [event for event in events if isinstance(event, XpAwarded)]
    others = [event for event in events if not isinstance(event, XpAwarded)]
    if len(gains) < 2:
        return [*gains, *others]
    amount, coins = sum(gain.amount for gain in gains), sum(gain.coins for gain in gains)
    entries = sum(gain.entries for gain in gains)
    return [replace(gains[-1], amount=amount, coins=coins, entries=entries), *others]


def toast_of(event: DomainEvent) -> dict[str, Any] | None:
    """What a player is told about `event`; None for what the page itself shows well enough."""
    match event:
        case XpAwarded(amount=amount, coins=coins, entries=entries, headline=headline) if amount or coins:
            more = f" and {entries - 1} more" if entries > 1 else ""
            kind = "xp" if amount else "coins"
            return {"kind": kind, "title": gained(amount, coins), "text": f"{_capital(headline)}{more}"}
        case LevelReached(level=level):
            text = "A new ring begins. Well done."
            return {"kind": "level", "level": level, "title": f"Level {level} reached", "text": text}
        case MissionCompleted(title=title, xp=xp, coins=coins):
            return {"kind": "mission", "title": title, "text": _with("Mission completed", gained(xp, coins))}
        case StepCompleted(title=title, xp=xp, coins=coins):
            return {"kind": "step", "title": title, "text": _with("Step completed", gained(xp, coins))}
        case BadgeEarned(name=name, tier=tier):
            return {"kind": "badge", "title": name, "text": f"A {tier} badge for your profile", "tier": tier}
        case _:
            return _of_the_rest(event)


def _of_the_rest(event: DomainEvent) -> dict[str, Any] | None:
    match event:
        case RankGained(title=title, sentence=sentence):
            return {"kind": "mission", "title": title, "text": sentence}
        case RewardGranted(name=name, title=title, waits=waits):
            text = f"For {title}. It waits on your rewards page." if waits else f"For {title}. It is yours."
            return {"kind": "reward", "title": name, "text": text}
        case PurchaseChanged(title=title, step=step, reason=reason) if said := handled(step, reason):
            return {"kind": "reward", "title": title, "text": said}
        case PlaceTaken(title=title, span=span, rank=rank):
            return {"kind": "badge", "title": title, "text": f"#{rank} {span}. Well done.", "tier": _TIERS[rank]}
        case _:
            return None


def _with(text: str, reward: str) -> str:
    return f"{text} · {reward}" if reward else text


#: The metal of each of the first places.
_TIERS = {1: "gold", 2: "silver", 3: "bronze"}


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
