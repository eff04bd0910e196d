"""Streaks: consecutive periods with enough activity.

Weekends, holidays and time off neither extend nor end one: nobody is asked to work on them. A period that is not over
ends nothing.
"""

from collections.abc import Collection
from datetime import date, timedelta

from domain.rules.streaks.calendar import DAY, NO_DAYS_OFF, WEEKEND, DaysOff, Periods, never_there
from domain.rules.streaks.shown import Walked, recent, walk
from domain.rules.streaks.walking import Change, Freeze, Life, Mark, Rescue, Run, Saved, changes, lengths_of, reached
from domain.specs import SHIPPED_STREAKS
from domain.views import StreakView

__all__ = [
    "DAY",
    "NO_DAYS_OFF",
    "NO_LIFE",
    "WEEKEND",
    "Change",
    "DaysOff",
    "Freeze",
    "Life",
    "Mark",
    "Periods",
    "Rescue",
    "Run",
    "Saved",
    "Walked",
    "changes",
    "lengths_of",
    "never_there",
    "previous_working_day",
    "reached",
    "recent",
    "streak",
    "walk",
]

#: Nothing but work.
NO_LIFE = Life(off=NO_DAYS_OFF)


def streak(active: Collection[date], today: date, *, shown: int = 10) -> StreakView:
    """The usual streak of a player who was active on the days `active`, with the last `shown` working days."""
    walked = walk(SHIPPED_STREAKS[0], dict.fromkeys(active, 1), NO_LIFE, today)
    periods = recent(walked, today, shown)
    return StreakView(walked.length, walked.best, walked.done, tuple((one.period, one.is_done) for one in periods))


def previous_working_day(day: date) -> date:
    """The working day before `day`."""
    day -= DAY
    while day.weekday() in WEEKEND:
        day -= timedelta(days=1)
    return day
