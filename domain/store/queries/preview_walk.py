"""A mission tried on recorded work: by columns where each of its windows stands for itself, else fact by fact."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import repeat
from uuid import UUID

from sqlmodel import Session

from domain.errors import Refused
from domain.rules.back_test import Bursts, Finish, Stretch, finishes
from domain.rules.moments import microseconds
from domain.rules.quest_trial import QuestTrial
from domain.rules.requirements import in_order, is_counted
from domain.rules.trial import Trail, Trial, counts_ever, is_quick
from domain.specs import Audience, Fact, Kind, Scope, conditions
from domain.store import recorded
from domain.store.definitions import Mission
from domain.store.recorded import Symbols
from domain.store.scene import Scene, Whereabouts


class Cancelled(Refused):
    """Whoever asked does not want to know any more."""


@dataclass(frozen=True, slots=True)
class Human:
    """Somebody who can take part."""

    name: str
    hidden: bool


@dataclass
class Found:
    """What the walk through the history gave so far."""

    finished: list[Finish] = field(default_factory=list)
    activities: int = 0
    counted: int = 0
    bursts: Bursts = field(default_factory=Bursts)
    counting: set[UUID] = field(default_factory=set)
    active: set[UUID] = field(default_factory=set)

    @property
    def hasty(self) -> float:
        """The share of the work that counts which was done in bursts."""
        return self.bursts.hasty / self.counted if self.counted else 0.0


@dataclass(frozen=True, slots=True)
class Walk:
    """One mission on one stretch of days, and whom to tell how far it is, from 0 to 1."""

    session: Session
    mission: Mission
    scene: Scene
    humans: Mapping[UUID, Human]
    invited: Collection[UUID]
    stretch: Stretch
    tell: Callable[[float], None]
    cancelled: Callable[[], bool]

    def found(self) -> Found:
        """What it would have given."""
        spec = self.mission.spec
        if not is_quick(spec):
            return self._fact_by_fact()
        symbols = Symbols(spec)
        if spec.kind is Kind.QUEST:
            return self._alone(symbols, QuestTrial(spec, symbols.fact))
        trial = Trial(spec, symbols.fact, self.stretch)
        return self._alone(symbols, trial) if spec.scope is Scope.PERSONAL else self._together(symbols, trial)

    def _alone(self, symbols: Symbols, trial: Trial | QuestTrial) -> Found:
        found, players = Found(), sorted(self.invited)
        since, ever = self.stretch.since, counts_ever(self.mission.spec)
        active = dict(recorded.active_days(self.session, self.mission, self.stretch))
        walk = recorded.trails(self.session, self.mission.spec, symbols, players, self.stretch)
        for at, (player, trail) in enumerate(walk):
            self._go_on(at / len(players))
            mine = trail.only(symbols.counts)
            if self.mission.spec.audience.teams:
                member = Whereabouts(self.scene, self.mission, [player])
                mine = mine.at([place for place, done_at in enumerate(mine.moments) if member.at(0, done_at)])
            recent, tried = (one.since(since) if ever else one for one in (trail, mine))
            found.active.add(player)
            if tried.symbols:
                found.counting.add(player)
            _note(found, symbols, recent, tried, repeat(at))
            found.finished += trial.alone(player, mine, active.pop(player, ()))
        for player in players:
            if player in active:
                found.finished += trial.alone(player, Trail(), active[player])
        return found

    def _together(self, symbols: Symbols, trial: Trial) -> Found:
        wanted = self.mission.spec.audience.people
        players = sorted(self.humans.keys() & set(wanted) if wanted else self.humans)
        found, subjects = Found(), Whereabouts(self.scene, self.mission, players)
        for share, who, trail in recorded.blocks(self.session, self.mission.spec, symbols, players, self.stretch):
            self._go_on(share)
            mine = trail.only(symbols.counts)
            theirs = (
                who if mine is trail else [one for one, s in zip(who, trail.symbols, strict=True) if symbols.counts(s)]
            )
            found.active.update(players[place] for place in set(who))
            found.counting.update(players[place] for place in set(theirs))
            _note(found, symbols, trail, mine, theirs)
            trial.together(mine, theirs, subjects.at)
        found.finished += trial.finishes(players)
        return found

    def _fact_by_fact(self) -> Found:
        mission, stretch, found = self.mission, self.stretch, Found()
        spec = mission.spec
        players = sorted(self.invited if spec.scope is Scope.PERSONAL else self.humans)
        shared: dict[UUID, list[Fact]] = defaultdict(list)
        active = recorded.active_days(self.session, mission, stretch)
        for at, (player, facts) in enumerate(recorded.facts(self.session, mission, players, stretch)):
            self._go_on(at / len(players))
            if spec.scope is not Scope.PERSONAL:
                for fact in self._counting(player, facts, found):
                    for subject in self.scene.subjects(mission, fact):
                        shared[subject].append(fact)
            else:
                mine = self._counting(player, facts, found)
                found.finished += finishes(spec, player, mine, stretch, active.get(player, ()))
        for subject, together in shared.items():
            self._go_on(1.0)
            found.finished += finishes(spec, subject, in_order(together), stretch)
        return found

    def _counting(self, player: UUID, facts: Iterable[Fact], found: Found) -> list[Fact]:
        """What counts of one player's work, and in `found` how much that is."""
        spec, judged = self.mission.spec, self.mission.spec.audience != Audience()
        wanted = [condition for goal in spec.goals for condition in conditions(goal)]
        mine = []
        for fact in facts:
            found.active.add(player)
            work = fact.day >= self.stretch.since and fact.metric in spec.metrics
            found.activities += work
            if fact.metric in spec.metrics and not is_counted(wanted, fact):
                continue
            if judged and self.scene.refusal(self.mission, fact) is not None:
                continue
            mine.append(fact)
            if work:
                found.counting.add(player)
                found.counted += 1
                found.bursts.add([(player, fact.metric)], [microseconds(fact.landed_at)])
        return mine

    def _go_on(self, share: float) -> None:
        self.tell(min(share, 1.0))
        if self.cancelled():
            raise Cancelled("The preview was stopped.")


def _note(found: Found, symbols: Symbols, trail: Trail, mine: Trail, who: Iterable[int]) -> None:
    """Adds up what there was, and what of it counts."""
    found.activities += len(trail.symbols)
    found.counted += len(mine.symbols)
    found.bursts.add(zip(who, map(symbols.metric, mine.symbols), strict=False), mine.moments)
