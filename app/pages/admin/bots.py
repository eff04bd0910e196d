"""Bots and agents: logins that earn nothing, whether they were ever seen or not."""

from collections.abc import Mapping, Sequence

from fastapi import Request
from nicegui import ui
from pydantic import ValidationError
from sqlmodel import Session

from app import door
from app.auth import current
from app.news import News, Topic
from app.pages.admin.guard import follow_as_admin
from app.pages.admin.sentences import sentence_of
from app.pages.attempt import attempt
from components.bot_form import BotForm, BotTable
from components.forms import confirmed
from components.frame import frame, page_head, words
from components.layout import card, columns, stack
from components.tabs import tabs
from components.toasts import Toasts
from domain.services import bots as verbs
from domain.services import players
from domain.specs import BotSpec, PersonKind
from domain.store.queries import bots as queries
from domain.views import BotView, SignedIn

#: What belongs together: everybody, and those who are no people.
TABS = {"/admin/people": "People", "/admin/bots": "Bots and agents"}


@ui.page("/admin/bots")
async def bots(request: Request) -> None:
    """The list, and a form for another login."""
    me = await current.require_admin(request)
    screen = Screen(me)
    follow_as_admin(me, screen.tell)
    views, providers = await door.read(_view)
    with frame("Bots and agents", me, active="admin-people") as toasts:
        page_head("Bots and agents", "They earn nothing, stand on no board and cannot sign in.")
        tabs("People", TABS, "/admin/bots")
        screen.draw(views, providers, toasts)


def _view(session: Session) -> tuple[Sequence[BotView], Sequence[str]]:
    return queries.everyone(session), queries.providers(session)


class Screen:
    """One open list of bots."""

    def __init__(self, me: SignedIn) -> None:
        self._me = me

    def draw(self, views: Sequence[BotView], providers: Sequence[str], toasts: Toasts) -> None:
        self._toasts = toasts
        with columns():
            with stack(), card("Bots and agents"):
                self._table = BotTable(timezone="UTC", on_act=self._take_off)
            with stack():
                with card("Name one"):
                    words("h2", "Name one")
                    BotForm(providers, on_save=self._enlist)
                _what_it_means()
        self._show(views)

    async def tell(self, news: News) -> None:
        self._toasts.tell_all(news.mine)
        if news.stale(Topic.PEOPLE):
            await self._refresh()

    async def _refresh(self) -> None:
        self._show((await door.read(_view))[0])

    def _show(self, views: Sequence[BotView]) -> None:
        self._bots = {one.id: one for one in views}
        self._table.show(views)

    async def _enlist(self, typed: Mapping[str, str]) -> Mapping[str, str] | None:
        try:
            spec = BotSpec.model_validate(dict(typed))
        except ValidationError as mistake:
            return {str(one["loc"][0]): sentence_of(one) for one in mistake.errors()}
        change = door.write(verbs.enlist, spec, actor_id=self._me.player_id, now=door.now())
        if not await attempt(self._toasts, change, f"{spec.login} earns nothing from now on"):
            return None
        await self._refresh()
        return {}

    async def _take_off(self, _: str, handle: str) -> None:
        if (view := self._bots.get(handle)) is None or not await _agreed(view):
            return
        me, now = self._me.player_id, door.now()
        if view.provider:
            change = door.write(verbs.take_off, view.provider, view.login, actor_id=me, now=now)
        elif view.player_id:
            change = door.write(players.set_kind, view.player_id, kind=PersonKind.HUMAN, actor_id=me, now=now)
        else:
            return
        if await attempt(self._toasts, change, f"{view.login} is a person’s account from now on"):
            await self._refresh()


async def _agreed(view: BotView) -> bool:
    return await confirmed(
        f"Take {view.login} off the list?",
        "From now on it is a person’s account. What came in meanwhile earns nothing, unless the tool sends it again.",
        "Take off",
    )


def _what_it_means() -> None:
    with card("What it means"):
        words("h2", "What it means")
        for text in (
            "What GitHub itself calls a bot needs no line here, nor do logins that end in [bot], Copilot, ghost and "
            "web-flow.",
            "A new account that goes by a listed login is a bot or an agent from its beginning, whatever name it takes "
            "later.",
            "One that was here before is one from the moment it is listed. What it earned stays.",
        ):
            words("p", text).classes("qb-text")
