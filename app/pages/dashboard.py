"""The dashboard: what a player watches all day. It changes in place, and never reloads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from fastapi import Request
from nicegui import ui
from sqlmodel import Session

from app import door, wiring
from app.auth import current
from app.following import follow
from app.live import Live
from app.news import News, Topic
from app.pages.first_delivery import command
from app.pages.live_board import PATIENCE, LiveBoard
from app.pages.why import Why
from components.badges import BadgeRow
from components.board import BoardCard
from components.feed import Feed, Scope
from components.frame import frame
from components.held import HeldNotice
from components.hero import Hero
from components.layout import stack, thirds
from components.missions import MissionList
from components.recommendations import NextForYou
from components.seasons import SeasonClock
from components.states import States
from components.streaks import usual
from components.toasts import Toasts
from domain.events import BadgeEarned, PlayerChanged
from domain.specs import Kind
from domain.specs import Scope as Reach
from domain.store.queries import badges, boards, cards, feed, holds, players, recommendations, seasons, states, streaks
from domain.views import (
    BadgeView,
    Board,
    FeedLine,
    MissionCard,
    PlayerCard,
    Recommendations,
    SeasonCard,
    SignedIn,
    Standing,
    StateLine,
    StreakCard,
)
from domain.views.fair_play import HoldView

LINES = 8
MOST_LINES = 200
LEADERS = 3
OPEN_MISSIONS = 5
FRESH_MISSIONS = 2
SHARED_MISSIONS = 2
DAY = timedelta(days=1)
BADGES = 6
#: A new day or week begins without an event.
REREAD_SECONDS = 300


@ui.page("/")
async def dashboard(request: Request) -> None:
    """Level, missions, activity, the week's board and badges of the signed-in player."""
    me = await current.require(request)
    screen = Screen(me, wiring.of(request).live)
    follow(me, screen.tell)
    view = await screen.read()
    with frame("Dashboard", me, active="home") as toasts:
        screen.draw(view, toasts, command(request))
        ui.timer(REREAD_SECONDS, screen.reread, immediate=False)
        ui.timer(PATIENCE, screen.catch_up, immediate=False)


@dataclass(frozen=True, slots=True)
class Mine:
    """What the player's own work moves."""

    card: PlayerCard
    missions: tuple[MissionCard, ...]
    season: SeasonCard | None
    next: Recommendations | None
    lines: tuple[FeedLine, ...]
    streaks: tuple[StreakCard, ...]
    held: tuple[HoldView, ...]
    states: tuple[StateLine, ...]


@dataclass(frozen=True, slots=True)
class View:
    """One consistent look at everything the dashboard shows."""

    mine: Mine
    board: Board | None
    around: Board | None
    badges: tuple[BadgeView, ...]


class Screen:
    """One open dashboard."""

    def __init__(self, me: SignedIn, live: Live) -> None:
        self._me, self._live = me, live
        self._scope, self._count = Scope.YOU, LINES

    async def read(self) -> View:
        """Everything, in one transaction."""
        return await door.read(_view, self._me.player_id, now=door.now())

    def draw(self, view: View, toasts: Toasts, first_delivery: str) -> None:
        """Build the page's parts once; from then on they are only told."""
        self._toasts = toasts
        mine = view.mine
        self._hero = Hero(mine.card, usual(mine.streaks))
        self._next = NextForYou(mine.next)
        why = Why(self._me.player_id, toasts, timezone=mine.card.timezone)
        with thirds():
            with stack():
                self._missions = MissionList(
                    _active(mine.missions, door.now()),
                    heading="Active missions",
                    more=("/missions", "All missions"),
                    empty=("No missions right now", "As soon as an admin publishes one, it appears here."),
                    compact=True,
                    on_why=why.mission,
                )
            with stack():
                self._held = HeldNotice(mine.held, timezone=mine.card.timezone)
                self._feed = Feed(
                    mine.lines,
                    timezone=mine.card.timezone,
                    scope=self._scope,
                    can_grow=self._can_grow(mine.lines),
                    connect=first_delivery,
                    on_scope=self._choose,
                    on_older=self._older,
                    on_why=why.entry,
                )
            with stack():
                self._season = SeasonClock(mine.season)
                self._states = States(mine.states)
                self._together = MissionList(
                    _shared(mine.missions),
                    heading="Together",
                    more=("/missions", "All missions"),
                    empty=("", ""),
                    compact=True,
                    on_why=why.mission,
                )
                self._together.element.mark("together").set_visibility(bool(_shared(mine.missions)))
                board = BoardCard(
                    view.board,
                    view.around,
                    me=self._me.player_id,
                    leaders=LEADERS,
                    heading=view.board.title if view.board else "",
                    hidden=mine.card.hidden,
                    more="/board",
                )
                self._week = LiveBoard(boards.WEEK, self._me.player_id, self._live, board, view.around)
                self._badges = BadgeRow(view.badges, most=BADGES, more="/badges")

    async def tell(self, news: News) -> None:
        """Show what happened: the toasts at once, then the parts that changed."""
        self._toasts.tell_all(news.mine)
        if news.resync or any(isinstance(event, PlayerChanged) for event in news.mine):
            await self.reread()
            return
        if news.mine or news.stale(Topic.MISSIONS, Topic.SEASONS):
            await self._show_mine()
        if news.stale(Topic.BADGES) or any(isinstance(event, BadgeEarned) for event in news.mine):
            self._badges.show(await door.read(badges.badges, self._me.player_id))
        if news.stale(Topic.BOARD):
            await self._week.changed(at_once=bool(news.mine) or news.stale(Topic.PEOPLE))
        if news.stale(Topic.FEED) and self._scope is Scope.EVERYONE:
            await self._show_feed()

    async def reread(self) -> None:
        """Read and show everything again."""
        view = await self.read()
        self._show_progress(view.mine)
        self._badges.show(view.badges)
        self._week.show(view.board, view.around, hidden=view.mine.card.hidden)
        await self._show_feed()

    async def catch_up(self) -> None:
        """Show what was held back so as not to ask too often."""
        await self._week.catch_up()

    async def _show_mine(self) -> None:
        mine = await door.read(_mine, self._me.player_id, self._count, now=door.now())
        self._show_progress(mine)
        if self._scope is Scope.YOU:
            self._feed.show(mine.lines, scope=self._scope, can_grow=self._can_grow(mine.lines))

    def _show_progress(self, mine: Mine) -> None:
        self._hero.show(mine.card, usual(mine.streaks))
        self._next.show(mine.next)
        self._season.show(mine.season)
        self._held.show(mine.held)
        self._states.show(mine.states)
        self._missions.show(_active(mine.missions, door.now()))
        self._together.show(_shared(mine.missions))
        self._together.element.set_visibility(bool(_shared(mine.missions)))

    async def _show_feed(self) -> None:
        lines = await self._lines()
        self._feed.show(lines, scope=self._scope, can_grow=self._can_grow(lines))

    async def _lines(self) -> tuple[FeedLine, ...]:
        if self._scope is Scope.EVERYONE and self._count == LINES:
            return (await self._live.feed())[:LINES]
        whose = self._me.player_id if self._scope is Scope.YOU else None
        return await door.read(feed.feed, player_id=whose, limit=self._count)

    async def _choose(self, scope: Scope) -> None:
        self._scope, self._count = scope, LINES
        await self._show_feed()

    async def _older(self) -> None:
        self._count = min(self._count + LINES, MOST_LINES)
        await self._show_feed()

    def _can_grow(self, lines: Sequence[FeedLine]) -> bool:
        return self._count <= len(lines) < MOST_LINES


def _view(session: Session, player_id: UUID, *, now: datetime) -> View:
    board, around = boards.of_the_week(session, player_id, now=now)
    return View(_mine(session, player_id, LINES, now=now), board, around, badges.badges(session, player_id))


def _mine(session: Session, player_id: UUID, count: int, *, now: datetime) -> Mine:
    card = players.player_card(session, player_id, now=now)
    missions = cards.mission_cards(session, player_id, now=now)
    return Mine(
        card,
        missions,
        seasons.card(session, player_id, now=now, missions=missions),
        recommendations.recommendations(session, player_id, missions, card.streak, now=now),
        feed.feed(session, player_id=player_id, limit=count),
        streaks.cards(session, player_id, now=now),
        holds.open_of(session, player_id),
        states.states(session, player_id, now=now),
    )


def _active(missions: Sequence[MissionCard], now: datetime) -> list[MissionCard]:
    """Accepted quests, the open ones that are closest to done, then what was completed within a day, latest first."""
    own = [card for card in missions if card.scope is Reach.PERSONAL]
    at_it = sorted(filter(_is_active, own), key=_nearness)
    fresh = [(card.completed_at, card) for card in missions if card.completed_at and now - card.completed_at < DAY]
    newest = sorted(fresh, key=lambda pair: pair[0], reverse=True)[:FRESH_MISSIONS]
    return [*at_it[:OPEN_MISSIONS], *(card for _, card in newest)]


def _shared(missions: Sequence[MissionCard]) -> list[MissionCard]:
    """What a team, or everybody, works on together: the nearest first."""
    open_ones = [card for card in missions if card.scope is not Reach.PERSONAL and _is_active(card)]
    return sorted(open_ones, key=_nearness)[:SHARED_MISSIONS]


def _nearness(card: MissionCard) -> tuple[bool, float, bool]:
    """What was chosen comes before what is near, and what has an end before what has none."""
    return card.kind is not Kind.QUEST, -card.progress, card.kind is Kind.ACHIEVEMENT


def _is_active(card: MissionCard) -> bool:
    """Whether the player is at it: a quest only once it is accepted."""
    return card.standing in _AT_IT or (card.standing is Standing.NOT_STARTED and card.kind is not Kind.QUEST)


_AT_IT = {Standing.IN_PROGRESS, Standing.WAITING}
