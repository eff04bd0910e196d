"""Who reaches a mission or a season: groups of five people or more, and no names."""

from uuid import UUID

from fastapi import Request
from nicegui import ui

from app import door
from app.auth import current
from app.news import News
from app.pages.admin.guard import follow_as_admin
from components.fairness import fairness_report
from components.frame import frame, page_head
from components.toasts import Toasts
from domain.store.queries import fairness as queries
from domain.views import SignedIn
from domain.views.fairness import FairnessView


@ui.page("/admin/missions/{mission_id}/fairness")
async def of_mission(request: Request, mission_id: UUID) -> None:
    """Of the last three months, or since its publication."""
    me = await current.require_admin(request)
    _draw(me, await door.read(queries.of_mission, mission_id, now=door.now()), "admin-missions")


@ui.page("/admin/seasons/{season_id}/fairness")
async def of_season(request: Request, season_id: str) -> None:
    """So far, or as a whole."""
    me = await current.require_admin(request)
    _draw(me, await door.read(queries.of_season, season_id, now=door.now()), "admin-seasons")


def _draw(me: SignedIn, view: FairnessView, active: str) -> None:
    told: list[Toasts] = []

    async def tell(news: News) -> None:
        for toasts in told:
            toasts.tell_all(news.mine)

    follow_as_admin(me, tell)
    with frame(f"Who reaches {view.title}", me, active=active) as toasts:
        told.append(toasts)
        page_head(
            view.title,
            "Who reaches it, in groups of five people or more. A group below four fifths of the best one is a reason "
            "to ask, not a verdict: small groups differ by chance.",
        )
        fairness_report(view)
