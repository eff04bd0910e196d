"""Boards: order, and who may be seen next to whom.

Rank is standard competition ranking: players with the same XP share the better rank (1, 2, 2, 4), and stand in the
order of their ids, so that the order is total and stable.
"""

from datetime import date, timedelta
from enum import StrEnum


class BoardKey(StrEnum):
    WEEK = "week"
    MONTH = "month"
    ALL = "all"


TITLES = {BoardKey.WEEK: "This week", BoardKey.MONTH: "This month", BoardKey.ALL: "All time"}


def first_day(key: BoardKey, today: date) -> date | None:
    """The first day that a board counts: the ISO week's Monday, the month's first, or None for all time."""
    match key:
        case BoardKey.WEEK:
            return today - timedelta(days=today.weekday())
        case BoardKey.MONTH:
            return today.replace(day=1)
        case BoardKey.ALL:
            return None


def around(position: int, total: int, size: int) -> tuple[int, int]:
    """(offset, limit) of the `size` rows around the `position` (from 0) on a board of `total`."""
    offset = max(0, min(position - size // 2, total - size))
    return offset, min(size, total)
