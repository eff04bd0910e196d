"""The collection of badges."""

from datetime import datetime
from uuid import UUID

from fastapi import Request
from nicegui import ui
from sqlmodel import Session

from app import door
from app.auth import current
from app.following import follow
from app.live import News, Topic
from components.badges import BadgeShelf
from components.frame import frame, page_head
from domain.specs import PersonKind
from domain.store.queries import badges as queries
from domain.store.queries import players
from domain.views import BadgeView


@ui.page("/badges")
async def badges(request: Request) -> None:
    """Every badge, with how rare it is; earned ones first."""
    me = await current.require(request)
    shelf: BadgeShelf

    async def tell(news: News) -> None:
        toasts.tell_all(news.mine)
        if news.stale(Topic.BADGES):
            shelf.show(await door.read(queries.badges, me.player_id))

    follow(me, tell)
    views, holders, timezone = await door.read(_read, me.player_id, now=door.now())
    with frame("Badges", me, active="badges") as toasts:
        page_head("Badges", "They stay on your profile for good. Some are secret until somebody earns them.")
        shelf = BadgeShelf(views, heading=_heading(views), timezone=timezone, players=holders)


def _read(session: Session, player_id: UUID, *, now: datetime) -> tuple[tuple[BadgeView, ...], int, str]:
    """The badges, how many people could hold one, and the player's time zone."""
    humans = sum(person.kind is PersonKind.HUMAN for person in players.people(session))
    return queries.badges(session, player_id), humans, players.player_card(session, player_id, now=now).timezone


def _heading(views: tuple[BadgeView, ...]) -> str:
    earned = sum(view.earned_at is not None for view in views)
    return f"{earned} of {len(views)} earned"
