"""All missions a player can work on, and the quests he may accept."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from fastapi import Request
from nicegui import ui
from sqlmodel import Session

from app import door
from app.auth import current
from app.following import follow
from app.news import News, Topic
from app.pages.attempt import attempt
from app.pages.why import Why
from components.forms import button_link, confirmed
from components.frame import frame, page_head
from components.missions import MissionList
from components.toasts import Toasts
from domain.services import quests
from domain.specs import Kind
from domain.store.queries import cards as queries
from domain.store.queries import players
from domain.views import MissionCard, SignedIn, Standing

#: So many achievements are shown until somebody asks for all.
ACHIEVEMENTS = 6


@ui.page("/missions")
async def missions(request: Request) -> None:
    """Missions, quests and achievements that are open, and the completed ones below them."""
    me = await current.require(request)
    screen = Screen(me)
    follow(me, screen.tell)
    cards, timezone = await door.read(_view, me.player_id, now=door.now())
    with frame("Missions", me, active="missions", narrow=True) as toasts:
        with page_head(
            "Missions", "Goals with a reward. What you have earned stays yours, whatever happens to a mission."
        ):
            button_link("Seasons", "/seasons")
        screen.draw(cards, toasts, timezone)


class Screen:
    """One open list of missions."""

    def __init__(self, me: SignedIn) -> None:
        self._me = me

    def draw(self, cards: Sequence[MissionCard], toasts: Toasts, timezone: str) -> None:
        self._toasts = toasts
        why = Why(self._me.player_id, toasts, timezone=timezone).mission
        self._open = MissionList(
            _open(cards, Kind.MISSION),
            heading="Open",
            empty=("Everything is done", "New missions appear here as soon as they start."),
            on_why=why,
        )
        self._quests = MissionList(
            _open(cards, Kind.QUEST),
            heading="Quests",
            more=("/quests", "Your quests so far"),
            empty=("No quest to accept", "A quest leads through several steps. New ones appear here."),
            on_why=why,
            on_accept=self._accept,
            on_abandon=self._abandon,
        )
        self._achievements = MissionList(
            _open(cards, Kind.ACHIEVEMENT),
            heading="Achievements",
            empty=("You have them all", "New ones appear here as soon as they are published."),
            at_first=ACHIEVEMENTS,
            on_why=why,
        )
        self._done = MissionList(
            _done(cards),
            heading="Completed",
            empty=("None yet", "The first completed mission will stand here."),
            on_why=why,
        )

    async def tell(self, news: News) -> None:
        self._toasts.tell_all(news.mine)
        if news.mine or news.stale(Topic.MISSIONS):
            cards = await door.read(queries.mission_cards, self._me.player_id, now=door.now())
            self._open.show(_open(cards, Kind.MISSION))
            self._quests.show(_open(cards, Kind.QUEST))
            self._achievements.show(_open(cards, Kind.ACHIEVEMENT))
            self._done.show(_done(cards))

    async def _accept(self, mission_id: UUID) -> None:
        accept = door.write(quests.accept, mission_id, player_id=self._me.player_id, now=door.now())
        await attempt(self._toasts, accept, "Quest accepted")

    async def _abandon(self, mission_id: UUID) -> None:
        if not await confirmed("Abandon this quest?", "What you have earned in it stays yours.", "Abandon"):
            return
        abandon = door.write(quests.abandon, mission_id, player_id=self._me.player_id, now=door.now())
        await attempt(self._toasts, abandon, "Quest abandoned")


def _view(session: Session, player_id: UUID, *, now: datetime) -> tuple[tuple[MissionCard, ...], str]:
    """The missions and the player's time zone."""
    card = players.player_card(session, player_id, now=now)
    return queries.mission_cards(session, player_id, now=now), card.timezone


def _open(cards: Sequence[MissionCard], kind: Kind) -> list[MissionCard]:
    return [card for card in cards if card.kind is kind and card.standing is not Standing.COMPLETED]


def _done(cards: Sequence[MissionCard]) -> list[MissionCard]:
    return [card for card in cards if card.standing is Standing.COMPLETED]
