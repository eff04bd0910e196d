"""Who completed a mission, and the way to take a completion back."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import Request
from nicegui import ui

from app import door
from app.auth import current
from app.news import News, Topic
from app.pages.admin.guard import follow_as_admin
from app.pages.attempt import attempt
from components.frame import frame, page_head
from components.layout import card
from components.outside import web_url
from components.reason_form import ask_reason
from components.table import Action, Chip, Column, Table
from components.toasts import Toasts
from domain.services import correcting as verbs
from domain.store.queries import completions as queries
from domain.store.queries import missions, players
from domain.views import CompletionView, MissionDefinition, SignedIn


@ui.page("/admin/missions/{mission_id}/completions")
async def completions(request: Request, mission_id: UUID) -> None:
    """The newest completions of one version."""
    me = await current.require_admin(request)
    definition = await door.read(missions.definition, mission_id)
    zone = (await door.read(players.player_card, me.player_id, now=door.now())).timezone
    screen = Screen(me, definition, zone)
    follow_as_admin(me, screen.tell)
    views = await door.read(queries.completions, mission_id)
    with frame(definition.spec.title, me, active="admin-missions") as toasts:
        page_head(definition.spec.title, f"Who completed version {definition.version}, the latest first.")
        screen.draw(views, toasts)


class Screen:
    """One open list of completions."""

    def __init__(self, me: SignedIn, definition: MissionDefinition, zone: str) -> None:
        self._me, self._definition, self._zone = me, definition, zone

    def draw(self, views: Sequence[CompletionView], toasts: Toasts) -> None:
        self._toasts = toasts
        with card("Completions"):
            self._table = Table(
                (
                    Column("person", "Person", "person"),
                    Column("window", "Window"),
                    Column("at", "Completed", "time"),
                    Column("state", "State", "chips"),
                    Column("do", "", "actions"),
                ),
                caption="Completions",
                timezone=self._zone,
                empty=("target", "Nobody yet", "Whoever completes this mission appears here."),
                on_act=self._act,
            )
        self._show(views)

    async def tell(self, news: News) -> None:
        self._toasts.tell_all(news.mine)
        if news.stale(Topic.FEED) or news.stale(Topic.PEOPLE):
            await self._refresh()

    async def _refresh(self) -> None:
        self._show(await door.read(queries.completions, self._definition.id))

    def _show(self, views: Sequence[CompletionView]) -> None:
        self._views = {f"{view.player_id}/{view.period}": view for view in views}
        self._table.show([self._row(handle, view) for handle, view in self._views.items()])

    def _row(self, handle: str, view: CompletionView) -> dict[str, object]:
        mine = view.player_id == self._me.player_id
        can_go = view.reversed_because is None and not mine
        back = Action("back", "Take back", tone="danger", describe=f"Take back what {view.name} completed")
        return {
            "id": handle,
            "person": {"name": view.name, "login": "", "avatar_url": web_url(view.avatar_url)},
            "window": "" if view.period == "once" else view.period,
            "at": view.completed_at,
            "state": (Chip(f"Taken back: {view.reversed_because}"),)
            if view.reversed_because
            else (Chip("Rewarded", "good"),),
            "do": (back,) if can_go else (),
        }

    async def _act(self, key: str, handle: str) -> None:
        if key != "back" or (view := self._views.get(handle)) is None:
            return
        reason = await ask_reason(
            f"Take back what {view.name} completed?",
            "Its XP and badge go, by an entry that everybody concerned can read. Nothing is deleted.",
            "Take back",
            limit=verbs.MAX_REASON,
        )
        if reason is None:
            return
        change = door.write(
            verbs.reverse,
            self._definition.id,
            view.player_id,
            view.period,
            reason=reason,
            actor_id=self._me.player_id,
            now=door.now(),
        )
        if await attempt(self._toasts, change, f"{view.name}’s completion is taken back"):
            await self._refresh()
