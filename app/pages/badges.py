"""The collection of badges."""

from datetime import datetime
from uuid import UUID

from fastapi import Request
from nicegui import ui
from sqlmodel import Session

from app import door
from app.auth import current
from app.following import follow
from app.news import News, Topic
from components.badges import BadgeShelf
from components.frame import frame, page_head
from domain.specs import PersonKind
from domain.store.queries import badges as queries
from domain.store.queries import players as people
from domain.views import BadgeView


@ui.page("/badges")
async def badges(request: Request) -> None:
    """Every badge by category, with how rare it is; earned ones first."""
    me = await current.require(request)
    shelf: BadgeShelf

    async def tell(news: News) -> None:
        toasts.tell_all(news.mine)
        if news.stale(Topic.BADGES, Topic.HOLDERS):
            views, players, _ = await door.read(_read, me.player_id, now=door.now())
            shelf.show(views, players=players)

    follow(me, tell)
    views, players, timezone = await door.read(_read, me.player_id, now=door.now())
    with frame("Badges", me, active="badges") as toasts:
        page_head("Badges", "They stay on your profile for good. Some are secret until somebody earns them.")
        shelf = BadgeShelf(views, timezone=timezone, players=players)


def _read(session: Session, player_id: UUID, *, now: datetime) -> tuple[tuple[BadgeView, ...], int, str]:
    """The badges, how many people could hold one, and the player's time zone."""
    humans = sum(person.kind is PersonKind.HUMAN for person in people.people(session))
    return queries.badges(session, player_id), humans, people.player_card(session, player_id, now=now).timezone
