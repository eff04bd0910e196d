"""Leaderboards by period: who leads, and who is near you."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from nicegui import ui
from sqlmodel import Session

from app import door
from app.auth import current
from app.following import follow
from app.news import News, Topic
from components.board import BoardCard
from components.frame import frame, page_head
from components.tabs import tabs
from domain.store.queries import boards, players
from domain.views import Board

LEADERS = 10
TITLES = {"week": "This week", "month": "This month", "all": "All time"}


@ui.page("/board")
async def board(request: Request, period: Annotated[str, Query()] = "week") -> None:
    """The board of a week, a month or all time."""
    me = await current.require(request)
    card: BoardCard

    async def tell(news: News) -> None:
        toasts.tell_all(news.mine)
        if news.stale(Topic.BOARD):
            top, near, hidden = await door.read(_read, period, me.player_id, now=door.now())
            card.show(top, near, hidden=hidden)

    follow(me, tell)
    top, near, hidden = await door.read(_read, period, me.player_id, now=door.now())
    with frame("Board", me, active="board", narrow=True) as toasts:
        with page_head("Board", "The leading half and your neighbourhood. Nobody stands last here."):
            tabs("Period", {f"/board?period={key}": title for key, title in TITLES.items()}, f"/board?period={period}")
        card = BoardCard(top, near, me=me.player_id, leaders=LEADERS, heading=TITLES[top.key], hidden=hidden)


def _read(session: Session, period: str, player_id: UUID, *, now: datetime) -> tuple[Board, Board, bool]:
    return (
        boards.board(session, period, now=now, limit=LEADERS),
        boards.around(session, period, player_id, now=now),
        players.player_card(session, player_id, now=now).hidden,
    )
