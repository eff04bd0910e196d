"""Booking: entries go into the ledger, balances follow, and everybody is told."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.events import (
    BadgeEarned,
    DomainEvent,
    LeagueMoved,
    LevelReached,
    MissionCompleted,
    PlaceTaken,
    PurchaseChanged,
    RankGained,
    RewardGranted,
    StepCompleted,
    XpAwarded,
)
from domain.rules.by_hand import Deduction, takes
from domain.rules.derived import COINS_EARNED, SPENDING, XP_EARNED
from domain.rules.levels import level_at
from domain.store import awards, by_hand, facts, ledger, standings
from domain.store.ledger import Entry
from domain.store.people import Locked
from domain.store.queries.game import level_curve
from domain.views import gained, handled


def book(session: Session, entries: Sequence[Entry], now: datetime) -> None:
    """Append entries, and bring the days' sums in line with them."""
    ledger.book(session, entries, now)
    sums: dict[facts.Line, list[int]] = {}
    for entry in entries:
        _add(sums, (entry.player_id, XP_EARNED, entry.day), entry.amount)
        if entry.coins and entry.cause != SPENDING:
            _add(sums, (entry.player_id, COINS_EARNED, entry.day), entry.coins)
    facts.roll_up(session, sums)


def _add(sums: dict[facts.Line, list[int]], line: facts.Line, value: int) -> None:
    pair = sums.setdefault(line, [0, 0])
    pair[0] += 1
    pair[1] += value


def balance(
    session: Session,
    entries: Sequence[Entry],
    seen: Mapping[UUID, datetime],
    players: Mapping[UUID, Locked],
    labels: Mapping[str, str],
    now: datetime,
) -> list[DomainEvent]:
    """Bring totals and boards in line with what was booked, and say who gained how much and reached which level.

    `labels` names the work behind entries, by natural key.
    """
    gains: dict[UUID, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for entry in entries:
        xp, coins = gains[entry.player_id]
        gains[entry.player_id] = (xp + entry.amount, coins + entry.coins)
    totals = ledger.balance(session, gains, seen)
    standings.renew(session, {*gains, *seen, *players})
    awarded = _awarded((entry for entry in entries if not entry.is_carried), labels, totals, now)
    return [*awarded, *_levels(session, awarded, players)]


def deduct_anew(session: Session, booked: Iterable[Entry], now: datetime) -> list[Entry]:
    """After this was booked, let deductions give back what is no longer there, or take what is there again.

    The entries of that are no facts: missions count a deduction as it was decided.
    """
    players = {entry.player_id for entry in booked if entry.amount}
    found = by_hand.deductions(session, players) if players else {}
    pairs = [pair for mine in found.values() for pair in zip(mine, takes(mine), strict=True)]
    entries = [_difference(one, stays, now) for one, stays in pairs if stays != one.taken]
    book(session, entries, now)
    return entries


def _difference(one: Deduction, stays: int, now: datetime) -> Entry:
    return Entry(
        player_id=one.player_id,
        amount=one.taken - stays,
        occurred_at=now,
        known_at=now,
        day=one.day,
        cause="hand",
        cause_id=str(one.id),
        activity_key=None,
        grant_key=f"hand:{one.id}:{one.lines}",
        factors={"title": "by hand", "deducted": one.amount, "stays": stays},
    )


def _awarded(
    entries: Iterable[Entry], labels: Mapping[str, str], totals: Mapping[UUID, int], now: datetime
) -> list[XpAwarded]:
    """One announcement a player, named after his newest entry."""
    mine: dict[UUID, list[Entry]] = defaultdict(list)
    for entry in entries:
        mine[entry.player_id].append(entry)
    return [
        XpAwarded(
            player_id=player,
            amount=sum(entry.amount for entry in booked),
            xp=totals[player],
            entries=len(booked),
            headline=_newest_work(booked, labels),
            at=now,
            coins=sum(entry.coins for entry in booked),
        )
        for player, booked in mine.items()
    ]


def _newest_work(booked: Iterable[Entry], labels: Mapping[str, str]) -> str:
    """The newest work among a player's entries; without any, the mission that pays."""
    said = [text for entry in booked if (text := labels.get(entry.activity_key or ""))]
    given = [entry for entry in booked if entry.cause == "reward" and max(entry.amount, entry.coins) > 0]
    rewards = [f"got a reward for {entry.factors['title']}" for entry in given]
    titles = [f"completed {entry.factors['title']}" for entry in booked if entry.cause == "mission"]
    reasons = [str(entry.factors.get("reason", "taken by hand")) for entry in booked if entry.cause == "hand"]
    prizes = [f"a prize of {entry.factors['title']}" for entry in booked if entry.cause == "season"]
    others = [str(entry.factors["title"]) for entry in booked if entry.cause in ("hold", SPENDING)]
    return ["taken back", *others, *rewards, *titles, *reasons, *prizes, *said][-1]


def _levels(session: Session, awarded: Iterable[XpAwarded], players: Mapping[UUID, Locked]) -> list[LevelReached]:
    """The levels that are new to their players."""
    curve = level_curve(session)
    return [
        LevelReached(award.player_id, level, award.at)
        for award in awarded
        if (level := level_at(award.xp, curve).number) > level_at(players[award.player_id].xp, curve).number
    ]


def headline(label: str, repository: str | list[str] | None) -> str:
    """What was done and where: `merged pull request #42 · acme/app`."""
    return f"{label} · {repository}" if isinstance(repository, str) else label


def tell(session: Session, events: Iterable[DomainEvent]) -> None:
    """Write the notifications of what players should hear of."""
    awards.notify(session, [note for event in events if (note := _note(event))])


_PLACES = {1: "You came first", 2: "You came second", 3: "You came third"}


def _note(event: DomainEvent) -> tuple[UUID, datetime, str, str, str] | None:
    match event:
        case LevelReached():
            said = ("level", f"Level {event.level}", "You reached a new level.")
        case MissionCompleted():
            said = ("mission", event.title, f"Mission completed. {gained(event.xp, event.coins)}".strip())
        case StepCompleted():
            said = ("step", event.title, f"Step done. {gained(event.xp, event.coins) or 'On to the next.'}")
        case BadgeEarned():
            said = ("badge", event.name, f"You earned a {event.tier} badge.")
        case LeagueMoved():
            kind = (
                "You move up to {}. Well done." if event.up else "The next round is in {}, among people of your pace."
            )
            said = ("league", event.title, kind.format(event.division))
        case RankGained():
            said = ("board", event.title, event.sentence)
        case PlaceTaken():
            said = ("board", event.title, f"{_PLACES[event.rank]} {event.span}. Well done.")
        case PurchaseChanged() if sentence := handled(event.step, event.reason):
            said = ("reward", event.title, sentence)
        case RewardGranted():
            said = ("reward", event.name, f"For {event.title}. {_whereabouts(event)}")
        case _:
            return None
    return (event.player_id, event.at, *said)


def _whereabouts(event: RewardGranted) -> str:
    if not event.waits:
        return "It is yours."
    until = f" until {event.expires_at:%-d %B}" if event.expires_at else ""
    return f"It waits for you{until}."
