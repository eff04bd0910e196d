"""Tallies: what one condition has counted, a multiset of members (member → how often).

Facts add to a tally and facts that are taken back take away, so the order in which they arrive cannot matter. Where a
condition looks at stretches of time, the moment of the work, in µs, stands before each member.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from domain.rules.filters import passes, values_of
from domain.rules.moments import microseconds
from domain.specs import DEFAULT_STREAK, Aggregate, Condition, Fact

Tally = Mapping[str, int]
STREAK_LENGTH = "streak.length"

#: The member of a pruned tally that holds the best stretch so far.
BEST = "|best"

_MICROSECOND = timedelta(microseconds=1)


def counts(condition: Condition, fact: Fact) -> bool:
    """Whether a condition counts a fact at all."""
    if fact.metric != condition.metric or not passes(condition.filters, fact.dimensions):
        return False
    return fact.metric != STREAK_LENGTH or _is_meant(condition, fact)


def _is_meant(condition: Condition, fact: Fact) -> bool:
    """A condition about streaks that names none means the usual one, whichever others there are."""
    return fact.dimensions.get("streak") == DEFAULT_STREAK or any(
        one.dimension == "streak" for one in condition.filters
    )


def add(wanted: Sequence[Condition], tallies: Sequence[dict[str, int]], fact: Fact, *, inside: bool) -> bool:
    """Add a fact to the tallies, those of the conditions `wanted`, that count it; whether any did."""
    counted = False
    for condition, tally in zip(wanted, tallies, strict=True):
        if not (inside or condition.ever) or not counts(condition, fact):
            continue
        counted = True
        for member, weight in _timed_members(condition, fact):
            total = tally.get(member, 0) + fact.times * weight
            if total:
                tally[member] = total
            else:
                tally.pop(member, None)
    return counted


def members(condition: Condition, fact: Fact) -> Iterable[tuple[str, int]]:
    """What one such fact adds to the members of a condition that counts it."""
    return _MEMBERS[condition.aggregate](condition, fact)


def _timed_members(condition: Condition, fact: Fact) -> Iterable[tuple[str, int]]:
    """The same, with the moment, in µs, before the member where a stretch of time is wanted."""
    found = members(condition, fact)
    if condition.within is None:
        return found
    at = microseconds(fact.landed_at)
    return ((f"{at}|{member}", weight) for member, weight in found)


_MEMBERS: Mapping[Aggregate, Callable[[Condition, Fact], Iterable[tuple[str, int]]]] = {
    Aggregate.COUNT: lambda _, __: (("", 1),),
    Aggregate.SUM: lambda _, fact: (("", fact.value),),
    Aggregate.MAX: lambda _, fact: ((str(fact.value), 1),),
    Aggregate.DISTINCT_DAYS: lambda _, fact: ((fact.day.isoformat(), 1),),
    Aggregate.DISTINCT: lambda condition, fact: (
        (value, 1) for value in dict.fromkeys(values_of(fact.dimensions, condition.dimension or ""))
    ),
}


def value(aggregate: Aggregate, tally: Tally) -> int:
    """What the members of a tally come to."""
    match aggregate:
        case Aggregate.COUNT | Aggregate.SUM:
            return tally.get("", 0)
        case Aggregate.MAX:
            return max((int(member) for member, times in tally.items() if times > 0), default=0)
        case Aggregate.DISTINCT_DAYS | Aggregate.DISTINCT:
            return sum(times > 0 for times in tally.values())


def stretch_of(condition: Condition) -> int | None:
    """The length of the stretch of time that a condition looks at, in µs."""
    return condition.within.length // _MICROSECOND if condition.within else None


def _stretch(condition: Condition, tally: Tally) -> int:
    """The greatest value of any stretch (t − length, t]; it suffices to look at those that end with a fact."""
    length = stretch_of(condition) or 0
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
            best = max(best, value(condition.aggregate, inside))
    return best


def _timed(member: str, weight: int) -> tuple[int, str, int]:
    at, _, what = member.partition("|")
    return int(at), what, weight


def amount(condition: Condition, tally: Tally) -> int:
    """What is compared with the threshold."""
    return _stretch(condition, tally) if condition.within else value(condition.aggregate, tally)


def pruned(wanted: Sequence[Condition], tallies: Sequence[Tally], latest: datetime) -> list[Tally]:
    """The tallies without what no later fact can stand in one stretch of time with, but with the best there was.

    Only for facts that go forward in time and take nothing back; whoever goes back begins afresh.
    """
    return [_pruned(one, tally, latest) if one.within else tally for one, tally in zip(wanted, tallies, strict=True)]


def _pruned(condition: Condition, tally: Tally, latest: datetime) -> Tally:
    length = stretch_of(condition) or 0
    first = microseconds(latest) - length
    kept = {member: times for member, times in tally.items() if member != BEST and _timed(member, times)[0] > first}
    return {**kept, BEST: _stretch(condition, tally)} if len(kept) < len(tally) else tally
