"""What is on hold of a player: why, until when, and the way to say what it was."""

from datetime import datetime
from uuid import UUID

from fastapi import Request
from nicegui import ui
from sqlmodel import Session

from app import door
from app.auth import current
from app.following import follow
from app.news import News
from app.pages.attempt import attempt
from components import held as parts
from components.explanation import ExplanationDialog
from components.frame import frame, page_head
from components.layout import card
from components.table import Action, Column, Table
from components.toasts import Toasts
from domain.events import HoldChanged
from domain.services import judging as verbs
from domain.store.queries import holds as queries
from domain.store.queries import players
from domain.views import SignedIn
from domain.views.fair_play import HoldView


@ui.page(parts.PLACE)
async def held(request: Request) -> None:
    """Only the player himself sees it; nothing here is a judgement yet."""
    me = await current.require(request)
    screen = Screen(me)
    follow(me, screen.tell)
    views, zone = await door.read(_view, me.player_id, now=door.now())
    with frame("On hold", me, active="me", narrow=True) as toasts:
        page_head(
            "On hold",
            "What seems odd waits until a person has looked at it. Odd is often honest: say what it was. "
            "If nobody decides in time, it counts again. Nobody else sees this page.",
        )
        screen.draw(views, zone, toasts)


class Screen:
    """One open list of a player's holds."""

    def __init__(self, me: SignedIn) -> None:
        self._me = me

    def draw(self, views: tuple[HoldView, ...], zone: str, toasts: Toasts) -> None:
        self._toasts, self._zone = toasts, zone
        with card("On hold"):
            self._table = Table(
                (
                    Column("what", "What", "title"),
                    Column("xp", "XP", "number"),
                    Column("state", "State", "chips"),
                    Column("do", "", "actions"),
                ),
                caption="On hold",
                timezone=zone,
                empty=("check", "Nothing is on hold", "Everything you did counts as it is."),
                on_act=self._act,
            )
        self._table.element.mark("holds")
        self._dialog = ExplanationDialog(timezone=zone)
        self._show(views)

    async def tell(self, news: News) -> None:
        self._toasts.tell_all(news.mine)
        if news.resync or any(isinstance(event, HoldChanged) for event in news.mine):
            await self._refresh()

    async def _refresh(self) -> None:
        views, _ = await door.read(_view, self._me.player_id, now=door.now())
        self._show(views)

    def _show(self, views: tuple[HoldView, ...]) -> None:
        self._views = {str(view.id): view for view in views}
        self._table.show([self._row(view) for view in views])

    def _row(self, view: HoldView) -> dict[str, object]:
        actions = [Action("work", "Why?", describe="Why it is on hold, and the work behind it")]
        if view.end is None and not view.appeal:
            actions.append(Action("appeal", "Appeal", tone="primary", describe="Say what it was"))
        number = len(view.evidence) + view.more
        title = f"{number} pieces of work" if number > 1 else "One piece of work"
        text = view.end.reason if view.end else f"Because {view.sentence}"
        return parts.row(view, tuple(actions), self._zone, title=title, text=text)

    async def _act(self, key: str, handle: str) -> None:
        if (view := self._views.get(handle)) is None:
            return
        if key == "work":
            self._dialog.show(parts.explanation(view, parts.YOU, self._zone))
            return
        text = await parts.ask_appeal(view, limit=verbs.MAX_APPEAL)
        if text is None:
            return
        change = door.write(verbs.appeal, view.id, text, actor_id=self._me.player_id, now=door.now())
        if await attempt(self._toasts, change, "Sent. Somebody will read it and answer"):
            await self._refresh()


def _view(session: Session, player_id: UUID, *, now: datetime) -> tuple[tuple[HoldView, ...], str]:
    return queries.mine(session, player_id), players.player_card(session, player_id, now=now).timezone
