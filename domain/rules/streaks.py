"""Streaks: consecutive working days with activity.

Weekends neither extend nor break one: nobody is asked to work on them. A day that is not over breaks nothing.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from domain.views import StreakView

WEEKEND = frozenset({5, 6})  # Saturday, Sunday as date.weekday() counts


def streak(active: Collection[date], today: date, *, shown: int = 10) -> StreakView:
    """The streak of a player who was active on the days `active`, with the last `shown` working days."""
    days = frozenset(day for day in active if day.weekday() not in WEEKEND and day <= today)
    return StreakView(
        length=length(days, today),
        best=_best(days),
        today=today in days,
        recent=tuple((day, day in days) for day in reversed([*_working_days_back(today, shown)])),
    )


def length(days: Collection[date], today: date) -> int:
    """How many working days in a row, up to today or to the last working day before it."""
    back = _working_days_back(today)
    first = next(back)
    run = 1 if first in days else 0
    if not run and first != today:
        return 0
    for day in back:
        if day not in days:
            break
        run += 1
    return run


def previous_working_day(day: date) -> date:
    """The working day before `day`."""
    day -= timedelta(days=1)
    while day.weekday() in WEEKEND:
        day -= timedelta(days=1)
    return day


def _working_days_back(today: date, count: int | None = None) -> Iterator[date]:
    """Working days from today (or, on a weekend, from the Friday before) into the past."""
    day = today if today.weekday() not in WEEKEND else previous_working_day(today)
    while count is None or count > 0:
        yield day
        day = previous_working_day(day)
        count = None if count is None else count - 1


def _best(days: Collection[date]) -> int:
    best = run = 0
    before: date | None = None
    for day in sorted(days):
        run = run + 1 if before is not None and previous_working_day(day) == before else 1
        best, before = max(best, run), day
    return best
