"""Time zones: which day it is for a player, with the history of the zones he lived in."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from domain.rules.history import History, value_at

Zones = History


def zone_at(zones: Zones, at: datetime) -> ZoneInfo:
    """The zone in force at `at`."""
    return ZoneInfo(value_at(zones, at) or "UTC")


def day_of(zones: Zones, at: datetime, *, known_at: datetime | None = None) -> date:
    """The calendar day of `at` where the player was, as far as was known at `known_at`.

    A sender's clock may be ahead of ours; a player who moves in between keeps the day that was counted.
    """
    return at.astimezone(zone_at(zones, min(at, known_at or at))).date()


def start_of(zones: Zones, day: date, *, known_at: datetime) -> datetime:
    """When a day began where the player was, as far as was known at `known_at`."""
    about = datetime.combine(day, time(12), UTC)
    return datetime.combine(day, time(), zone_at(zones, min(about, known_at))).astimezone(UTC)
