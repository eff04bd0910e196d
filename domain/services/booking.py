"""Booking: entries go into the ledger, balances follow, and everybody is told."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from domain.events import BadgeEarned, DomainEvent, LevelReached, MissionCompleted, StepCompleted, XpAwarded
from domain.rules.derived import XP_EARNED
from domain.rules.levels import level_at
from domain.store import awards, facts, ledger, standings
from domain.store.ledger import Entry
from domain.store.people import Locked
from domain.store.queries.game import level_curve


def book(session: Session, entries: Sequence[Entry], now: datetime) -> None:
    """Append entries, and bring the days' sums in line with them."""
    ledger.book(session, entries, now)
    sums: dict[tuple[UUID, str, date], list[int]] = {}
    for entry in entries:
        pair = sums.setdefault((entry.player_id, XP_EARNED, entry.day), [0, 0])
        pair[0] += 1
        pair[1] += entry.amount
    facts.roll_up(session, sums)


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
    gains: dict[UUID, int] = defaultdict(int)
    for entry in entries:
        gains[entry.player_id] += entry.amount
    totals = ledger.balance(session, gains, seen)
    standings.renew(session, {*gains, *seen, *players})
    awarded = _awarded(entries, labels, totals, now)
    return [*awarded, *_levels(session, awarded, players)]


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
        )
        for player, booked in mine.items()
    ]


def _newest_work(booked: Iterable[Entry], labels: Mapping[str, str]) -> str:
    """The newest work among a player's entries; without any, the mission that pays."""
    said = [text for entry in booked if (text := labels.get(entry.activity_key or ""))]
    titles = [f"completed {entry.factors['title']}" for entry in booked if entry.cause == "mission"]
    reasons = [str(entry.factors["reason"]) for entry in booked if entry.cause == "hand"]
    prizes = [f"a prize of {entry.factors['title']}" for entry in booked if entry.cause == "season"]
    return ["taken back", *titles, *reasons, *prizes, *said][-1]


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


def _note(event: DomainEvent) -> tuple[UUID, datetime, str, str, str] | None:
    match event:
        case LevelReached():
            return (event.player_id, event.at, "level", f"Level {event.level}", "You reached a new level.")
        case MissionCompleted():
            gain = f" +{event.xp} XP" if event.xp else ""
            return (event.player_id, event.at, "mission", event.title, f"Mission completed.{gain}")
        case StepCompleted():
            gain = f"+{event.xp} XP" if event.xp else "On to the next."
            return (event.player_id, event.at, "step", event.title, f"Step done. {gain}")
        case BadgeEarned():
            return (event.player_id, event.at, "badge", event.name, f"You earned a {event.tier} badge.")
        case _:
            return None
