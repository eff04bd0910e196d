"""Histories: values that changed in time, as [since, value] pairs, oldest first; the first has no since."""

from collections.abc import Sequence
from datetime import UTC, datetime

History = Sequence[Sequence[str | None]]


def value_at(history: History, at: datetime) -> str:
    """The value in force at `at`."""
    value = history[0][1]
    for since, later in history[1:]:
        if since is not None and datetime.fromisoformat(since) <= at:
            value = later
    return value or ""


def changed(history: History, value: str, now: datetime) -> list[list[str | None]]:
    """The history with another value from now on; what was judged by the old one stays so."""
    return [*map(list, history), [now.astimezone(UTC).isoformat(), value]]
