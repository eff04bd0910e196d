"""Toasts: what just happened to the player in front of this page."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from components.vue import vue
from domain.events import BadgeEarned, DomainEvent, LevelReached, MissionCompleted, StepCompleted, XpAwarded


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
    """All XP of a burst as one event, in front of what it led to."""
    gains = [event for event in events if isinstance(event, XpAwarded)]
    others = [event for event in events if not isinstance(event, XpAwarded)]
    if len(gains) < 2:
        return [*gains, *others]
    amount, entries = sum(gain.amount for gain in gains), sum(gain.entries for gain in gains)
    return [replace(gains[-1], amount=amount, entries=entries), *others]


def toast_of(event: DomainEvent) -> dict[str, Any] | None:
    """What a player is told about `event`; None for what the page itself shows well enough."""
    match event:
        case XpAwarded(amount=amount, entries=entries, headline=headline) if amount:
            more = f" and {entries - 1} more" if entries > 1 else ""
            return {"kind": "xp", "title": f"{_signed(amount)} XP", "text": f"{_capital(headline)}{more}"}
        case LevelReached(level=level):
            text = "A new ring begins. Well done."
            return {"kind": "level", "level": level, "title": f"Level {level} reached", "text": text}
        case MissionCompleted(title=title, xp=xp):
            reward = f" · {_signed(xp)} XP" if xp else ""
            return {"kind": "mission", "title": title, "text": f"Mission completed{reward}"}
        case StepCompleted(title=title, xp=xp):
            reward = f" · {_signed(xp)} XP" if xp else ""
            return {"kind": "step", "title": title, "text": f"Step completed{reward}"}
        case BadgeEarned(name=name, tier=tier):
            return {"kind": "badge", "title": name, "text": f"A {tier} badge for your profile", "tier": tier}
        case _:
            return None


def _signed(amount: int) -> str:
    return f"{'−' if amount < 0 else '+'}{abs(amount):,}"


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
