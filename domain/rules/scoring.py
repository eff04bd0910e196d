"""Scoring: what facts are worth, with caps of an hour and a day that do not care for the order of arrival."""

from collections.abc import Mapping
from datetime import UTC, datetime


def pay(full_until: int, cap: int, raw: int) -> int:
    """What a rule pays in all on a day on which its activities add up to `raw` XP.

    Full worth up to `full_until`, half beyond it, never more than `cap`. A function of the sum alone, and never
    falling as `raw` grows: the entries of a day are its differences, so their total commutes.
    """
    if raw <= full_until:
        return max(raw, 0)
    return min(cap, full_until + (raw - full_until) // 2)


def hour_of(at: datetime) -> str:
    """The hour of a moment, by the clock of UTC: `2026-11-20T13`."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H}"


def within_hours(hours: Mapping[str, int], most: int) -> int:
    """What the hours of a day add up to, each at most `most`. A function of each hour's sum alone."""
    return sum(min(hour, most) for hour in hours.values())
