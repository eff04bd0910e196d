"""Rewards: what waits to be claimed, what one keeps, titles, and what was before."""

from collections.abc import Awaitable
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
from components import goods
from components.frame import frame, page_head
from components.goods import Goods, shop_tabs
from components.toasts import Toasts
from domain.services import rewards as verbs
from domain.specs import RewardKind
from domain.store.queries import players
from domain.store.queries import rewards as queries
from domain.views import RewardsPage, SignedIn

_DONE = {
    "claim": "Claimed. Enjoy it.",
    "use": "It is in use now",
    "wear": "You wear it now",
    "take-off": "Taken off",
}


@ui.page("/rewards")
async def rewards(request: Request) -> None:
    """The rewards of the signed-in player."""
    me = await current.require(request)
    screen = Screen(me)
    follow(me, screen.tell)
    page, timezone = await door.read(_view, me.player_id, now=door.now())
    with frame("Rewards", me, active="rewards", narrow=True) as toasts:
        with page_head("Rewards", "What missions and people gave you. Nothing here hurries you."):
            shop_tabs("/rewards")
        screen.draw(page, timezone, toasts)


class Screen:
    """One open page of rewards."""

    def __init__(self, me: SignedIn) -> None:
        self._me = me

    def draw(self, page: RewardsPage, timezone: str, toasts: Toasts) -> None:
        self._toasts, self._zone = toasts, timezone
        self._waiting = Goods(
            [],
            heading="Waiting for you",
            empty=("gift", "Nothing waits", "Rewards that you claim yourself wait here."),
            on_act=self._act,
        )
        self._kept = Goods(
            [],
            heading="Your things",
            empty=("star", "Nothing kept", "Things, boosts and streak freezes stay here until you use them."),
            on_act=self._act,
        )
        self._titles = Goods(
            [],
            heading="Titles",
            empty=("crown", "No title yet", "One of your titles can stand beside your name."),
            on_act=self._act,
        )
        self._past = Goods(
            [],
            heading="Before",
            empty=("clock", "Nothing yet", "What you were given stands here, with what became of it."),
            on_act=self._act,
        )
        self._show(page)

    async def tell(self, news: News) -> None:
        self._toasts.tell_all(news.mine)
        if news.mine or news.resync:
            page, self._zone = await door.read(_view, self._me.player_id, now=door.now())
            self._show(page)

    def _show(self, page: RewardsPage) -> None:
        zone, self._kept_now = self._zone, page.kept
        self._waiting.show([goods.waiting(one, zone) for one in page.waiting])
        self._kept.show([goods.kept(one, zone) for one in page.kept])
        self._titles.show([goods.title(name, worn=name == page.worn) for name in page.titles])
        self._past.show([goods.past(one, zone) for one in page.past])
        self._titles.element.set_visibility(bool(page.titles))

    async def _act(self, key: str, good: str) -> None:
        is_boost = key == "use" and any(str(one.id) == good and one.kind is RewardKind.BOOST for one in self._kept_now)
        done = "It starts within a minute" if is_boost else _DONE[key]
        await attempt(self._toasts, self._write(key, good), done)

    def _write(self, key: str, good: str) -> Awaitable[object]:
        me, now = self._me.player_id, door.now()
        match key:
            case "claim":
                return door.write(verbs.claim, me, UUID(good), now=now)
            case "use":
                return door.write(verbs.use, me, UUID(good), now=now)
            case _:
                return door.write(verbs.wear, me, good if key == "wear" else None, now=now)


def _view(session: Session, player_id: UUID, *, now: datetime) -> tuple[RewardsPage, str]:
    return queries.page(session, player_id), players.player_card(session, player_id, now=now).timezone
