"""What the words say of requirements, read off plain lists of facts: slow, and without any tally."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from domain.rules.requirements import Verdict
from domain.specs import Aggregate, AllOf, AnyOf, Condition, Fact, Filter, Match, NotOf, Operator, Requirement, Step

Inside = Callable[[Fact], bool]
_MOMENT = timedelta(microseconds=1)


def always(_: Fact) -> bool:
    return True


def standing(facts: Iterable[Fact]) -> list[Fact]:
    """The facts that still stand, each as often as it counts."""
    facts = list(facts)
    left = [each for each in facts for _ in range(each.times)]
    for lost in facts:
        if lost.times < 0:
            left.remove(next(each for each in left if each.key == lost.key))
    return left


def value(condition: Condition, facts: Iterable[Fact], inside: Inside = always) -> int:
    """How much the condition counts of the facts that still stand: those inside the window, or all there ever were."""
    counted = [each for each in standing(facts) if condition.ever or inside(each)]
    counted = [each for each in counted if each.metric == condition.metric]
    counted = [each for each in counted if all(_lets_pass(wanted, each) for wanted in condition.filters)]
    if condition.within is None:
        return _amount(condition, counted)
    length = timedelta(**{condition.within.unit.value: condition.within.number})
    ends = {each.occurred_at for each in counted}
    ends |= {end + length - _MOMENT for end in ends} | {end + length for end in ends}
    stretches = [[each for each in counted if end - length < each.occurred_at <= end] for end in ends]
    return max((_amount(condition, stretch) for stretch in stretches), default=0)


def _values(each: Fact, dimension: str | None) -> list[str]:
    found = each.dimensions.get(dimension or "", [])
    return [found] if isinstance(found, str) else found


def _lets_pass(wanted: Filter, each: Fact) -> bool:
    found = set(_values(each, wanted.dimension))
    match wanted.match:
        case Match.IN:
            return not found.isdisjoint(wanted.values)
        case Match.NOT_IN:
            return found.isdisjoint(wanted.values)
        case Match.PREFIX:
            return any(one[: len(beginning)] == beginning for one in found for beginning in wanted.values)


def _amount(condition: Condition, facts: Sequence[Fact]) -> int:
    match condition.aggregate:
        case Aggregate.COUNT:
            return len(facts)
        case Aggregate.SUM:
            return sum(each.value for each in facts)
        case Aggregate.MAX:
            return max((each.value for each in facts), default=0)
        case Aggregate.DISTINCT_DAYS:
            return len({each.day for each in facts})
        case Aggregate.DISTINCT:
            return len({one for each in facts for one in _values(each, condition.dimension)})


def verdict(requirement: Requirement, facts: Sequence[Fact], inside: Inside = always) -> Verdict:
    """The verdict, from two questions: does it hold, and is that final?"""
    holds, final = _judged(requirement, facts, inside)
    if holds:
        return Verdict.MET if final else Verdict.MET_NOW
    return Verdict.LOST if final else Verdict.OPEN


def _judged(requirement: Requirement, facts: Sequence[Fact], inside: Inside = always) -> tuple[bool, bool]:
    match requirement:
        case AllOf(all=inner):
            judged = [_judged(branch, facts, inside) for branch in inner]
            if all(holds for holds, _ in judged):
                return True, all(final for _, final in judged)
            return False, any(final for holds, final in judged if not holds)
        case AnyOf(any=inner):
            judged = [_judged(branch, facts, inside) for branch in inner]
            if not any(holds for holds, _ in judged):
                return False, all(final for _, final in judged)
            return True, any(final for holds, final in judged if holds)
        case NotOf(not_=branch):
            holds, final = _judged(branch, facts, inside)
            return not holds, final
        case _:
            return _compared(requirement, value(requirement, facts, inside))


def _compared(condition: Condition, amount: int) -> tuple[bool, bool]:
    """Amounts only grow: what was exceeded stays exceeded."""
    goal = condition.threshold
    match condition.operator:
        case Operator.GTE:
            return amount >= goal, amount >= goal
        case Operator.GT:
            return amount > goal, amount > goal
        case Operator.LTE:
            return amount <= goal, amount > goal
        case Operator.LT:
            return amount < goal, amount >= goal
        case Operator.EQ:
            return amount == goal, amount > goal


def share(requirement: Requirement, facts: Sequence[Fact]) -> float:
    """How much of the way is done."""
    part = _part(requirement, facts)
    return 1 if verdict(requirement, facts) in {Verdict.MET, Verdict.MET_NOW} else min(part, 0.99)


def _part(requirement: Requirement, facts: Sequence[Fact]) -> float:
    match requirement:
        case AllOf(all=inner):
            return sum(_part(branch, facts) for branch in inner) / len(inner)
        case AnyOf(any=inner):
            return max(_part(branch, facts) for branch in inner)
        case NotOf(not_=branch):
            return float(not _judged(branch, facts)[0])
        case _:
            return 1 if _judged(requirement, facts)[0] else _way(requirement, value(requirement, facts))


def _way(condition: Condition, amount: int) -> float:
    """How far a condition is that does not hold."""
    match condition:
        case Condition(operator=Operator.GTE | Operator.EQ, threshold=goal) if amount < goal:
            return min(amount / goal, 0.99)
        case Condition(operator=Operator.GT, threshold=goal):
            return min(amount / (goal + 1), 0.99)
        case _:
            return 0


def completion(requirement: Requirement, facts: Sequence[Fact], inside: Inside = always) -> int | None:
    """The place of the first fact with which the requirement is met for good."""
    places = range(len(facts))
    return next((place for place in places if verdict(requirement, facts[: place + 1], inside) is Verdict.MET), None)


def finished(steps: Sequence[Step], facts: Sequence[Fact]) -> list[Fact | None]:
    """The fact that finished each step of a quest: facts are dealt out one after the other, as they happened."""
    ends: list[Fact | None] = [None] * len(steps)
    seen: list[list[Fact]] = [[] for _ in steps]
    for each in facts:
        turn = next((place for place, step in enumerate(steps) if not step.optional and ends[place] is None), None)
        if turn is None:
            break
        for place in range(turn + 1):
            if ends[place] is None:
                known = each.times > 0 or any(one.key == each.key for one in seen[place])
                seen[place] += [each] if known else []
                ends[place] = each if verdict(steps[place].requirement, seen[place]) is Verdict.MET else None
    return ends
