"""The shop: what coins buy, and what one bought."""

from datetime import datetime
from uuid import UUID, uuid4

from fastapi import Request
from nicegui import ui
from sqlmodel import Session

from app import door
from app.auth import current
from app.following import follow
from app.news import News, Topic
from app.pages.attempt import attempt
from components import goods
from components.forms import confirmed
from components.frame import frame, page_head
from components.goods import Goods, shop_tabs
from components.toasts import Toasts
from domain.rules.rewards import coins
from domain.services import shop as verbs
from domain.store.queries import players
from domain.store.queries import shop as queries
from domain.views import ShopPage, SignedIn


@ui.page("/shop")
async def shop(request: Request) -> None:
    """What the signed-in player can buy."""
    me = await current.require(request)
    screen = Screen(me)
    follow(me, screen.tell)
    page, timezone = await door.read(_view, me.player_id, now=door.now())
    with frame("Shop", me, active="rewards", narrow=True) as toasts:
        with page_head("Shop", "Coins come with missions and rewards. Spend them, or keep them: they do not expire."):
            shop_tabs("/shop")
        screen.draw(page, timezone, toasts)


class Screen:
    """One open page of the shop."""

    def __init__(self, me: SignedIn) -> None:
        self._me = me

    def draw(self, page: ShopPage, timezone: str, toasts: Toasts) -> None:
        self._toasts, self._zone = toasts, timezone
        self._offers = Goods(
            [],
            heading="On offer",
            empty=("gift", "Nothing is on offer", "An admin can put something here. Your coins stay yours."),
            on_act=self._act,
        )
        self._bought = Goods(
            [], heading="What you bought", empty=("coin", "Nothing yet", "What you buy stands here."), on_act=self._act
        )
        self._show(page)

    async def tell(self, news: News) -> None:
        self._toasts.tell_all(news.mine)
        if news.mine or news.stale(Topic.SHOP):
            page, self._zone = await door.read(_view, self._me.player_id, now=door.now())
            self._show(page)

    def _show(self, page: ShopPage) -> None:
        self._page = page
        note = f"You have {coins(page.coins)}"
        self._offers.show([goods.offer(one, self._zone) for one in page.offers], note=note)
        self._bought.show([goods.bought(one, self._zone) for one in page.bought])

    async def _act(self, _key: str, offer_id: str) -> None:
        offer = next((one for one in self._page.offers if one.id == offer_id), None)
        if offer is None:
            return
        waits = " An admin has to agree; if not, your coins come back." if offer.approval else ""
        text = f"It costs {coins(offer.price)} of your {self._page.coins:,}.{waits}"
        if await confirmed(f"Buy {offer.title}?", text, "Buy it"):
            buy = door.write(verbs.buy, uuid4(), offer_id, player_id=self._me.player_id, now=door.now())
            await attempt(self._toasts, buy, "Bought. It waits for an admin." if offer.approval else "Bought")


def _view(session: Session, player_id: UUID, *, now: datetime) -> tuple[ShopPage, str]:
    return queries.page(session, player_id, now=now), players.player_card(session, player_id, now=now).timezone
