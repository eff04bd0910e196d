"""Fairness: whether some groups of people reach a thing much less often than others. A question, not a verdict."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

#: A group must have so many people to be looked at alone.
FEW = 5
SMALLER = "smaller groups together"
#: A weekday on which a tenth of somebody’s active days fall is one of his usual ones; with so many of them at most he
#: works part of the week.
TENTH = 10
PART_OF_THE_WEEK = 3


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the people of a group reached it. `low`: less than four fifths of the best group’s share."""

    name: str
    reached: int
    people: int
    low: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Groups of one kind, the largest first. `left_out`: all there are, where they are too few to be told."""

    title: str
    shares: tuple[Share, ...]
    left_out: int
    sentence: str

    @property
    def warns(self) -> bool:
        return any(one.low for one in self.shares)


def compare(title: str, groups: Mapping[str, Collection[UUID]], reached: Collection[UUID]) -> Comparison:
    """Compare the shares of groups of `FEW` people or more. Somebody may be in several groups, or in none."""
    counted = {name: (len({*people} & {*reached}), len({*people})) for name, people in groups.items()}
    return of_counts(title, [Share(name, *pair) for name, pair in counted.items()])


def of_counts(title: str, groups: Iterable[Share]) -> Comparison:
    """The same of numbers that were counted before."""
    by_size = sorted(groups, key=lambda one: (one.people, one.name))
    large = [one for one in by_size if one.people >= FEW]
    small = [one for one in by_size if one.people < FEW]
    while large and 0 < sum(one.people for one in small) < FEW:
        small.append(large.pop(0))  # or what the few did would follow from the sum
    rest = Share(SMALLER, sum(one.reached for one in small), sum(one.people for one in small))
    shown = [*large, rest] if rest.people >= FEW else large
    left_out = rest.people if rest.people < FEW else 0
    best = max((one for one in shown), key=lambda one: one.reached / one.people, default=None)
    judged = [Share(one.name, one.reached, one.people, _is_low(one, best)) for one in shown]
    ordered = tuple(sorted(judged, key=lambda one: (-one.people, one.name)))
    return Comparison(title, ordered, left_out, _sentence(ordered, best))


def _is_low(one: Share, best: Share | None) -> bool:
    return best is not None and 5 * one.reached * best.people < 4 * best.reached * one.people


def _sentence(shares: Collection[Share], best: Share | None) -> str:
    if best is None or len(shares) < len("ab"):
        return f"There are not two groups of {FEW} people or more to compare."
    if not best.reached:
        return "Nobody has reached it yet."
    low = [one for one in shares if one.low]
    if not low:
        return "No group is below four fifths of the one that reaches it most often."
    said = ", ".join(f"{one.reached:,} of {one.people:,} {one.name}" for one in low)
    return f"Reached by {said}, but by {best.reached:,} of {best.people:,} {best.name}. Can all of them reach it?"


def usual_weekdays(days: Iterable[date]) -> frozenset[int]:
    """The weekdays on which somebody usually does something, Monday is 0; a rare Saturday is not among them."""
    counts = Counter(day.weekday() for day in days)
    total = counts.total()
    return frozenset(weekday for weekday, times in counts.items() if times * TENTH >= total)


def is_part_time(days: Iterable[date]) -> bool:
    """Whether somebody works on a few days of the week."""
    return 0 < len(usual_weekdays(days)) <= PART_OF_THE_WEEK
