"""Requirements: how far a set of facts takes a player.

Every aggregate is kept as a *tally*, a multiset: what was counted → how often. Facts add to it and reversed facts
take away, so the order in which they arrive cannot matter, and live evaluation, which goes on from a stored tally,
agrees with an evaluation from scratch.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.rules.filters import passes, values_of
from domain.specs import Aggregate, Fact, Operator, RequirementSpec

Tally = Mapping[str, int]

_ONE = (("", 1),)


@dataclass(frozen=True, slots=True)
class Progress:
    """`value` counts towards `threshold`; `share` runs from 0 to 1 and is 1 exactly when `met`."""

    value: int
    threshold: int
    met: bool

    @property
    def share(self) -> float:
        return 1.0 if self.met else max(0.0, min(self.value / self.threshold, 0.99))


def evaluate(requirement: RequirementSpec, facts: Iterable[Fact]) -> Progress:
    """The progress that `facts` (already inside the window) make."""
    return measure(requirement, fold(requirement, {}, (fact for fact in facts if concerns(requirement, fact))))


def concerns(requirement: RequirementSpec, fact: Fact) -> bool:
    """Whether a fact has the requirement's metric and passes its filters."""
    return fact.metric == requirement.metric and passes(requirement.filters, fact.dimensions)


def fold(requirement: RequirementSpec, tally: Tally, facts: Iterable[Fact]) -> dict[str, int]:
    """The tally after `facts`, all of which concern the requirement. Members that are back at zero leave it."""
    grown = dict(tally)
    for fact in facts:
        for member, weight in _members(requirement, fact):
            total = grown.get(member, 0) + fact.sign * weight
            if total:
                grown[member] = total
            else:
                grown.pop(member, None)
    return grown


def measure(requirement: RequirementSpec, tally: Tally) -> Progress:
    """The progress that a tally stands for."""
    value = _value(requirement.aggregate, tally)
    goal = requirement.threshold
    match requirement.operator:
        case Operator.GTE:
            return Progress(value, goal, met=value >= goal)
        case Operator.GT:
            return Progress(value, goal, met=value > goal)


def _members(requirement: RequirementSpec, fact: Fact) -> Sequence[tuple[str, int]]:
    match requirement.aggregate:
        case Aggregate.COUNT:
            return _ONE
        case Aggregate.SUM:
            return (("", fact.value),)
        case Aggregate.MAX:
            return ((str(fact.value), 1),)
        case Aggregate.DISTINCT_DAYS:
            return ((fact.day.isoformat(), 1),)
        case Aggregate.DISTINCT:
            return [(value, 1) for value in dict.fromkeys(values_of(fact.dimensions, requirement.dimension or ""))]


def _value(aggregate: Aggregate, tally: Tally) -> int:
    match aggregate:
        case Aggregate.COUNT | Aggregate.SUM:
            return tally.get("", 0)
        case Aggregate.MAX:
            return max((int(member) for member, times in tally.items() if times > 0), default=0)
        case Aggregate.DISTINCT_DAYS | Aggregate.DISTINCT:
            return sum(times > 0 for times in tally.values())
