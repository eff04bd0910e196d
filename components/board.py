"""Leaderboards that encourage: who leads, who is near you, and never a list with a last place."""

from collections.abc import Callable, Sequence
from typing import TypeVar
from uuid import UUID

from components.outside import plain, web_url
from components.vue import put, vue
from domain.views import Board, BoardRow, TeamBoard, TeamRow

AnyRow = TypeVar("AnyRow", BoardRow, TeamRow)


class BoardCard:
    """The leaders of `board`, then the rows of `around` next to `me` unless they are among the leaders."""

    def __init__(
        self,
        board: Board | None,
        around: Board | None,
        *,
        me: UUID,
        leaders: int,
        heading: str,
        hidden: bool = False,
        more: str | None = None,
    ) -> None:
        self._me, self._leaders = me, leaders
        self._hidden = hidden
        self.element = vue("board", heading=heading, more=more, best=None, insight=None).mark("board")
        self.show(board, around)

    def show(self, board: Board | None, around: Board | None, *, hidden: bool | None = None) -> None:
        """Show the board as it is now; one that was switched off is not there."""
        self._hidden = self._hidden if hidden is None else hidden
        self.element.set_visibility(board is not None)
        if board is None:
            return
        top = leading(board.rows, self._leaders, board.total, self._is_me)
        known = {row.player_id for row in top}
        near = neighbours(around, self._me) if around and self._me not in known else ()
        put(
            self.element,
            hidden=self._hidden,
            units=list(board.units),
            top=self._lines(top),
            around=self._lines([row for row in near if row.player_id not in known]),
        )

    def say(self, *, best: str | None, insight: str | None) -> None:
        """What the board says to the player alone."""
        put(self.element, best=best, insight=insight)

    def _is_me(self, row: BoardRow) -> bool:
        return row.player_id == self._me

    def _lines(self, rows: Sequence[BoardRow]) -> list[dict[str, object]]:
        return [
            _line(
                row,
                row.player_id,
                _note(row, me=self._is_me(row)),
                picture=row.avatar_url,
                mine=self._is_me(row),
            )
            for row in rows
        ]


class TeamBoardCard:
    """The leading half of the teams, and those of the player wherever they stand."""

    def __init__(self, board: TeamBoard, *, mine: frozenset[UUID], leaders: int, heading: str) -> None:
        self._leaders = leaders
        self.element = vue("board", heading=heading, teams=True, hidden=False).mark("board")
        self.show(board, mine)

    def show(self, board: TeamBoard, mine: frozenset[UUID]) -> None:
        top = leading(board.rows, self._leaders, len(board.rows), lambda row: row.team_id in mine)
        shown = {row.team_id for row in top}
        ours = [row for row in board.rows if row.team_id in mine and row.team_id not in shown]
        put(self.element, units=list(board.units), top=_teams(top, mine), around=_teams(ours, mine))


def _note(row: BoardRow, *, me: bool) -> str:
    level = f"You · level {row.level}" if me else f"Level {row.level}"
    return f"{level} · {row.title}" if row.title else level


def leading(rows: Sequence[AnyRow], most: int, total: int, is_mine: Callable[[AnyRow], bool]) -> tuple[AnyRow, ...]:
    """The upper half, at least three and at most `most` rows; never the last one, unless that is mine or leads."""
    upper = rows[: min(most, max(3, -(-total // 2)))]
    return tuple(row for row in upper if row.rank == 1 or is_mine(row) or not _is_last(row, rows, total))


def neighbours(around: Board, me: UUID) -> tuple[BoardRow, ...]:
    """The rows next to `me`, without the one that closes the whole board."""
    rows = around.rows
    return tuple(row for row in rows if row.player_id == me or not _is_last(row, rows, around.total))


def _is_last(row: AnyRow, rows: Sequence[AnyRow], total: int) -> bool:
    """Whether nobody on the board of `total` stands below `row`."""
    ties = sum(1 for other in rows if other.rank == row.rank)
    return row.rank + ties > total


def _teams(rows: Sequence[TeamRow], mine: frozenset[UUID]) -> list[dict[str, object]]:
    return [_line(row, row.team_id, f"{row.members} people", picture=None, mine=row.team_id in mine) for row in rows]


def _line(row: AnyRow, key: UUID, note: str, *, picture: str | None, mine: bool) -> dict[str, object]:
    shown: dict[str, object] = plain(
        {
            "id": key,
            "rank": row.rank,
            "name": row.name,
            "avatar_url": web_url(picture),
            "note": note,
            "score": row.score,
            "mine": mine,
        }
    )
    return shown
