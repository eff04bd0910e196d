"""Settling: grants are booked, balances follow, and everybody is told."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from domain.events import BadgeEarned, DomainEvent, LevelReached, MissionCompleted, XpAwarded
from domain.rules.levels import level_at
from domain.services.advancing import Completion
from domain.store import facts, ledger, progress
from domain.store.facts import XP_EARNED, Placed
from domain.store.ledger import Entry
from domain.store.people import Locked
from domain.store.queries.game import level_curve


def settle(
    session: Session,
    entries: Sequence[Entry],
    activities: Sequence[Placed],
    players: Mapping[UUID, Locked],
    *,
    now: datetime,
) -> list[DomainEvent]:
    """Book the entries, and bring balances and their roll-up in line with them."""
    ledger.book(session, entries, now)
    gains: dict[UUID, int] = defaultdict(int)
    sums: dict[tuple[UUID, str, date], list[int]] = {}
    for entry in entries:
        gains[entry.player_id] += entry.amount
        pair = sums.setdefault((entry.player_id, XP_EARNED, entry.day), [0, 0])
        pair[0] += 1
        pair[1] += entry.amount
    facts.roll_up(session, sums)
    totals = ledger.balance(session, gains, _last_seen(activities))
    awarded = _awarded(entries, activities, totals, now)
    return [*awarded, *_levels(session, awarded, players)]


def _last_seen(activities: Iterable[Placed]) -> dict[UUID, datetime]:
    seen: dict[UUID, datetime] = {}
    for activity in activities:
        at = activity.spec.occurred_at
        seen[activity.player_id] = max(at, seen.get(activity.player_id, at))
    return seen


def _awarded(
    entries: Iterable[Entry], activities: Iterable[Placed], totals: Mapping[UUID, int], now: datetime
) -> list[XpAwarded]:
    """One announcement a player, named after his newest entry."""
    labels = {a.spec.key: headline(a.spec.label, a.spec.dimensions.get("repository")) for a in activities}
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
    titles = [f"completed the mission {entry.factors['title']}" for entry in booked if entry.cause == "mission"]
    return ["taken back", *titles, *said][-1]


def _levels(session: Session, awarded: Iterable[XpAwarded], players: Mapping[UUID, Locked]) -> list[DomainEvent]:
    """The levels that are new to their players."""
    curve = level_curve(session)
    events = [
        LevelReached(award.player_id, level, award.at)
        for award in awarded
        if (level := level_at(award.xp, curve).number) > level_at(players[award.player_id].xp, curve).number
    ]
    progress.notify(session, [note for event in events if (note := _note(event))])
    return [*events]


def headline(label: str, repository: str | list[str] | None) -> str:
    """What was done and where: `merged pull request #42 · acme/app`."""
    return f"{label} · {repository}" if isinstance(repository, str) else label


def celebrate(session: Session, completed: Sequence[Completion], now: datetime) -> list[DomainEvent]:
    """Give the badges and write the notifications of completed missions."""
    events: list[DomainEvent] = [
        MissionCompleted(
            done.player_id, done.mission.id, done.mission.spec.title, done.period, done.mission.spec.xp, now
        )
        for done in completed
    ]
    awards = [
        (done.mission.spec.badge_id, done.player_id, f"mission:{done.mission.id}:{done.period}", now)
        for done in completed
        if done.mission.spec.badge_id
    ]
    if awards:
        badges = progress.award_badges(session, awards)
        events += [BadgeEarned(player, badge, *badges[badge], now) for badge, player, _, _ in awards]
    progress.notify(session, [note for event in events if (note := _note(event))])
    return events


def _note(event: DomainEvent) -> tuple[UUID, datetime, str, str, str] | None:
    match event:
        case LevelReached():
            return (event.player_id, event.at, "level", f"Level {event.level}", "You reached a new level.")
        case MissionCompleted():
            gain = f"+{event.xp} XP" if event.xp else "Done."
            return (event.player_id, event.at, "mission", event.title, f"Mission completed. {gain}")
        case BadgeEarned():
            return (event.player_id, event.at, "badge", event.name, f"You earned a {event.tier} badge.")
        case _:
            return None
