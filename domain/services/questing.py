"""Questing: new facts lead players through the quests they accepted."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.events import DomainEvent, MissionProgressed
from domain.rules import quests as rules
from domain.services.advancing import Completion
from domain.specs import Fact
from domain.store import history, progress, quests
from domain.store.definitions import Mission
from domain.store.history import Wanted
from domain.store.progress import UNTOUCHED, Pair, State
from domain.store.quests import Run
from domain.store.scene import Scene, is_quest


def quest(session: Session, facts: Collection[Fact], scene: Scene) -> tuple[list[Completion], list[DomainEvent]]:
    """Walk every accepted quest that these facts touch: steps and quests that were completed, and who moved."""
    touched = _touched(session, facts, scene)
    if not touched:
        return [], []
    wanted = [Wanted((run.player_id,), mission.spec.metrics, run.accepted_at) for mission, run in touched]
    walks = [
        (mission, run, _walk(mission, run, found, scene))
        for (mission, run), found in zip(touched, history.read(session, wanted), strict=True)
    ]
    reached = {pair: state for mission, run, walked in walks for pair, state in _reached(mission, run, walked).items()}
    before = progress.states(session, reached.keys())
    changed = {pair: state for pair, state in reached.items() if _when(state) != _when(before.get(pair, UNTOUCHED))}
    progress.save(session, changed.items())
    done = [_completion(scene.missions[pair[0]], pair, state, before) for pair, state in changed.items()]
    return done, [MissionProgressed(run.player_id, mission.id, rules.share(walked)) for mission, run, walked in walks]


def _touched(session: Session, facts: Iterable[Fact], scene: Scene) -> list[tuple[Mission, Run]]:
    hopeful: dict[tuple[UUID, UUID], list[Fact]] = defaultdict(list)
    for fact in facts:
        for mission in scene.counting(fact.metric):
            if is_quest(mission) and fact.player_id is not None:
                hopeful[mission.id, fact.player_id].append(fact)
    return [
        (scene.missions[run.mission_id], run)
        for run in quests.runs(session, hopeful.keys())
        if any(
            scene.is_in_run(scene.missions[run.mission_id], run, fact)
            for fact in hopeful[run.mission_id, run.player_id]
        )
    ]


def _walk(mission: Mission, run: Run, facts: Iterable[Fact], scene: Scene) -> Sequence[rules.Walked]:
    return rules.walk(mission.spec.steps, [fact for fact in facts if scene.is_in_run(mission, run, fact)])


def _reached(mission: Mission, run: Run, walked: Sequence[rules.Walked]) -> dict[Pair, State]:
    """The steps that are done, and the quest where it is."""
    done = {f"{run.number}/{place}": one.last for place, one in enumerate(walked, 1) if one.last}
    if rules.completed_at(walked) is not None and walked[-1].last is not None:
        done[str(run.number)] = walked[-1].last
    return {(mission.id, run.player_id, name): _state(fact) for name, fact in done.items()}


def _state(last: Fact) -> State:
    return State((), last.moment, last.moment, last.key, last.received_at or last.occurred_at, rewarded=True)


def _when(state: State) -> tuple[datetime | None, datetime | None]:
    """When it was completed, and when the last of the work that did so came in."""
    return state.completed_at, state.known_at


def _completion(mission: Mission, pair: Pair, state: State, before: Mapping[Pair, State]) -> Completion:
    _, player, name = pair
    old = before.get(pair, UNTOUCHED)
    at, known_at = state.completed_at, state.known_at
    assert at is not None and known_at is not None, "only what is completed is stored"  # noqa: PT018, S101
    winners = () if old.completed_at else (player,)
    return Completion(mission, player, name, at, known_at, winners, old.completed_at, old.known_at)
