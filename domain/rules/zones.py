"""Time zones: which day it is for a player, with the history of the zones he lived in."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Zones = Sequence[Sequence[str | None]]


def zone_at(zones: Zones, at: datetime) -> ZoneInfo:
    """The zone in force at `at`; `zones` are [since ISO time or None, IANA name] pairs, oldest first."""
    name = zones[0][1] or "UTC"
    for since, later in zones[1:]:
        if since is not None and later is not None and datetime.fromisoformat(since) <= at:
            name = later
    return ZoneInfo(name)


def day_of(zones: Zones, at: datetime) -> date:
    """The calendar day of `at` where the player was."""
    return at.astimezone(zone_at(zones, at)).date()


def moved(zones: Zones, name: str, now: datetime) -> list[list[str | None]]:
    """The history after moving to zone `name` now. Days that were already counted stay where they were."""
    return [*map(list, zones), [now.astimezone(UTC).isoformat(), name]]
