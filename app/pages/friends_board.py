"""A board of friends on one page. It is another for everybody: each page reads its own."""

import time
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app import door
from app.live import Live
from app.news import News, Topic
from app.pages.board_sentences import insight
from app.pages.live_board import PATIENCE
from components.board import BoardCard
from components.frame import words
from components.toasts import Toasts
from domain.errors import NotFound
from domain.specs import BoardSpec
from domain.store.queries import players
from domain.store.queries.friends_boards import friends_board, near
from domain.views import Board, SignedIn

LEADERS = 3


class Friends:
    """One open board of friends, which is another for everybody."""

    def __init__(self, me: SignedIn, spec: BoardSpec, live: Live) -> None:
        del live  # nothing of it is shared
        self._me, self._spec, self._due, self._looked_at = me.player_id, spec, False, 0.0

    async def draw(self, toasts: Toasts) -> None:
        """Read everything, and build the page's parts once; from then on they are only told."""
        self._toasts = toasts
        board, hidden = await self._read()
        self._words = words("p", "").classes("qb-hint")
        self._card = BoardCard(
            board, near(board, self._me), me=self._me, leaders=LEADERS, heading=board.title, hidden=hidden
        )
        self._say(board)

    async def tell(self, news: News) -> None:
        """Show what happened, in place: at once what concerns oneself, the rest now and then."""
        self._toasts.tell_all(news.mine)
        self._due = self._due or bool(news.mine) or news.stale(Topic.BOARD, Topic.PEOPLE)
        if self._due and (news.mine or news.resync or time.monotonic() - self._looked_at >= PATIENCE):
            await self.catch_up()

    async def catch_up(self) -> None:
        """Show what was held back so as not to ask too often."""
        if not self._due:
            return
        try:
            board, hidden = await self._read()
        except NotFound:
            self._card.show(None, None)
            return
        self._card.show(board, near(board, self._me), hidden=hidden)
        self._say(board)

    async def _read(self) -> tuple[Board, bool]:
        self._due, self._looked_at = False, time.monotonic()
        return await door.read(_among_friends, self._spec.key, self._me, now=door.now())

    def _say(self, board: Board) -> None:
        alone = not any(row.player_id != self._me for row in board.rows)
        sentence = "Friends are people who follow you and whom you follow. None of them is here yet." if alone else ""
        self._words.text = sentence
        self._words.set_visibility(alone)
        self._card.say(best=None, insight=insight(near(board, self._me), self._me))


def _among_friends(session: Session, key: str, player_id: UUID, *, now: datetime) -> tuple[Board, bool]:
    board = friends_board(session, key, player_id, now=now)
    return board, players.player_card(session, player_id, now=now).hidden
