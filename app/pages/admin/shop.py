"""The shop for admins: what waits for them, and what is on offer."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import Request
from nicegui import ui

from app import door
from app.auth import current
from app.news import News, Topic
from app.pages.admin.guard import follow_as_admin
from app.pages.admin.listing import edit
from app.pages.attempt import attempt
from components.forms import button_link, confirmed
from components.frame import frame, page_head, words
from components.goods import admin_shop_tabs
from components.layout import card
from components.reason_form import ask_reason
from components.table import Action, Chip, Column, Table, Tone
from components.toasts import Toasts
from domain.rules.rewards import name_of
from domain.services import shop as verbs
from domain.store.queries import players
from domain.store.queries import shop as queries
from domain.views import OfferDefinition, PurchaseView, SignedIn

_CHIPS = {
    "waiting": Chip("waits for you", "info"),
    "approved": Chip("to be handed over", "info"),
    "done": Chip("done", "good"),
    "refused": Chip("refused"),
    "refunded": Chip("given back"),
}
_ACTIONS: Mapping[str, Sequence[tuple[str, str, Tone]]] = {
    "waiting": (("approve", "Agree", "primary"), ("refuse", "Refuse", "danger")),
    "approved": (("hand_over", "Handed over", "primary"), ("refund", "Give back", "danger")),
    "done": (("refund", "Give back", "danger"),),
}


@ui.page("/admin/shop")
async def shop(request: Request) -> None:
    """What waits for an admin, and the offers."""
    me = await current.require_admin(request)
    screen = Screen(me)
    follow_as_admin(me, screen.tell)
    zone = (await door.read(players.player_card, me.player_id, now=door.now())).timezone
    offers, queue = await door.read(queries.definitions), await door.read(queries.queue)
    with frame("Shop", me, active="admin-shop") as toasts:
        head = page_head("Shop", "What coins buy. Stock and limits hold, however many buy at once.")
        with head, ui.element("div").classes("qb-actions"):
            admin_shop_tabs("/admin/shop")
            button_link("New offer", "/admin/shop/new", primary=True)
        screen.draw(offers, queue, zone, toasts)


class Screen:
    """One open list of purchases and offers."""

    def __init__(self, me: SignedIn) -> None:
        self._me = me

    def draw(self, offers: Sequence[OfferDefinition], queue: Sequence[PurchaseView], zone: str, toasts: Toasts) -> None:
        self._toasts = toasts
        with card("Purchases"):
            words("h2", "Purchases")
            self._queue = Table(
                (
                    Column("what", "Bought", "title"),
                    Column("price", "Coins", "number"),
                    Column("at", "When", "time"),
                    Column("state", "State", "chips"),
                    Column("do", "", "actions"),
                ),
                caption="Purchases",
                timezone=zone,
                empty=("inbox", "Nothing was bought yet", "What needs your agreement, or your hands, stands here."),
                on_act=self._act,
            )
        with card("Offers"):
            words("h2", "Offers")
            self._offers = Table(
                (
                    Column("what", "Offer", "title"),
                    Column("price", "Coins", "number"),
                    Column("sold", "Sold"),
                    Column("chips", "Properties", "chips"),
                    Column("do", "", "actions"),
                ),
                caption="Offers",
                timezone=zone,
                empty=(
                    "gift",
                    "Nothing is on offer",
                    "Give coins a use: a title, a walk with a mentor.",
                ),
            )
        self._show(offers, queue)

    async def tell(self, news: News) -> None:
        self._toasts.tell_all(news.mine)
        if news.stale(Topic.SHOP):
            self._show(await door.read(queries.definitions), await door.read(queries.queue))

    def _show(self, offers: Sequence[OfferDefinition], queue: Sequence[PurchaseView]) -> None:
        self._titles = {str(one.id): f"{one.title} · {one.player_name}" for one in queue}
        self._queue.show([self._purchase(one) for one in queue])
        self._offers.show([_offer(one) for one in offers])

    def _purchase(self, one: PurchaseView) -> dict[str, Any]:
        allowed = one.player_id != self._me.player_id
        return {
            "id": str(one.id),
            "what": {"title": one.title, "text": " · ".join(filter(None, (one.player_name, one.reason)))},
            "price": one.price,
            "at": one.at,
            "state": [_CHIPS[one.state]],
            "do": [
                Action(key, label, tone, describe=f"{label}: {one.title} for {one.player_name}")
                for key, label, tone in _ACTIONS.get(one.state, ())
                if allowed and not (key == "refund" and one.used)
            ],
        }

    async def _act(self, key: str, purchase: str) -> None:
        name = self._titles.get(purchase, "")
        if key in {"refuse", "refund"}:
            await self._take_back(key, purchase, name)
            return
        if key == "hand_over" and not await confirmed("Handed over?", f"{name}. It is then used.", "Handed over"):
            return
        verb, done = (verbs.approve, "Agreed") if key == "approve" else (verbs.hand_over, "Handed over")
        decided = door.write(verb, UUID(purchase), actor_id=self._me.player_id, now=door.now())
        await attempt(self._toasts, decided, done)

    async def _take_back(self, key: str, purchase: str, name: str) -> None:
        title, yes = ("Refuse this purchase?", "Refuse") if key == "refuse" else ("Give the coins back?", "Give back")
        text = f"{name}. The coins come back, and the player reads why."
        reason = await ask_reason(title, text, yes, limit=verbs.MAX_REASON)
        if reason is not None:
            verb = verbs.refuse if key == "refuse" else verbs.refund
            actor, now = self._me.player_id, door.now()
            given = door.write(verb, UUID(purchase), reason=reason, actor_id=actor, now=now)
            await attempt(self._toasts, given, "The coins are back")


def _offer(one: OfferDefinition) -> dict[str, Any]:
    spec = one.spec
    sold = f"{one.sold:,}" if spec.stock is None else f"{one.sold:,} of {spec.stock:,}"
    said = (
        (not spec.on, Chip("off")),
        (spec.real, Chip("handed over")),
        (spec.approval, Chip("with approval", "info")),
        (spec.per_person is not None, Chip(f"{spec.per_person} each")),
    )
    name = name_of(spec.gives, {})
    return {
        "id": spec.id,
        "what": {"title": spec.title, "text": "" if name == spec.title else name},
        "price": spec.price,
        "sold": sold,
        "chips": [chip for applies, chip in said if applies],
        "do": [edit(spec.title, f"/admin/shop/{spec.id}")],
    }
