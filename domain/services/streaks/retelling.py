"""Lengths that change by what is said about days counted before."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from domain.events import DomainEvent
from domain.rules.derived import STREAK_LENGTH, Streak
from domain.rules.streaks import NO_LIFE
from domain.services import booking
from domain.services.play import Outcome, follow
from domain.specs import Fact, StreakSpec
from domain.store import definitions, history, people, streaks
from domain.store.definitions import EASTERNMOST
from domain.store.people import Locked
from domain.store.scene import Scene, set_scene

#: Players at a time.
CHUNK = 200


def wait(session: Session, now: datetime) -> datetime:
    """Let nothing be under way; a moment behind everything that was done or said before."""
    definitions.own(session)
    return definitions.after_all(session, now)


def again(
    session: Session,
    whose: Iterable[UUID],
    put: Callable[[], None],
    *,
    since: date,
    now: datetime,
    streak: str | None = None,
) -> list[DomainEvent]:
    """Say something about days, from one on, and let lengths that change by it be told as facts.

    It may concern one `streak` alone; those that are off, and stay so, have no lengths and are not walked.
    """
    players = people.lock(session, whose)
    if since > (now + EASTERNMOST + streaks.AHEAD).date():
        put()
        session.flush()
        return []
    chunks = [sorted(players)[at : at + CHUNK] for at in range(0, len(players), CHUNK)]
    scenes = [_scene(session, {player: players[player] for player in chunk}, now) for chunk in chunks]
    before = [_lengths(session, scene.players, streak) if STREAK_LENGTH in scene.derived else {} for scene in scenes]
    put()
    session.flush()  # what follows reads it
    return [
        event
        for scene, known in zip(scenes, before, strict=True)
        for event in _follow(session, _scene(session, scene.players, now), known, now, (streak, since))
    ]


def _scene(session: Session, players: Mapping[UUID, Locked], now: datetime) -> Scene:
    return set_scene(session, players, [Fact("", "", 0, now, now.date(), {}, received_at=now)], now)


#: A player's streaks, by their keys.
Lengths = Mapping[UUID, Mapping[str, Streak]]


def _lengths(session: Session, players: Mapping[UUID, Locked], streak: str | None) -> Lengths:
    """What these players' streaks are now, with the work behind them; of those that are on."""
    said = streaks.inputs(session, {player: one.zones for player, one in players.items()})
    found: dict[UUID, dict[str, Streak]] = {player: {} for player in players}
    for spec in _concerned(session, streak):
        if not spec.on:
            continue
        counts = _counts(session, spec, players)
        for player, one in players.items():
            mine = counts.get(player, {})
            found[player][spec.id] = Streak(player, one.zones, spec, said[player].life(spec.id), mine)
    return found


def _concerned(session: Session, streak: str | None) -> list[StreakSpec]:
    """The streaks that lengths are told of. Visits are no work."""
    return [spec for spec in streaks.definitions(session) if not spec.is_presence and streak in {None, spec.id}]


def _counts(session: Session, spec: StreakSpec, players: Iterable[UUID]) -> Mapping[UUID, Mapping[date, int]]:
    if spec.is_of_badges:
        days = history.badge_days(session, sorted(players))
        return {player: Counter(one.day for one in done) for player, done in days.items()}
    return streaks.counts(session, [*players], spec)


def _follow(
    session: Session, scene: Scene, before: Lengths, now: datetime, about: tuple[str | None, date]
) -> list[DomainEvent]:
    facts = _told(session, scene, before, now, *about) if before else []
    outcome = Outcome()
    follow(session, facts, scene, outcome, now)
    booked = booking.balance(session, outcome.entries, {}, scene.players, {}, now)
    booking.tell(session, [*booked, *outcome.events])
    return [*booked, *outcome.events]


def _told(session: Session, scene: Scene, before: Lengths, now: datetime, only: str | None, since: date) -> list[Fact]:
    """What is different from before, as facts."""
    said = streaks.inputs(session, {player: one.zones for player, one in scene.players.items()})
    found: list[Fact] = []
    for spec in _concerned(session, only):
        fresh: Mapping[UUID, Mapping[date, int]] | None = None
        for player, mine in sorted(before.items()):
            streak = mine.get(spec.id)
            if streak is None and not spec.on:
                continue
            if streak is None:
                fresh = _counts(session, spec, before) if fresh is None else fresh
                off = spec.model_copy(update={"on": False})
                streak = Streak(player, said[player].zones, off, NO_LIFE, fresh.get(player, {}))
            found += streak.live(spec, said[player].life(spec.id), now, since if since > date.min else None)
    return found
