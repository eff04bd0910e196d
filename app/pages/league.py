"""The league: one's group, how far it is upwards, and never who is last."""

import time
from collections.abc import Awaitable
from uuid import UUID

from fastapi import Request
from nicegui import ui

from app import door
from app.auth import current
from app.following import follow
from app.news import News, Topic
from app.pages.attempt import attempt
from app.pages.live_board import PATIENCE
from components.board import BoardCard
from components.forms import button
from components.frame import frame, page_head, words
from components.layout import card
from components.toasts import Toasts
from domain.services import leagues as verbs
from domain.store.queries import friends_boards, leagues
from domain.views import LeagueView, SignedIn

LEADERS = 5
_OUTCOMES = {
    "up": "You moved up when the last round was settled. Well done.",
    "down": "The last round brought you here, among people of your pace. The way up is open.",
}


@ui.page("/league")
async def league(request: Request) -> None:
    """The group, or the way into the league."""
    me = await current.require(request)
    screen = Screen(me)
    follow(me, screen.tell)
    with frame("League", me, active="board", narrow=True) as toasts:
        await screen.draw(toasts)
        ui.timer(PATIENCE, screen.catch_up, immediate=False)


class Screen:
    """One open page."""

    def __init__(self, me: SignedIn) -> None:
        self._me, self._due, self._looked_at = me.player_id, False, time.monotonic()

    async def draw(self, toasts: Toasts) -> None:
        """Read everything, and build the page."""
        self._toasts, view = toasts, await self._read()
        page_head(view.title if view else "League", _about(view))
        self._parts = ui.element("div").classes("qb-stack")
        self._build(view)

    async def tell(self, news: News) -> None:
        """Show what happened: at once what concerns oneself, the rest now and then."""
        self._toasts.tell_all(news.mine)
        self._due = self._due or bool(news.mine) or news.stale(Topic.BOARD, Topic.BOARDS, Topic.PEOPLE)
        if self._due and (news.mine or news.resync or time.monotonic() - self._looked_at >= PATIENCE):
            await self.catch_up()

    async def catch_up(self) -> None:
        """Show what was held back so as not to ask too often."""
        if not self._due:
            return
        view = await self._read()
        if view and view.board and self._card and self._shown == (view.division, view.span):
            self._card.show(view.board, friends_boards.near(view.board, self._me))
            self._card.say(best=None, insight=insight(view, self._me))
        else:
            self._parts.clear()
            self._build(view)

    async def _read(self) -> LeagueView | None:
        self._due, self._looked_at = False, time.monotonic()
        return await door.read(leagues.league, self._me)

    def _build(self, view: LeagueView | None) -> None:
        self._card: BoardCard | None = None
        self._shown = (view.division, view.span) if view else None
        if view is None:
            return
        with self._parts:
            if view.board:
                self._card = BoardCard(
                    view.board,
                    friends_boards.near(view.board, self._me),
                    me=self._me,
                    leaders=LEADERS,
                    heading=f"{view.division}, {view.span}",
                )
                self._card.say(best=None, insight=insight(view, self._me))
            with card("Taking part"):
                words("h2", "Taking part")
                words("p", _rules(view)).classes("qb-hint")
                with ui.element("div").classes("qb-actions"):
                    if view.joined:
                        button("Leave the league", self._leave, quiet=True).mark("leave")
                    else:
                        button("Join the league", self._join, primary=True).mark("join")

    async def _join(self) -> None:
        await self._change(door.write(verbs.join, self._me, now=door.now()), "Welcome to the league")

    async def _leave(self) -> None:
        await self._change(door.write(verbs.leave, self._me, now=door.now()), "You are out of the league")

    async def _change(self, change: Awaitable[object], done: str) -> None:
        if await attempt(self._toasts, change, done):
            self._due = True
            await self.catch_up()


def insight(view: LeagueView, me: UUID) -> str | None:
    """How far it is to those who move up."""
    mine = next((row.score for row in view.board.rows if row.player_id == me), 0) if view.board else 0
    if view.bar is None:
        return None
    if mine >= view.bar:
        return "You are among those who move up."
    return f"{view.bar - mine:,} XP to those who move up."


def _about(view: LeagueView | None) -> str:
    if view is None:
        return "There is no league here right now."
    if not view.joined:
        return "Small groups of people of the same pace, for those who like that."
    return _OUTCOMES.get(view.outcome or "", f"You are in {view.division}.")


def _rules(view: LeagueView) -> str:
    if view.joined and not view.board:
        return "The groups of this round are drawn when the last one is settled, two days after it is over."
    return (
        f"Groups count XP. Of each, {view.up} percent move up when a round is over, and whoever has time off stays. "
        "Nobody is shown as last, and nobody outside sees your group."
    )
