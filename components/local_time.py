"""Times as people type them: local to a zone, as `datetime-local` fields hold them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def moment_of(text: str, zone: str) -> datetime:
    """The moment in UTC that `2026-11-20T09:00` is in `zone`. Raises `ValueError`."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except OverflowError as error:
        raise ValueError(text) from error


def text_of(moment: datetime, zone: str) -> str:
    """`moment` on the clocks of `zone`, to the minute."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")
