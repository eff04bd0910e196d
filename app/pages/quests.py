"""The quests a player took on."""

from datetime import datetime
from uuid import UUID

from fastapi import Request
from nicegui import ui
from sqlmodel import Session

from app import door
from app.auth import current
from app.following import follow
from app.news import News
from components.forms import button_link
from components.frame import frame, page_head
from components.quests import QuestHistory
from domain.store.queries import players
from domain.store.queries import quests as queries
from domain.views import QuestRun


@ui.page("/quests")
async def quests(request: Request) -> None:
    """Every quest the signed-in player accepted, the latest first, and what became of it."""
    me = await current.require(request)
    history: QuestHistory

    async def tell(news: News) -> None:
        toasts.tell_all(news.mine)
        if news.mine or news.resync:
            history.show(await door.read(queries.quest_history, me.player_id, now=door.now()))

    follow(me, tell)
    runs, timezone = await door.read(_view, me.player_id, now=door.now())
    with frame("Your quests", me, active="missions", narrow=True) as toasts:
        with page_head("Your quests", "Every quest you accepted, and what became of it."):
            button_link("All missions", "/missions")
        history = QuestHistory(runs, timezone=timezone)


def _view(session: Session, player_id: UUID, *, now: datetime) -> tuple[tuple[QuestRun, ...], str]:
    """The runs and the player's time zone."""
    card = players.player_card(session, player_id, now=now)
    return queries.quest_history(session, player_id, now=now), card.timezone
