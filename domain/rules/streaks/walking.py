"""Walking: the one way in which a streak's length, and what saved it, follow from dated facts.

A period is *done* in which enough was done. Periods off are passed by. Of those that were missed in a row the first few
are forgiven by grace, and each further one takes a freeze that was there before it was over, or, within the days of
repair, one that a player used for it afterwards. With the next one the streak ends. Whatever comes in later is walked
as if it had been there at once, so late work gives a freeze back.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from domain.rules.streaks.calendar import DaysOff, Periods
from domain.specs import Cadence, StreakSpec


class Saved(StrEnum):
    GRACE = "grace"
    FREEZE = "freeze"
    REPAIR = "repair"


@dataclass(frozen=True, slots=True)
class Freeze:
    """Freezes that were given on a day: they cover what is not over on it."""

    day: date
    count: int = 1


@dataclass(frozen=True)
class Life:
    """What a player's streak depends on besides his work. `repairs` says on which day a missed period was repaired."""

    off: DaysOff = field(default_factory=DaysOff)
    freezes: tuple[Freeze, ...] = ()
    repairs: Mapping[date, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mark:
    """A period that is done: on which day enough was done, how long the streak is with it, freezes used before it."""

    reached: date
    length: int
    used: int


@dataclass(frozen=True, slots=True)
class Rescue:
    """A missed period that ended nothing; `day` is when a freeze was used."""

    period: date
    by: Saved
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a period when something came in."""

    period: date
    old: Mark | None
    new: Mark | None


def reached(spec: StreakSpec, periods: Periods, counts: Mapping[date, int]) -> dict[date, date]:
    """The periods in which enough was done, with the days on which it was."""
    if spec.cadence is not Cadence.WEEKLY:
        return {day: day for day, number in counts.items() if number >= spec.least and periods.counts(day)}
    found: dict[date, date] = {}
    sums: dict[date, int] = {}
    for day in sorted(counts):
        period = periods.of(day)
        sums[period] = sums.get(period, 0) + counts[day]
        if sums[period] >= spec.least and period not in found and periods.counts(period):
            found[period] = day
    return found


class Run:
    """The lengths of a player's streak, period by period. Those that are done may become known in any order.

    `so_far` is another run that is the same before a period, from which on `done` says what is done.
    """

    def __init__(
        self,
        spec: StreakSpec,
        life: Life,
        done: Mapping[date, date] | None = None,
        *,
        so_far: tuple["Run", date] | None = None,
    ) -> None:
        self.periods = Periods(spec.cadence, life.off)
        self._spec, self._life = spec, life
        self._order: list[date] = []
        self.marks: dict[date, Mark] = {}
        if so_far:
            other, first = so_far
            self.marks = other.before(first)
            self._order = [*self.marks]
        for period in sorted(done or {}):
            self._order.append(period)
            self.marks[period] = self._mark(len(self._order) - 1, (done or {})[period])

    def before(self, period: date) -> dict[date, Mark]:
        """What was done before a period, in order."""
        return {one: self.marks[one] for one in self._order[: bisect_left(self._order, period)]}

    def put(self, period: date, day: date | None) -> list[Change]:
        """Let a period be done on a day, or not at all; every period that changes, in order."""
        old = self.marks.get(period)
        if (old.reached if old else None) == day:
            return []
        at = bisect_left(self._order, period)
        if day is None:
            del self._order[at], self.marks[period]
            changes = [Change(period, old, None)]
        else:
            if old is None:
                insort(self._order, period)
            self.marks[period] = self._mark(at, day)
            changes = [Change(period, old, self.marks[period])]
            at += 1
        return [*changes, *self._walk_on(at)]

    def _walk_on(self, at: int) -> Iterable[Change]:
        """Until nothing changes any more."""
        for place in range(at, len(self._order)):
            period = self._order[place]
            old = self.marks[period]
            new = self._mark(place, old.reached)
            if new == old:
                return
            self.marks[period] = new
            yield Change(period, old, new)

    def until(self, period: date) -> tuple[int, int, list[Rescue]]:
        """The length with which a period begins, the freezes used by then, and what saved it since it was last done."""
        at = bisect_left(self._order, period)
        if not at:
            return 0, 0, []
        last = self._order[at - 1]
        return self._bridge(last, self.marks[last], period)

    def rescues(self, today: date) -> list[Rescue]:
        """Everything that was ever saved, until the period of today, in order."""
        here = self.periods.of(today)
        ends = [*self._order[1:], here]
        return [
            one
            for period, end in zip(self._order, ends, strict=False)
            if period < here
            for one in self._bridge(period, self.marks[period], min(end, here))[2]
        ]

    def held(self, on: date, used: int) -> int:
        """The freezes there are on a day, of which so many were used."""
        return max(0, sum(one.count for one in self._life.freezes if one.day <= on) - used)

    def _mark(self, place: int, day: date) -> Mark:
        if not place:
            return Mark(day, 1, 0)
        before = self._order[place - 1]
        mark = self.marks[before]
        if self.periods.after(before) == self._order[place]:
            return Mark(day, mark.length + 1, mark.used)
        length, used, _ = self._bridge(before, mark, self._order[place])
        return Mark(day, length + 1, used)

    def _bridge(self, since: date, mark: Mark, until: date) -> tuple[int, int, list[Rescue]]:
        """Over what was missed between a period that is done and another."""
        used, row = mark.used, 0
        rescues: list[Rescue] = []
        period = self.periods.after(since)
        while period < until:
            if self.periods.can_be_missed(period):
                row += 1
                if row <= self._spec.grace:
                    rescues.append(Rescue(period, Saved.GRACE))
                elif (rescue := self._freeze(period, used)) is not None:
                    rescues.append(rescue)
                    used += 1
                else:
                    return 0, used, rescues
            period = self.periods.after(period)
        return mark.length, used, rescues

    def _freeze(self, period: date, used: int) -> Rescue | None:
        """The freeze that covers a missed period, if there is one."""
        if not self._life.freezes:
            return None
        end = self.periods.last_day(period)
        if self.held(end, used):
            return Rescue(period, Saved.FREEZE, end)
        repaired = self._life.repairs.get(period)
        if repaired and repaired <= end + timedelta(days=self._spec.repair) and self.held(repaired, used):
            return Rescue(period, Saved.REPAIR, repaired)
        return None


def lengths_of(spec: StreakSpec, counts: Mapping[date, int], life: Life) -> Iterator[tuple[date, int]]:
    """On which day a streak became how long, from how often on which day something was done."""
    run = Run(spec, life, reached(spec, Periods(spec.cadence, life.off), counts))
    for mark in run.marks.values():
        yield mark.reached, mark.length


def changes(before: Run, after: Run) -> list[Change]:
    """What is different between two runs, in the order of the periods."""
    return [
        Change(period, before.marks.get(period), after.marks.get(period))
        for period in sorted(before.marks.keys() | after.marks.keys())
        if before.marks.get(period) != after.marks.get(period)
    ]
