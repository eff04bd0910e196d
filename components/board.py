"""Leaderboards that encourage: who leads, who is near you, and never a list with a last place."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from components.outside import plain, web_url
from components.vue import put, vue
from domain.views import Board, BoardRow

PERIODS = {"week": "this week", "month": "this month", "all": "so far"}


class BoardCard:
    """The leaders of `board`, then the rows of `around` next to `me` unless they are among the leaders."""

    def __init__(
        self,
        board: Board,
        around: Board,
        *,
        me: UUID,
        leaders: int,
        heading: str,
        hidden: bool = False,
        more: str | None = None,
    ) -> None:
        self._me, self._leaders = me, leaders
        self._hidden = hidden
        self.element = vue("board", heading=heading, me=str(me), more=more).mark("board")
        self.show(board, around)

    def show(self, board: Board, around: Board, *, hidden: bool | None = None) -> None:
        self._hidden = self._hidden if hidden is None else hidden
        top = leading(board, self._leaders, self._me)
        near = () if any(row.player_id == self._me for row in top) else neighbours(around, self._me)
        known = {row.player_id for row in top}
        put(
            self.element,
            hidden=self._hidden,
            period=PERIODS.get(board.key, board.title),
            top=_rows(top),
            around=_rows([row for row in near if row.player_id not in known]),
        )


def leading(board: Board, most: int, me: UUID) -> tuple[BoardRow, ...]:
    """The upper half, at least three and at most `most` rows; never the last one, unless that is `me` or leads."""
    rows = board.rows[: min(most, max(3, -(-board.total // 2)))]
    return tuple(row for row in rows if row.rank == 1 or row.player_id == me or not _is_last(row, board))


def neighbours(around: Board, me: UUID) -> tuple[BoardRow, ...]:
    """The rows next to `me`, without the one that closes the whole board."""
    return tuple(row for row in around.rows if row.player_id == me or not _is_last(row, around))


def _is_last(row: BoardRow, board: Board) -> bool:
    """Whether nobody on the board stands below `row`."""
    ties = sum(1 for other in board.rows if other.rank == row.rank)
    return row.rank + ties > board.total


def _rows(rows: Sequence[BoardRow]) -> list[dict[str, object]]:
    shown: list[dict[str, object]] = plain([replace(row, avatar_url=web_url(row.avatar_url)) for row in rows])
    return shown
