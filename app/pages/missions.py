"""All missions a player can work on."""

from collections.abc import Sequence

from fastapi import Request
from nicegui import ui

from app import door
from app.auth import current
from app.following import follow
from app.live import News, Topic
from components.frame import frame, page_head
from components.missions import MissionList
from components.toasts import Toasts
from domain.store.queries import missions as queries
from domain.views import MissionCard, SignedIn


@ui.page("/missions")
async def missions(request: Request) -> None:
    """The open missions, and the completed ones below them."""
    me = await current.require(request)
    screen = Screen(me)
    follow(me, screen.tell)
    cards = await screen.read()
    with frame("Missions", me, active="missions", narrow=True) as toasts:
        page_head("Missions", "Goals with a reward. What you have earned stays yours, whatever happens to a mission.")
        screen.draw(cards, toasts)


class Screen:
    """One open list of missions."""

    def __init__(self, me: SignedIn) -> None:
        self._me = me

    async def read(self) -> tuple[MissionCard, ...]:
        return await door.read(queries.mission_cards, self._me.player_id, now=door.now())

    def draw(self, cards: Sequence[MissionCard], toasts: Toasts) -> None:
        self._toasts = toasts
        self._open = MissionList(
            _open(cards),
            heading="Open",
            empty=("Everything is done", "New missions appear here as soon as they start."),
        )
        self._done = MissionList(
            _done(cards), heading="Completed", empty=("None yet", "The first completed mission will stand here.")
        )

    async def tell(self, news: News) -> None:
        self._toasts.tell_all(news.mine)
        if news.mine or news.stale(Topic.MISSIONS):
            cards = await self.read()
            self._open.show(_open(cards))
            self._done.show(_done(cards))


def _open(cards: Sequence[MissionCard]) -> list[MissionCard]:
    return [card for card in cards if card.completed_at is None]


def _done(cards: Sequence[MissionCard]) -> list[MissionCard]:
    return [card for card in cards if card.completed_at is not None]
