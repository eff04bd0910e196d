"""Play: what new facts do to the game, step by step, for players whose rows are locked."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from domain.events import DomainEvent, StreakExtended
from domain.rules import streaks
from domain.rules.zones import day_of
from domain.services import advancing, scoring, settling
from domain.services.scoring import Effect
from domain.specs import Fact
from domain.store import facts
from domain.store.facts import Line, Placed
from domain.store.people import Locked

#: Longer streaks are counted whole on the profile; an announcement needs no more.
STREAK_LOOKBACK = timedelta(days=400)


def play(
    session: Session, activities: Sequence[Placed], players: Mapping[UUID, Locked], now: datetime
) -> list[DomainEvent]:
    """Apply the newly recorded `activities`."""
    if not activities:
        return []
    effects = _effects(session, activities)
    fresh = _roll_up(session, effects)
    entries = scoring.score(session, effects)
    completed, moved = advancing.advance(session, effects, now)
    entries += advancing.rewards(completed, players, now)
    return [
        *_streaks(session, fresh, players, now),
        *settling.settle(session, entries, activities, players, now=now),
        *moved,
        *settling.celebrate(session, completed, now),
    ]


def _effects(session: Session, activities: Sequence[Placed]) -> list[Effect]:
    """Every new fact, then every fact that is taken back."""
    return [
        *(Effect(a.player_id, a.spec.key, _fact(a)) for a in activities if a.spec.reverses is None),
        *(Effect(*taken) for taken in facts.taken_back(session, activities)),
    ]


def _fact(activity: Placed) -> Fact:
    spec = activity.spec
    return Fact(spec.key, spec.metric, spec.value, spec.occurred_at, activity.day, spec.dimensions)


def _roll_up(session: Session, effects: Iterable[Effect]) -> list[Line]:
    """Bring the daily roll-up up to date; the lines that are new."""
    sums: dict[Line, list[int]] = {}
    for effect in effects:
        fact = effect.fact
        pair = sums.setdefault((effect.player_id, fact.metric, fact.day), [0, 0])
        pair[0] += fact.sign
        pair[1] += fact.sign * fact.value
    return facts.roll_up(session, sums)


def _streaks(
    session: Session, fresh: Iterable[Line], players: Mapping[UUID, Locked], now: datetime
) -> list[DomainEvent]:
    """Say whose streak grew: only players for whom today, or the working day before, got a new line."""
    recent: list[Line] = []
    today: dict[UUID, date] = {}
    for line in fresh:
        player, _, day = line
        today[player] = day_of(players[player].zones, now)
        if streaks.previous_working_day(today[player]) <= day <= today[player]:
            recent.append(line)
    if not recent:
        return []
    events: list[DomainEvent] = []
    for player, (before, after) in sorted(facts.active_days(session, recent, now.date() - STREAK_LOOKBACK).items()):
        grown = streaks.streak(after, today[player]).length
        if grown > streaks.streak(before, today[player]).length:
            events.append(StreakExtended(player, grown))
    return events
