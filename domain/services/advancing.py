"""Advancing: new facts move the missions they count for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.events import DomainEvent, MissionProgressed
from domain.rules import missions, requirements
from domain.rules.zones import day_of
from domain.services.scoring import Effect
from domain.specs import Fact
from domain.store import progress
from domain.store.ledger import Entry
from domain.store.people import Locked
from domain.store.progress import LiveMission, Pair, State

UNTOUCHED = State({}, 0, done=False)


@dataclass(frozen=True, slots=True)
class Completion:
    """A player finished a mission in one of its windows."""

    mission: LiveMission
    player_id: UUID
    period: str


def advance(session: Session, effects: Iterable[Effect], now: datetime) -> tuple[list[Completion], list[DomainEvent]]:
    """Go on from the stored progress of every (mission, player, window) touched: who is done, who moved."""
    touched, live = _touched(session, effects)
    if not touched:
        return [], []
    before = progress.states(session, touched)
    done: list[Completion] = []
    moved: list[DomainEvent] = []
    changed: list[tuple[Pair, State]] = []
    for pair, new in touched.items():
        mission, state = live[pair[0]], before.get(pair, UNTOUCHED)
        if state.done:
            continue
        after, event = _step(mission, pair, state, new)
        if after == state:
            continue
        changed.append((pair, after))
        moved.append(event)
        if after.done:
            done.append(Completion(mission, pair[1], pair[2]))
    progress.save(session, changed, now)
    return done, moved


def _step(mission: LiveMission, pair: Pair, state: State, new: Iterable[Fact]) -> tuple[State, MissionProgressed]:
    """A completed window is stored the same whatever the order in which its facts came."""
    requirement = mission.spec.requirement
    tally = requirements.fold(requirement, state.tally, new)
    reached = requirements.measure(requirement, tally)
    goal = reached.threshold
    after = State({}, goal, done=True) if reached.met else State(tally, reached.value, done=False)
    return after, MissionProgressed(pair[1], mission.id, min(reached.value, goal), goal)


def _touched(session: Session, effects: Iterable[Effect]) -> tuple[dict[Pair, list[Fact]], dict[UUID, LiveMission]]:
    """The facts that count, by mission, player and window."""
    by_metric: dict[str, list[LiveMission]] = defaultdict(list)
    live: dict[UUID, LiveMission] = {}
    for mission in progress.live_missions(session, {effect.fact.metric for effect in effects}):
        by_metric[mission.spec.requirement.metric].append(mission)
        live[mission.id] = mission
    touched: dict[Pair, list[Fact]] = defaultdict(list)
    for effect in effects:
        fact = effect.fact
        for mission in by_metric.get(fact.metric, ()):
            spec = mission.spec
            if missions.counts(spec, mission.published_at, fact.occurred_at) and requirements.concerns(
                spec.requirement, fact
            ):
                touched[mission.id, effect.player_id, missions.period(spec.window, fact.day)].append(fact)
    return touched, live


def rewards(completed: Iterable[Completion], players: Mapping[UUID, Locked], now: datetime) -> list[Entry]:
    """The ledger entries that completed missions give, on the day of their completion."""
    return [
        Entry(
            player_id=done.player_id,
            amount=done.mission.spec.xp,
            day=day_of(players[done.player_id].zones, now),
            cause="mission",
            cause_id=str(done.mission.id),
            activity_key=None,
            grant_key=f"mission:{done.mission.id}:{done.player_id}:{done.period}",
            factors={"title": done.mission.spec.title, "period": done.period},
        )
        for done in completed
        if done.mission.spec.xp
    ]
