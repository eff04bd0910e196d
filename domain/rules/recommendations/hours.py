"""Working hours: Monday to Friday, 8 to 18 o'clock where the player is. Outside them nothing is urgent."""

from datetime import date, datetime, timedelta

from domain.rules.missions import days, period
from domain.rules.streaks import WEEKEND
from domain.views import MissionCard

BEGIN, END = 8, 18
#: So far ahead one looks: what takes longer is no next step.
HORIZON = timedelta(days=14)


def is_working_time(here: datetime) -> bool:
    """Whether somebody may be nudged; `here` is the time on his clock."""
    return here.weekday() not in WEEKEND and BEGIN <= here.hour < END


def last_day(card: MissionCard, here: datetime) -> date | None:
    """The last day on which work counts for the mission's window that is open now; None of one that stays open."""
    span = days(card.window, period(card.window, here.date()))
    ends_at = card.ends_at.astimezone(here.tzinfo) - timedelta(microseconds=1) if card.ends_at else None
    return min(filter(None, (span and span[1], ends_at and ends_at.date())), default=None)


def working_days(here: datetime, last: date | None) -> int:
    """How many working days are left until `last`, within the horizon; today counts until the evening."""
    first = here.date() + timedelta(days=here.hour >= END)
    end = here.date() + HORIZON - timedelta(days=1)
    end = min(end, last) if last else end
    return sum((first + timedelta(days=at)).weekday() not in WEEKEND for at in range((end - first).days + 1))
