"""Seasons: the one that is on, each by itself, and the look back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fastapi import Request
from nicegui import ui
from sqlmodel import Session

from app import door
from app.auth import current
from app.following import follow
from app.news import News, Topic
from app.pages.why import Why
from components.board import BoardCard
from components.frame import frame, page_head
from components.layout import halves, stack
from components.missions import MissionList
from components.recap import recap_page, team_recap_page
from components.seasons import Prizes, SeasonClock, held_note, links, season_list, together
from components.toasts import Toasts
from domain.store.queries import players, recap, seasons
from domain.views import Board, SeasonPage, SeasonState, SignedIn


@ui.page("/seasons")
async def all_seasons(request: Request) -> None:
    """The season that is on, or is next; without any, those that are over."""
    me = await current.require(request)
    known = await door.read(seasons.announced, now=door.now())
    on = [one for one in known if not one.is_past] or list(known)
    if on:
        await _open(me, on[-1].spec.id if not on[-1].is_past else on[0].spec.id)
        return

    async def tell(news: News) -> None:
        toasts.tell_all(news.mine)
        if news.stale(Topic.SEASONS):
            ui.navigate.reload()

    follow(me, tell)
    with frame("Seasons", me, active="missions", narrow=True) as toasts:
        page_head("Seasons", "There is no season yet. As soon as an admin announces one, it appears here.")


@ui.page("/seasons/{season_id}")
async def season(request: Request, season_id: str) -> None:
    """One season that was announced."""
    await _open(await current.require(request), season_id)


@ui.page("/seasons/{season_id}/recap")
async def look_back(request: Request, season_id: str) -> None:
    """One's own look back at a closed season; admins see theirs before."""
    me = await current.require(request)
    found = await door.read(recap.recap, me.player_id, season_id, preview=me.is_admin, now=door.now())
    _follow_only(me)
    preview = found.season.state is not SeasonState.CLOSED
    with frame(f"{found.season.spec.name}, looked back", me, active="missions"):
        recap_page(found, preview=preview)


@ui.page("/seasons/{season_id}/teams/{team_id}")
async def look_back_together(request: Request, season_id: str, team_id: UUID) -> None:
    """A team's look back, for its members and for admins."""
    me = await current.require(request)
    found = await door.read(
        recap.team_recap,
        team_id,
        season_id,
        player_id=me.player_id,
        is_admin=me.is_admin,
        preview=me.is_admin,
        now=door.now(),
    )
    _follow_only(me)
    preview = found.season.state is not SeasonState.CLOSED
    with frame(f"{found.team}, looked back", me, active="missions"):
        team_recap_page(found, preview=preview)


def _follow_only(me: SignedIn) -> None:
    """Nothing on the page changes any more; the bell does."""

    async def tell(_: News) -> None:
        return

    follow(me, tell)


@dataclass(frozen=True, slots=True)
class View:
    page: SeasonPage
    teams: tuple[tuple[UUID, str], ...]
    timezone: str


async def _open(me: SignedIn, season_id: str) -> None:
    screen = Screen(me, season_id)
    follow(me, screen.tell)
    view = await screen.read()
    with frame(view.page.card.season.spec.name, me, active="missions") as toasts:
        screen.draw(view, toasts)


class Screen:
    """One open page of a season."""

    def __init__(self, me: SignedIn, season_id: str) -> None:
        self._me, self._id = me, season_id

    async def read(self) -> View:
        """Everything, in one transaction."""
        return await door.read(_view, self._me.player_id, self._id, now=door.now())

    def draw(self, view: View, toasts: Toasts) -> None:
        """Build the page once; from then on its parts are told."""
        self._toasts = toasts
        page = view.page
        state = page.card.season.state
        self._state = state
        self._clock = SeasonClock(page.card, large=True)
        with halves().classes(f"qb-theme-{page.card.season.spec.theme.value}"):
            with stack():
                self._missions = MissionList(
                    page.missions,
                    heading="Missions of this season",
                    empty=("No missions of its own", "What you do counts for the season all the same."),
                    on_why=Why(self._me.player_id, toasts, timezone=view.timezone).mission,
                )
                self._missions.element.set_visibility(state not in _PAST)
                if page.totals is not None:
                    together(page.totals, page.teams)
                if page.leaders and page.totals is not None:
                    board = Board("season", "Who led", page.leaders, page.totals.people)
                    BoardCard(board, None, me=self._me.player_id, leaders=len(page.leaders), heading="Who led")
            with stack():
                if page.was_held:
                    held_note()
                self._prizes = Prizes(page.card.prizes, closed=state is SeasonState.CLOSED)
                links("Boards", [(f"/board/{key}", title) for key, title in page.boards])
                if state is SeasonState.CLOSED or self._me.is_admin:
                    self._look_backs(view)
                season_list("Other seasons", page.others)

    def _look_backs(self, view: View) -> None:
        closed = view.page.card.season.state is SeasonState.CLOSED
        mine = [] if closed else [(f"/seasons/{self._id}/recap", "Preview of your own")]
        teams = [(f"/seasons/{self._id}/teams/{team}", name) for team, name in view.teams]
        links("Look back together" if closed else "Look back: a preview for admins", [*mine, *teams])

    async def tell(self, news: News) -> None:
        """Show what happened."""
        self._toasts.tell_all(news.mine)
        if news.mine or news.stale(Topic.SEASONS, Topic.MISSIONS):
            view = await self.read()
            if view.page.card.season.state is not self._state:
                ui.navigate.reload()
                return
            self._clock.show(view.page.card)
            self._missions.show(view.page.missions)
            self._prizes.show(view.page.card.prizes)


_PAST = {SeasonState.OVER, SeasonState.CLOSED}


def _view(session: Session, player_id: UUID, season_id: str, *, now: datetime) -> View:
    return View(
        seasons.page(session, player_id, season_id, now=now),
        recap.my_teams(session, player_id),
        players.player_card(session, player_id, now=now).timezone,
    )
