"""A naive oracle for streaks: it lives through every day, one after the other."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.rules.streaks import Freeze
from domain.specs import Cadence, StreakSpec


@dataclass
class Lived:
    length: int = 0
    best: int = 0
    done: bool = False
    used: int = 0
    saved: list[tuple[date, str]] = field(default_factory=list)
    lengths: dict[date, int] = field(default_factory=dict)


def live(
    spec: StreakSpec,
    counts: Mapping[date, int],
    is_off: Callable[[date], bool],
    never_there: Sequence[date],
    freezes: Sequence[Freeze],
    repairs: Mapping[date, date],
    today: date,
) -> Lived:
    lived, row = Lived(), 0
    for days in _periods(spec.cadence, min([*counts, today]), today):
        first, end = days[0], days[-1]
        is_last = today in days
        if _counts_for_nothing(spec.cadence, days, is_off):
            continue
        if sum(counts.get(day, 0) for day in days if day <= today) >= spec.least:
            lived.length, row = lived.length + 1, 0
            lived.best = max(lived.best, lived.length)
            lived.lengths[first] = lived.length
            lived.done = is_last
            continue
        free = spec.cadence is not Cadence.WEEKLY and (first.weekday() >= 5 or first in never_there)
        if is_last or free or not lived.length:
            continue
        row += 1
        repaired = repairs.get(first)
        if row <= spec.grace:
            lived.saved.append((first, "grace"))
        elif _given(freezes, end) > lived.used:
            lived.used += 1
            lived.saved.append((first, "freeze"))
        elif repaired and repaired <= end + timedelta(days=spec.repair) and _given(freezes, repaired) > lived.used:
            lived.used += 1
            lived.saved.append((first, "repair"))
        else:
            lived.length, row = 0, 0
    return lived


def _periods(cadence: Cadence, first: date, last: date) -> Iterator[list[date]]:
    day = first
    if cadence is Cadence.WEEKLY:
        while day.isoweekday() != 1:
            day -= timedelta(days=1)
        while day <= last:
            yield [day + timedelta(days=at) for at in range(7)]
            day += timedelta(days=7)
        return
    while day <= last:
        yield [day]
        day += timedelta(days=1)


def _counts_for_nothing(cadence: Cadence, days: Sequence[date], is_off: Callable[[date], bool]) -> bool:
    if cadence is Cadence.WEEKLY:
        return all(is_off(day) for day in days if day.isoweekday() <= 5)
    weekend = days[0].isoweekday() > 5
    return is_off(days[0]) or (cadence is Cadence.WORKING_DAY and weekend)


def _given(freezes: Sequence[Freeze], on: date) -> int:
    return sum(one.count for one in freezes if one.day <= on)


def day_where(moves: Sequence[tuple[datetime, str]], at: datetime) -> date:
    """The day it was where somebody lived, who lived in the first place before he ever moved."""
    zone = moves[0][1]
    for since, name in moves[1:]:
        if since <= at:
            zone = name
    return at.astimezone(ZoneInfo(zone)).date()
