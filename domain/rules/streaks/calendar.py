"""The calendar of a streak: its periods, and the days that neither extend nor end it."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from domain.rules.holidays import holiday
from domain.rules.zones import Zones, zone_at
from domain.specs import Cadence

WEEKEND = frozenset({5, 6})  # Saturday, Sunday as date.weekday() counts
DAY = timedelta(days=1)


@dataclass(frozen=True)
class DaysOff:
    """Time off from one day to another, single named days, and from which day on which public holidays hold.

    `never_there` are days that a move across the date line left out: nobody can miss them.
    """

    pauses: tuple[tuple[date, date], ...] = ()
    named: Mapping[date, str] = field(default_factory=dict)
    calendars: tuple[tuple[date, tuple[str, ...]], ...] = ()
    never_there: frozenset[date] = frozenset()

    def reason(self, day: date) -> str | None:
        """Why a day is off, in a few words; None of any other day. Weekends are not named here."""
        if any(first <= day <= last for first, last in self.pauses):
            return "time off"
        if name := self.named.get(day):
            return name
        at = bisect_right(self.calendars, day, key=lambda since: since[0])
        codes = self.calendars[at - 1][1] if at else ()
        return next((name for code in codes if (name := holiday(code, day))), None)


NO_DAYS_OFF = DaysOff()


class Periods:
    """The periods of a cadence, each named by its first day."""

    def __init__(self, cadence: Cadence, off: DaysOff) -> None:
        self.cadence, self._off = cadence, off
        self._length = timedelta(days=7 if cadence is Cadence.WEEKLY else 1)

    def of(self, day: date) -> date:
        """The period that a day lies in."""
        return day - timedelta(days=day.weekday()) if self.cadence is Cadence.WEEKLY else day

    def after(self, period: date) -> date:
        return period + self._length

    def before(self, period: date) -> date:
        return period - self._length

    def last_day(self, period: date) -> date:
        return period + self._length - DAY

    def days(self, period: date) -> Iterator[date]:
        """Its days, in order."""
        return (period + timedelta(days=at) for at in range(self._length.days))

    def counts(self, period: date) -> bool:
        """Whether what is done in it extends a streak. A week counts unless none of its working days does."""
        if self.cadence is Cadence.WEEKLY:
            return any(self._is_on(period + timedelta(days=at)) for at in range(5))
        if self.cadence is Cadence.WORKING_DAY and period.weekday() in WEEKEND:
            return False
        return self._is_on(period)

    def can_be_missed(self, period: date) -> bool:
        """Whether it ends a streak to do nothing in it."""
        if self.cadence is Cadence.WEEKLY:
            return self.counts(period)
        return period.weekday() not in WEEKEND and period not in self._off.never_there and self._is_on(period)

    def reason(self, period: date) -> str | None:
        """Why nothing is expected in it, in a few words; None where something is."""
        if self.can_be_missed(period):
            return None
        return self._off.reason(period) or ("weekend" if period.weekday() in WEEKEND else "a day that was not there")

    def _is_on(self, day: date) -> bool:
        off = self._off
        if not off.pauses and not off.calendars:  # as most people have it, asked for each of their days
            return not off.named.get(day)
        return off.reason(day) is None


def never_there(zones: Zones) -> frozenset[date]:
    """The days between two that a player lived through one after the other, because he moved across the date line."""
    found = set()
    for since, _ in zones[1:]:
        at = datetime.fromisoformat(since or "")
        before = at.astimezone(zone_at(zones, at - timedelta.resolution)).date()
        after = at.astimezone(zone_at(zones, at)).date()
        found |= {before + timedelta(days=one) for one in range(1, (after - before).days)}
    return frozenset(found)
