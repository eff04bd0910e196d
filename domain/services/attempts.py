"""Attempts: what players and teams are at, a window of a mission each, and which of them new facts touch."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.rules.levels import level_at
from domain.rules.missions import Goal, decided_at, period
from domain.specs import Fact
from domain.store import progress
from domain.store.definitions import Mission
from domain.store.progress import Pair
from domain.store.queries.game import level_curve
from domain.store.scene import Scene, is_quest


@dataclass(frozen=True, slots=True, eq=False)
class Attempt:
    """A pair under evaluation: what has to be reached, and by which facts. There is one of each in a batch."""

    pair: Pair
    mission: Mission
    goal: Goal
    name: str

    def inside(self, scene: Scene) -> Callable[[Fact], bool]:
        """Whether a fact of this subject lies in this window."""
        mission, subject, spec = self.mission, self.pair[1], self.mission.spec

        def inside(fact: Fact) -> bool:
            return (
                period(spec.window, fact.day) == self.name
                and subject in scene.subjects(mission, fact)
                and scene.refusal(mission, fact) is None
            )

        return inside


@dataclass(slots=True)
class _Touched:
    """What the facts of a batch touch, while they are gone through."""

    attempts: dict[Pair, tuple[Attempt, list[Fact]]] = field(default_factory=dict)
    #: Of missions that count what lies before their windows: the first of a player's facts, and how many there are.
    looking_back: dict[tuple[UUID, UUID], datetime] = field(default_factory=dict)
    concerned: Counter[tuple[UUID, UUID]] = field(default_factory=Counter)


def touched(session: Session, facts: Collection[Fact], scene: Scene) -> dict[Attempt, list[Fact]]:
    """The facts that count, by the window they count in. Empty for one that has to be read again."""
    found = _Touched()
    for fact in facts:
        for mission in scene.counting(fact.metric):
            if not is_quest(mission):
                _touch(mission, fact, scene, found)
    _may_begin(session, found.attempts, scene)
    known = min((fact.received_at or fact.occurred_at for fact in facts), default=None)
    for pair in progress.looking_back(session, found.looking_back):
        attempt = _attempt(scene.missions[pair[0]], pair)
        decided = decided_at(attempt.mission.spec, attempt.name)
        _, counted = found.attempts.get(pair, (attempt, []))
        has_all = len(counted) == found.concerned[pair[0], pair[1]]
        if not has_all and known is not None and (decided is None or known < decided):
            found.attempts[pair] = (attempt, [])
    return dict(found.attempts.values())


def _touch(mission: Mission, fact: Fact, scene: Scene, found: _Touched) -> None:
    if not mission.goal.concerns(fact) or scene.is_itself(mission, fact):
        return
    if mission.looks_back and fact.player_id is not None:
        mine = (mission.id, fact.player_id)
        found.looking_back[mine] = min(fact.moment, found.looking_back.get(mine, fact.moment))
        found.concerned[mine] += 1
    if scene.refusal(mission, fact) is not None:
        return
    name = period(mission.spec.window, fact.day)
    for subject in scene.subjects(mission, fact):
        for tier, goal in mission.goals.items():
            pair = (mission.id, subject, tier or name)
            if (attempt := found.attempts.get(pair)) is None:
                attempt = found.attempts[pair] = (Attempt(pair, mission, goal, name), [])
            attempt[1].append(fact)


def _attempt(mission: Mission, pair: Pair) -> Attempt:
    tier = pair[2] if pair[2] in mission.goals else ""
    return Attempt(pair, mission, mission.goals[tier], "once" if tier else pair[2])


def _may_begin(session: Session, attempts: dict[Pair, tuple[Attempt, list[Fact]]], scene: Scene) -> None:
    """Leave out players whose level, when they first worked towards a window, lay outside of the mission's range."""
    ranged = {
        pair: attempt.mission.spec.audience
        for pair, (attempt, _) in attempts.items()
        if attempt.mission.spec.audience.min_level or attempt.mission.spec.audience.max_level
    }
    if not ranged:
        return
    known = progress.levels_at_start(session, ranged.keys())
    curve = level_curve(session)
    new = {pair: level_at(scene.players[pair[1]].xp, curve).number for pair in ranged.keys() - known.keys()}
    progress.record_levels(session, new.items())
    for pair, audience in ranged.items():
        level = known.get(pair) or new[pair]
        if not (audience.min_level or 1) <= level <= (audience.max_level or level):
            del attempts[pair]
