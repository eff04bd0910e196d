"""Everything tools have sent, and what became of it."""

from collections.abc import Sequence
from typing import Annotated, Literal, get_args

from fastapi import Query, Request
from nicegui import ui

from app import door
from app.auth import current
from app.news import News, Topic
from app.pages.admin.guard import follow_as_admin, still_admin
from app.pages.attempt import attempt
from components.frame import frame, page_head
from components.layout import card
from components.table import Action, Chip, Column, Table, Tone
from components.tabs import tabs
from components.toasts import Toasts
from domain.services import deliveries as verbs
from domain.store.queries import deliveries as queries
from domain.views import DeliveryView, SignedIn

State = Literal["all", "failed", "pending", "done"]
STATES: dict[State, str] = {"all": "All", "failed": "Failed", "pending": "Waiting", "done": "Done"}
PAGE = 50
MOST = 500
TONES: dict[str, Tone] = {"failed": "bad", "done": "good", "pending": "info"}


@ui.page("/admin/deliveries")
async def deliveries(request: Request, state: Annotated[str, Query()] = "all") -> None:
    """The newest deliveries, of one state if asked."""
    me = await current.require_admin(request)
    chosen: State = next((known for known in get_args(State) if known == state), "all")
    screen = Screen(me, None if chosen == "all" else chosen)
    follow_as_admin(me, screen.tell)
    views = await screen.read()
    with frame("Deliveries", me, active="admin-deliveries") as toasts:
        with page_head(
            "Deliveries", "Kept byte for byte before anybody interprets them. One that fails holds up no other."
        ):
            links = {f"/admin/deliveries?state={key}": title for key, title in STATES.items()}
            tabs("State", links, f"/admin/deliveries?state={chosen}")
        screen.draw(views, toasts)


class Screen:
    """One open list of deliveries."""

    def __init__(self, me: SignedIn, state: str | None) -> None:
        self._me, self._state, self._count = me, state, PAGE

    async def read(self) -> tuple[DeliveryView, ...]:
        return await door.read(queries.deliveries, state=self._state, limit=self._count)

    def draw(self, views: Sequence[DeliveryView], toasts: Toasts) -> None:
        self._toasts = toasts
        with card("Deliveries"):
            self._table = Table(
                (
                    Column("event", "Event", "title"),
                    Column("state", "State", "chips"),
                    Column("reason", "Why"),
                    Column("activities", "Activities", "number"),
                    Column("attempts", "Attempts", "number"),
                    Column("at", "Received", "time"),
                    Column("do", "", "actions"),
                ),
                caption="Deliveries",
                timezone="UTC",
                empty=("inbox", "No deliveries here", "As soon as a tool posts one, it is kept and shown."),
                on_act=self._again,
                on_older=self._older,
            )
        self._show(views)

    async def tell(self, news: News) -> None:
        self._toasts.tell_all(news.mine)
        if news.stale(Topic.DELIVERIES) or news.stale(Topic.FEED):
            await self._refresh()

    def _show(self, views: Sequence[DeliveryView]) -> None:
        self._table.show([_row(view) for view in views], can_grow=self._count <= len(views) < MOST)

    async def _refresh(self) -> None:
        self._show(await self.read())

    async def _older(self) -> None:
        if await still_admin(self._me):
            self._count = min(self._count + PAGE, MOST)
            await self._refresh()

    async def _again(self, _key: str, delivery: str) -> None:
        again = door.write(verbs.try_again, int(delivery), actor_id=self._me.player_id, now=door.now())
        if await attempt(self._toasts, again, "It is tried again now"):
            await self._refresh()


def _row(view: DeliveryView) -> dict[str, object]:
    return {
        "id": view.id,
        "event": {"title": view.event, "text": f"{view.source} · {view.delivery_id}"},
        "state": (Chip({"pending": "waiting"}.get(view.state, view.state), TONES.get(view.state, "")),),
        "reason": view.reason,
        "activities": view.activities,
        "attempts": view.attempts,
        "at": view.received_at,
        "do": (Action("again", "Try again", describe=f"Try delivery {view.delivery_id} again"),)
        if view.state == "failed"
        else (),
    }
