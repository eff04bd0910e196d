"""Requirements: how far a set of facts takes a player.

The state of a requirement is one *tally* for each of its conditions, in their order: a multiset of what was counted
(member → how often). Facts add to it and facts that are taken back take away, so the order in which they arrive cannot
matter, and live evaluation, which goes on from stored tallies, agrees with an evaluation from scratch.

A tree is judged by a verdict that is ordered, so that `all` is the least of its branches, `any` the greatest, and `not`
the mirror image:

    LOST      no further fact can help          OPEN      not reached yet, but it may be
    MET_NOW   holds now and may be lost again   MET       reached, and no further fact can spoil it

The share is a number from 0 to 1. Of a condition it is value / threshold, at most 0.99 before it is reached; of `all`
the mean of the branches, of `any` the greatest, of `not` 1 while the branch does not hold. It is 1 exactly when the
whole holds.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum

from domain.rules.filters import passes, values_of
from domain.specs import Aggregate, AllOf, AnyOf, Condition, Fact, NotOf, Operator, Requirement, conditions

Tally = Mapping[str, int]

#: The member of a pruned tally that holds the best stretch so far.
BEST = "|best"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Verdict(IntEnum):
    LOST = 0
    OPEN = 1
    MET_NOW = 2
    MET = 3


@dataclass(frozen=True, slots=True)
class Reached:
    """How far one condition is: `value` of its threshold."""

    condition: Condition
    value: int
    verdict: Verdict

    @property
    def holds(self) -> bool:
        return self.verdict >= Verdict.MET_NOW

    @property
    def share(self) -> float:
        if self.holds:
            return 1.0
        goal = self.condition.threshold + (self.condition.operator is Operator.GT)
        return max(0.0, min(self.value / goal, 0.99)) if goal and self.verdict is Verdict.OPEN else 0.0


@dataclass(frozen=True, slots=True)
class Progress:
    """`share` runs from 0 to 1 and is 1 exactly when the requirement holds; `reached` has a line per condition."""

    share: float
    verdict: Verdict
    reached: tuple[Reached, ...]

    def done(self, *, closed: bool = False) -> bool:
        """Whether it is completed: for good, or, when its window is closed, because it held to the end."""
        return self.verdict >= (Verdict.MET_NOW if closed else Verdict.MET)


def evaluate(requirement: Requirement, facts: Iterable[Fact]) -> Progress:
    """The progress that `facts` (already inside the window) make, whatever their order."""
    return measure(requirement, fold(requirement, (), facts))


def completion(
    requirement: Requirement,
    facts: Iterable[Fact],
    *,
    begin: Sequence[Tally] = (),
    inside: Callable[[Fact], bool] = lambda _: True,
) -> Fact | None:
    """The fact with which the requirement was first met for good, going through `facts` in the order given.

    Goes on from the tallies `begin`. Facts that are not `inside` the window count only for conditions of ever.
    """
    wanted = tuple(conditions(requirement))
    tallies = _copy(wanted, begin)
    for fact in facts:
        if add(wanted, tallies, fact, inside=inside(fact)) and is_met(requirement, wanted, tallies):
            return fact
    return None


def pruned(wanted: Sequence[Condition], tallies: Sequence[Tally], latest: datetime) -> list[Tally]:
    """The tallies without what no later fact can stand in one stretch of time with, but with the best there was.

    Only for facts that go forward in time and take nothing back; whoever goes back begins afresh.
    """
    return [_pruned(one, tally, latest) if one.within else tally for one, tally in zip(wanted, tallies, strict=True)]


def _pruned(condition: Condition, tally: Tally, latest: datetime) -> Tally:
    length = condition.within.length // _MICROSECOND if condition.within else 0
    first = (latest - _EPOCH) // _MICROSECOND - length
    kept = {member: times for member, times in tally.items() if member != BEST and _timed(member, times)[0] > first}
    return {**kept, BEST: _stretch(condition, tally)} if len(kept) < len(tally) else tally


def in_order(facts: Iterable[Fact]) -> list[Fact]:
    """Facts as they happened: by moment, then natural key; what is taken back at the same moment stands behind."""
    return sorted(facts, key=lambda fact: (fact.moment, fact.times < 0, fact.key))


def concerns(requirement: Requirement, fact: Fact) -> bool:
    """Whether one of the conditions counts this fact."""
    return is_counted(tuple(conditions(requirement)), fact)


def is_counted(wanted: Iterable[Condition], fact: Fact) -> bool:
    """The same for conditions that were picked from their tree before."""
    for condition in wanted:  # noqa: SIM110  asked for each fact and mission: a generator would cost twice as much
        if _counts(condition, fact):
            return True
    return False


def fold(
    requirement: Requirement,
    tallies: Sequence[Tally],
    facts: Iterable[Fact],
    *,
    inside: Callable[[Fact], bool] = lambda _: True,
) -> list[dict[str, int]]:
    """The tallies after `facts`; an empty sequence begins afresh. Members that are back at zero leave them.

    Facts that are not `inside` the window count only for conditions of ever.
    """
    wanted = tuple(conditions(requirement))
    grown = _copy(wanted, tallies)
    for fact in facts:
        add(wanted, grown, fact, inside=inside(fact))
    return grown


def _copy(wanted: Sequence[Condition], tallies: Sequence[Tally]) -> list[dict[str, int]]:
    return [dict(tally) for tally in tallies] or [{} for _ in wanted]


def measure(requirement: Requirement, tallies: Sequence[Tally]) -> Progress:
    """The progress that tallies stand for; an empty sequence stands for no facts at all."""
    wanted = tuple(conditions(requirement))
    reached = tuple(
        _judge(condition, tally) for condition, tally in zip(wanted, tallies or [{} for _ in wanted], strict=True)
    )
    verdict, share = _combine(requirement, iter(reached))
    return Progress(1.0 if verdict >= Verdict.MET_NOW else min(share, 0.99), verdict, reached)


def is_met(requirement: Requirement, wanted: Sequence[Condition], tallies: Sequence[Tally]) -> bool:
    """Whether it is met for good: the same as `measure(…).done()`, without the words and shares."""
    return _judged(requirement, zip(wanted, tallies, strict=True)) is Verdict.MET


def _judged(requirement: Requirement, standing: Iterator[tuple[Condition, Tally]]) -> Verdict:
    match requirement:
        case AllOf(all=inner):
            return min([_judged(branch, standing) for branch in inner])
        case AnyOf(any=inner):
            return max([_judged(branch, standing) for branch in inner])
        case NotOf(not_=branch):
            return Verdict(Verdict.MET - _judged(branch, standing))
        case _:
            condition, tally = next(standing)
            return _verdict(condition.operator, _amount(condition, tally), condition.threshold)


def _combine(requirement: Requirement, reached: Iterator[Reached]) -> tuple[Verdict, float]:
    """Verdict and share of a tree whose conditions, from left to right, stand at `reached`."""
    match requirement:
        case AllOf(all=inner):
            verdicts, shares = zip(*(_combine(branch, reached) for branch in inner), strict=True)
            return min(verdicts), sum(shares) / len(shares)
        case AnyOf(any=inner):
            verdicts, shares = zip(*(_combine(branch, reached) for branch in inner), strict=True)
            return max(verdicts), max(shares)
        case NotOf(not_=branch):
            verdict, _ = _combine(branch, reached)
            return Verdict(Verdict.MET - verdict), float(verdict <= Verdict.OPEN)
        case _:
            one = next(reached)
            return one.verdict, one.share


def _judge(condition: Condition, tally: Tally) -> Reached:
    value = _amount(condition, tally)
    return Reached(condition, value, _verdict(condition.operator, value, condition.threshold))


def _amount(condition: Condition, tally: Tally) -> int:
    return _stretch(condition, tally) if condition.within else _value(condition.aggregate, tally)


def _verdict(operator: Operator, value: int, threshold: int) -> Verdict:
    match operator:
        case Operator.GTE:
            return Verdict.MET if value >= threshold else Verdict.OPEN
        case Operator.GT:
            return Verdict.MET if value > threshold else Verdict.OPEN
        case Operator.LTE:
            return Verdict.MET_NOW if value <= threshold else Verdict.LOST
        case Operator.LT:
            return Verdict.MET_NOW if value < threshold else Verdict.LOST
        case Operator.EQ if value < threshold:
            return Verdict.OPEN
        case Operator.EQ:
            return Verdict.MET_NOW if value == threshold else Verdict.LOST


def _counts(condition: Condition, fact: Fact) -> bool:
    return fact.metric == condition.metric and passes(condition.filters, fact.dimensions)


def add(wanted: Sequence[Condition], tallies: Sequence[dict[str, int]], fact: Fact, *, inside: bool) -> bool:
    """Add a fact to the tallies, those of the conditions `wanted`, that count it; whether any did."""
    counted = False
    for condition, tally in zip(wanted, tallies, strict=True):
        if not (inside or condition.ever) or not _counts(condition, fact):
            continue
        counted = True
        for member, weight in _members(condition, fact):
            total = tally.get(member, 0) + fact.times * weight
            if total:
                tally[member] = total
            else:
                tally.pop(member, None)
    return counted


def _members(condition: Condition, fact: Fact) -> Iterable[tuple[str, int]]:
    """What a fact adds to the tally. Where a stretch of time is wanted the moment, in µs, stands before the member."""
    members = _MEMBERS[condition.aggregate](condition, fact)
    if condition.within is None:
        return members
    at = (fact.occurred_at - _EPOCH) // _MICROSECOND
    return ((f"{at}|{member}", weight) for member, weight in members)


_MEMBERS: Mapping[Aggregate, Callable[[Condition, Fact], Iterable[tuple[str, int]]]] = {
    Aggregate.COUNT: lambda _, __: (("", 1),),
    Aggregate.SUM: lambda _, fact: (("", fact.value),),
    Aggregate.MAX: lambda _, fact: ((str(fact.value), 1),),
    Aggregate.DISTINCT_DAYS: lambda _, fact: ((fact.day.isoformat(), 1),),
    Aggregate.DISTINCT: lambda condition, fact: (
        (value, 1) for value in dict.fromkeys(values_of(fact.dimensions, condition.dimension or ""))
    ),
}


def _value(aggregate: Aggregate, tally: Tally) -> int:
    match aggregate:
        case Aggregate.COUNT | Aggregate.SUM:
            return tally.get("", 0)
        case Aggregate.MAX:
            return max((int(member) for member, times in tally.items() if times > 0), default=0)
        case Aggregate.DISTINCT_DAYS | Aggregate.DISTINCT:
            return sum(times > 0 for times in tally.values())


def _stretch(condition: Condition, tally: Tally) -> int:
    """The greatest value of any stretch (t − length, t]; it suffices to look at those that end with a fact."""
    length = condition.within.length // _MICROSECOND if condition.within else 0
    timed = sorted(_timed(member, weight) for member, weight in tally.items() if member != BEST)
    inside: dict[str, int] = {}
    first, best = 0, tally.get(BEST, 0)
    for end, (at, member, weight) in enumerate(timed):
        inside[member] = inside.get(member, 0) + weight
        while timed[first][0] <= at - length:
            _, old, lost = timed[first]
            inside[old] -= lost
            first += 1
        if end + 1 == len(timed) or timed[end + 1][0] != at:
            best = max(best, _value(condition.aggregate, inside))
    return best


def _timed(member: str, weight: int) -> tuple[int, str, int]:
    at, _, what = member.partition("|")
    return int(at), what, weight
