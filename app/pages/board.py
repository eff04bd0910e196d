"""Leaderboards: who leads, who is near you, and how you did before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fastapi import Request
from nicegui import ui
from sqlmodel import Session

from app import door, wiring
from app.auth import current
from app.following import follow
from app.live import Live
from app.news import News, Topic
from app.pages.attempt import attempt
from app.pages.board_sentences import best_sentence, insight
from app.pages.friends_board import Friends
from app.pages.live_board import PATIENCE, LiveBoard
from components.board import BoardCard, TeamBoardCard
from components.frame import frame, page_head, words
from components.past_spans import past_spans
from components.tabs import tabs
from components.toasts import Toasts
from domain.errors import NotFound
from domain.events import PlayerChanged
from domain.services import climbing
from domain.specs import BoardSpec, Ranked
from domain.store.queries import boards, leagues, players, results, team_boards
from domain.views import Board, PersonalBest, SignedIn, TeamBoard

LEADERS = 3
TEAMS = 10


@ui.page("/board")
async def first_board(request: Request) -> None:
    """The board of this week, or the first there is."""
    await _open(request, None)


@ui.page("/board/{key}")
async def board(request: Request, key: str) -> None:
    """One board."""
    await _open(request, key)


async def _open(request: Request, key: str | None) -> None:
    me = await current.require(request)
    live = wiring.of(request).live
    there = [spec for spec in await door.read(boards.specs) if spec.on]
    if key is None and not there:
        _nothing(me)
        return
    names = {spec.key for spec in there}
    spec = await door.read(boards.named, key or (boards.WEEK if boards.WEEK in names else there[0].key))
    screen = _SCREENS[spec.ranked](me, spec, live)
    follow(me, screen.tell)
    with frame("Board", me, active="board", narrow=True) as toasts:
        with page_head("Board", "Who leads, and your neighbourhood. Nobody stands last here."):
            links = {f"/board/{one.key}": one.title for one in there}
            league = await door.read(leagues.title)
            tabs("Boards", links | ({"/league": league} if league else {}), f"/board/{spec.key}")
        await screen.draw(toasts)
        if spec.ranked is Ranked.EVERYONE:
            await _news_switch(me, toasts)
        past_spans(spec.key, await door.read(results.past, spec.key))
        ui.timer(PATIENCE, screen.catch_up, immediate=False)


async def _news_switch(me: SignedIn, toasts: Toasts) -> None:
    """Whether one wants to be told. Nobody is told that somebody passed him."""
    wants = await door.read(boards.wants_news, me.player_id)
    switch = ui.switch("Tell me when I climb, or beat my own best", value=wants).mark("rank-news")

    async def choose() -> None:
        change = door.write(climbing.choose, me.player_id, wants=bool(switch.value), now=door.now())
        await attempt(toasts, change, "Good news of your places, at most once a minute" if switch.value else "No news")

    switch.on_value_change(choose)


def _nothing(me: SignedIn) -> None:
    """The page while every board is off."""

    async def tell(news: News) -> None:
        toasts.tell_all(news.mine)

    follow(me, tell)
    with frame("Board", me, active="board", narrow=True) as toasts:
        page_head("Board", "There are no boards here right now.")


@dataclass(frozen=True, slots=True)
class View:
    """One consistent look at a board of people."""

    top: Board
    around: Board
    hidden: bool
    best: PersonalBest | None


class People:
    """One open board of people."""

    def __init__(self, me: SignedIn, spec: BoardSpec, live: Live) -> None:
        self._me, self._spec, self._live = me.player_id, spec, live

    async def draw(self, toasts: Toasts) -> None:
        """Read everything, and build the page's parts once; from then on they are only told."""
        self._toasts, view = toasts, await self._read()
        self._card = BoardCard(
            view.top, view.around, me=self._me, leaders=LEADERS, heading=view.top.title, hidden=view.hidden
        )
        self._board = LiveBoard(self._spec.key, self._me, self._live, self._card, view.around)
        self._say(view.around, view.best)

    async def tell(self, news: News) -> None:
        """Show what happened, in place."""
        self._toasts.tell_all(news.mine)
        if news.resync or any(isinstance(event, PlayerChanged) for event in news.mine):
            await self._reread()
        elif news.stale(Topic.BOARD):
            around = await self._board.changed(at_once=bool(news.mine) or news.stale(Topic.PEOPLE))
            self._say(around, self._best)

    async def catch_up(self) -> None:
        """Show what was held back so as not to ask too often."""
        self._say(await self._board.catch_up(), self._best)

    async def _read(self) -> View:
        return await door.read(_view, self._spec, self._me, now=door.now())

    async def _reread(self) -> None:
        try:
            view = await self._read()
        except NotFound:
            self._board.show(None, None, hidden=False)
            return
        self._board.show(view.top, view.around, hidden=view.hidden)
        self._say(view.around, view.best)

    def _say(self, around: Board | None, best: PersonalBest | None) -> None:
        self._best = best
        self._card.say(best=best_sentence(self._spec, best, door.now().date()), insight=insight(around, self._me))


class Teams:
    """One open board of teams."""

    def __init__(self, me: SignedIn, spec: BoardSpec, live: Live) -> None:
        self._me, self._spec, self._live = me.player_id, spec, live

    async def draw(self, toasts: Toasts) -> None:
        """Read everything, and build the page's parts once; from then on they are only told."""
        self._toasts = toasts
        self._mine = await door.read(team_boards.teams_of, self._me)
        front = await door.read(team_boards.team_board, self._spec.key, now=door.now())
        words("p", f"The average of the members, for teams of {self._spec.floor} or more.").classes("qb-hint")
        self._card = TeamBoardCard(front, mine=self._mine, leaders=TEAMS, heading=front.title)

    async def tell(self, news: News) -> None:
        """Show what happened, in place."""
        self._toasts.tell_all(news.mine)
        if news.stale(Topic.PEOPLE):
            self._mine = await door.read(team_boards.teams_of, self._me)
        if news.stale(Topic.BOARD, Topic.PEOPLE):
            await self.catch_up()

    async def catch_up(self) -> None:
        """Show the teams as they stand."""
        front = await self._live.board(self._spec.key)
        if isinstance(front, TeamBoard):
            self._card.show(front, self._mine)


_SCREENS: Mapping[Ranked, Callable[[SignedIn, BoardSpec, Live], People | Friends | Teams]] = {
    Ranked.EVERYONE: People,
    Ranked.FRIENDS: Friends,
    Ranked.TEAMS: Teams,
}


def _view(session: Session, spec: BoardSpec, player_id: UUID, *, now: datetime) -> View:
    return View(
        boards.board(session, spec.key, now=now),
        boards.around(session, spec.key, player_id, now=now),
        players.player_card(session, player_id, now=now).hidden,
        boards.personal_best(session, spec, player_id),
    )
