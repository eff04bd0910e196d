"""Requirements: how far a set of facts takes a player.

The state of a requirement is one tally for each of its conditions, in their order. Live evaluation, which goes on from
stored tallies, agrees with an evaluation from scratch.

A tree is judged by a verdict that is ordered, so that `all` is the least of its branches, `any` the greatest, and `not`
the mirror image:

    LOST      no further fact can help          OPEN      not reached yet, but it may be
    MET_NOW   holds now and may be lost again   MET       reached, and no further fact can spoil it

The share is a number from 0 to 1. Of a condition it is value / threshold, at most 0.99 before it is reached; of `all`
the mean of the branches, of `any` the greatest, of `not` 1 while the branch does not hold. It is 1 exactly when the
whole holds.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from domain.rules.tallies import Tally, add, amount, counts
from domain.specs import AllOf, AnyOf, Condition, Fact, NotOf, Operator, Requirement, conditions


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
        if add(wanted, tallies, fact, inside=inside(fact)) and is_met(requirement, amounts(wanted, tallies)):
            return fact
    return None


def in_order(facts: Collection[Fact]) -> list[Fact]:
    """Facts as they happened: by moment, then natural key; what is taken back at the same moment stands behind."""
    if len(facts) < 2:
        return list(facts)
    return sorted(facts, key=lambda fact: (fact.moment, fact.times < 0, fact.key))


def concerns(requirement: Requirement, fact: Fact) -> bool:
    """Whether one of the conditions counts this fact."""
    return is_counted(tuple(conditions(requirement)), fact)


def is_counted(wanted: Iterable[Condition], fact: Fact) -> bool:
    """The same for conditions that were picked from their tree before."""
    for condition in wanted:  # noqa: SIM110  asked for each fact and mission: a generator would cost twice as much
        if counts(condition, fact):
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
    return measured(requirement, amounts(wanted, tallies or [{} for _ in wanted]))


def measured(requirement: Requirement, found: Sequence[int]) -> Progress:
    """The progress that these amounts of its conditions stand for."""
    reached = tuple(
        Reached(condition, value, _verdict(condition.operator, value, condition.threshold))
        for condition, value in zip(conditions(requirement), found, strict=True)
    )
    verdict, share = _combine(requirement, iter(reached))
    return Progress(1.0 if verdict >= Verdict.MET_NOW else min(share, 0.99), verdict, reached)


def is_met(requirement: Requirement, found: Sequence[int]) -> bool:
    """Whether these amounts meet it for good: the same as `measured(…).done()`, without the words and shares."""
    return _judged(requirement, iter(found)) is Verdict.MET


def amounts(wanted: Sequence[Condition], tallies: Sequence[Tally]) -> list[int]:
    """What each condition compares with its threshold."""
    return [amount(condition, tally) for condition, tally in zip(wanted, tallies, strict=True)]


def _judged(requirement: Requirement, found: Iterator[int]) -> Verdict:
    match requirement:
        case AllOf(all=inner):
            return min([_judged(branch, found) for branch in inner])
        case AnyOf(any=inner):
            return max([_judged(branch, found) for branch in inner])
        case NotOf(not_=branch):
            return Verdict(Verdict.MET - _judged(branch, found))
        case _:
            return _verdict(requirement.operator, next(found), requirement.threshold)


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
