"""The week's board on one dashboard: the shared rows where they suffice, a look of one's own now and then."""

import time
from dataclasses import replace
from uuid import UUID

from app import door
from app.live import Live
from components.board import BoardCard
from domain.store.queries import boards
from domain.views import Board

#: Seconds between two looks around for somebody who is not among the shared first rows.
PATIENCE = 10.0
NEXT_TO_ME = 2


class WeekBoard:
    """Keeps `card` true. A busy team moves the board many times a second: too often for a query of every page."""

    def __init__(self, me: UUID, live: Live, card: BoardCard, around: Board) -> None:
        self._me, self._live, self._card = me, live, card
        self._around, self._looked_at, self._due = around, time.monotonic(), False

    async def changed(self, *, mine: bool) -> None:
        """Show the board after it moved; `mine` when the player himself moved it."""
        week = await self._live.week_board()
        near = near_me(week, self._me)
        self._due = near is None
        if self._due and (mine or time.monotonic() - self._looked_at >= PATIENCE):
            await self._look_around()
        self._card.show(week, near or self._around)

    def show(self, board: Board, around: Board, *, hidden: bool) -> None:
        """Show what was just read."""
        self._around = around
        self._card.show(board, around, hidden=hidden)

    async def catch_up(self) -> None:
        """Show what patience held back."""
        if self._due:
            await self._look_around()
            self._card.show(await self._live.week_board(), self._around)

    async def _look_around(self) -> None:
        self._around = await door.read(boards.around, "week", self._me, now=door.now())
        self._looked_at, self._due = time.monotonic(), False


def near_me(board: Board, me: UUID) -> Board | None:
    """The rows next to `me`, as far as the first rows of a board tell; None where they do not."""
    at = next((at for at, row in enumerate(board.rows) if row.player_id == me), None)
    if at is None or at + NEXT_TO_ME >= len(board.rows) < board.total:
        return None
    return replace(board, rows=board.rows[max(0, at - NEXT_TO_ME) : at + NEXT_TO_ME + 1])
