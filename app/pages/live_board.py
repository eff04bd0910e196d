"""One board on one page: the shared rows where they suffice, a look of one's own now and then."""

import time
from dataclasses import replace
from uuid import UUID

from app import door
from app.live import Live
from components.board import BoardCard
from domain.errors import NotFound
from domain.store.queries import boards
from domain.views import Board

#: Seconds between two looks around for somebody who is not among the shared first rows.
PATIENCE = 10.0
NEXT_TO_ME = 2


class LiveBoard:
    """Keeps `card` true. A busy team moves a board many times a second: too often for a query of every page."""

    def __init__(self, key: str, me: UUID, live: Live, card: BoardCard, around: Board | None) -> None:
        self._key, self._me, self._live, self._card = key, me, live, card
        self._around, self._looked_at, self._due = around, time.monotonic(), False

    async def changed(self, *, at_once: bool) -> Board | None:
        """Show the board after it moved, and what is around the player; `at_once` when he moved, or somebody hid."""
        front = await self._front()
        near = near_me(front, self._me) if front else None
        self._due = near is None
        if self._due and (at_once or time.monotonic() - self._looked_at >= PATIENCE):
            await self._look_around()
        self._around = near or self._around
        self._card.show(front, self._around)
        return self._around

    def show(self, board: Board | None, around: Board | None, *, hidden: bool) -> None:
        """Show what was just read."""
        self._around = around
        self._card.show(board, around, hidden=hidden)

    async def catch_up(self) -> Board | None:
        """Show what patience held back; what is around the player."""
        if self._due:
            await self._look_around()
            self._card.show(await self._front(), self._around)
        return self._around

    async def _front(self) -> Board | None:
        front = await self._live.board(self._key)
        return front if isinstance(front, Board) else None

    async def _look_around(self) -> None:
        try:
            self._around = await door.read(boards.around, self._key, self._me, now=door.now())
        except NotFound:
            self._around = None
        self._looked_at, self._due = time.monotonic(), False


def near_me(board: Board, me: UUID) -> Board | None:
    """The rows next to `me`, as far as the first rows of a board tell; None where they do not."""
    at = next((at for at, row in enumerate(board.rows) if row.player_id == me), None)
    if at is None or at + NEXT_TO_ME >= len(board.rows) < board.total:
        return None
    return replace(board, rows=board.rows[max(0, at - NEXT_TO_ME) : at + NEXT_TO_ME + 1])
