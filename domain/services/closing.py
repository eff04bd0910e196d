"""Closing: windows are decided when they are over, and what a team reached together is paid to all who helped.

Each verb is one transaction that may be repeated, doubled or forgotten: what is decided is stored under a unique key,
and `queries.closing` finds whatever is left, also after a week of downtime.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlmodel import Session

from domain.events import DomainEvent, SharedProgressed
from domain.rules.missions import days, decided_at
from domain.rules.zones import zone_at
from domain.services import booking
from domain.services.advancing import Completion
from domain.services.play import Outcome, follow, give
from domain.specs import Fact, Scope
from domain.store import definitions, facts, inbox, people, progress
from domain.store.definitions import Mission
from domain.store.progress import Pair, State
from domain.store.scene import Scene, roster_for, set_scene


def settle(session: Session, mission_id: UUID, name: str, *, now: datetime) -> list[DomainEvent]:
    """Decide one window: who held what can be lost, and who won one of limited places.

    Waits while something that came in before the decision has not been applied; nobody is asked twice. Whoever did
    nothing at all in the window did not take part in it.
    """
    definitions.share(session)
    mission = definitions.mission(session, mission_id)
    decided = decided_at(mission.spec, name)
    if decided is None or now < decided or inbox.is_pending(session, decided):
        return []
    if not progress.claim_settlement(session, mission_id, name, now):
        return []
    states = progress.in_window(session, mission_id, name)
    span = _span(mission, name)
    players = people.lock(session, {*facts.players_active(session, *span), *states.keys() - {progress.GUILD}})
    scene = Scene(players, [mission], roster_for(session, players, [mission]))
    done = _decide(session, mission, name, states, scene, decided)
    progress.save(session, done.items())
    winners = [_completion(mission, pair, state) for pair, state in done.items() if state.rewarded]
    return _reward(session, winners, players, now)


def pay(session: Session, pair: Pair, *, now: datetime) -> list[DomainEvent]:
    """Reward everybody who helped to complete a shared window and has not been rewarded."""
    definitions.share(session)
    state = progress.states(session, [pair]).get(pair)
    if state is None or not state.tallies:
        return []
    helpers = {UUID(player) for player in state.tallies[-1]}
    players = people.lock(session, helpers)
    progress.lock_subject(session, pair[1])
    state = progress.states(session, [pair])[pair]
    if state.completed_at is None or state.known_at is None or state.rewarded:
        return []
    if not {UUID(player) for player in state.tallies[-1]} <= players.keys():
        return []  # somebody joined in between; the next round locks him too
    mission = definitions.mission(session, pair[0])
    progress.save(session, [(pair, _rewarded(state))])
    winners = Completion(
        mission, pair[1], pair[2], state.completed_at, state.known_at, tuple(sorted(players)), together=True
    )
    return [SharedProgressed(mission.id), *_reward(session, [winners], players, now)]


def _reward(
    session: Session,
    done: Sequence[Completion],
    players: Mapping[UUID, people.Locked],
    now: datetime,
) -> list[DomainEvent]:
    if not done:
        return []
    moment = min(completion.known_at for completion in done)
    try_out = [Fact("", "", 0, moment, moment.date(), {}, received_at=at) for at in (moment, now)]
    scene = set_scene(session, players, try_out, now)
    outcome = Outcome()
    follow(session, give(session, done, scene, outcome, now), scene, outcome, now)
    outcome.events += booking.balance(session, outcome.entries, {}, players, {}, now)
    booking.tell(session, outcome.events)
    return outcome.events


def _decide(
    session: Session,
    mission: Mission,
    name: str,
    states: Mapping[UUID, State],
    scene: Scene,
    decided: datetime,
) -> dict[Pair, State]:
    """The windows that are completed by the decision; of limited places the first by the time of their work."""
    held = _held(session, mission, name, states, scene, decided)
    places = mission.spec.places
    if places is None:
        return {(mission.id, subject, name): state for subject, state in held.items()}
    reached = {subject: state for subject, state in states.items() if state.completed_at is not None} | held
    first = sorted(reached.items(), key=lambda item: (item[1].completed_at, item[1].completed_by or "", item[0]))
    return {(mission.id, subject, name): _rewarded(state) for subject, state in first[:places]}


def _held(
    session: Session,
    mission: Mission,
    name: str,
    states: Mapping[UUID, State],
    scene: Scene,
    decided: datetime,
) -> dict[UUID, State]:
    """Those for whom the requirement holds at the close, though it could have been lost until then."""
    (goal,) = mission.goals.values()
    shared = mission.spec.scope is not Scope.PERSONAL
    held: dict[UUID, State] = {}
    for subject in _taking_part(session, mission, name, states, scene):
        state = states.get(subject, State())
        if state.completed_at is None and goal.measure(state.tallies).done(closed=True):
            at = _end(mission, name, scene, subject)
            held[subject] = State(state.tallies if shared else (), at, at, None, decided, rewarded=not shared)
    return held


def _taking_part(
    session: Session, mission: Mission, name: str, states: Mapping[UUID, State], scene: Scene
) -> Iterable[UUID]:
    if mission.spec.scope is not Scope.PERSONAL:
        return states.keys()
    first, last = _span(mission, name)
    active = facts.players_active(session, first, last)
    end = datetime.combine(last, time.max, UTC)
    return [
        player
        for player in sorted({*active, *states})
        if scene.invited(mission, player, end) and _level_fits(session, mission, player, name)
    ]


def _level_fits(session: Session, mission: Mission, player: UUID, name: str) -> bool:
    """Whoever did nothing towards a window has no recorded level in it, and did not take part."""
    audience = mission.spec.audience
    if not audience.min_level and not audience.max_level:
        return True
    pair = (mission.id, player, name)
    level = progress.levels_at_start(session, [pair]).get(pair)
    return level is not None and (audience.min_level or 1) <= level <= (audience.max_level or level)


def _end(mission: Mission, name: str, scene: Scene, subject: UUID) -> datetime:
    """The last moment of the window, in the zone of its player."""
    spec, season = mission.spec, mission.running.days
    ends = [spec.ends_at - timedelta(microseconds=1)] if spec.ends_at else []
    lasts = [span[1] for span in (days(spec.window, name), season) if span is not None]
    if lasts:
        last = datetime.combine(min(lasts), time.max)
        zones = scene.players[subject].zones if subject in scene.players else [[None, "UTC"]]
        ends.append(last.replace(tzinfo=zone_at(zones, last.replace(tzinfo=UTC))).astimezone(UTC))
    return min(ends)


def _span(mission: Mission, name: str) -> tuple[date, date]:
    """The days of a window on which the mission was on."""
    first, last = days(mission.spec.window, name) or (date.min, date.max)
    begin, end = mission.running.counts_from, mission.spec.ends_at
    first = max(first, begin.date()) if begin else first
    last = min(last, end.date()) if end else last
    season = mission.running.days or (first, last)
    return max(first, season[0]), min(last, season[1])


def _rewarded(state: State) -> State:
    return replace(state, rewarded=True)


def _completion(mission: Mission, pair: Pair, state: State) -> Completion:
    at, known_at = state.completed_at, state.known_at
    assert at is not None and known_at is not None, "only what was completed is decided"  # noqa: PT018, S101
    return Completion(mission, pair[1], pair[2], at, known_at, (pair[1],))
