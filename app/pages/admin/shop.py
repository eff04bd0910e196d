"""The shop for admins: what waits for them, what is on offer, and the form of an offer."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import Request
from nicegui import ui
from pydantic import ValidationError

from app import door
from app.auth import current
from app.news import News, Topic
from app.pages.admin.guard import follow_as_admin
from app.pages.admin.sentences import CHECK, sentence_of
from app.pages.attempt import attempt
from components.forms import button, confirmed
from components.frame import frame, page_head, words
from components.goods import admin_shop_tabs
from components.layout import card
from components.local_time import moment_of, text_of
from components.offer_form import OfferForm, OfferInput, input_of
from components.reason_form import ask_reason
from components.reward_values import raw_reward, reward_field
from components.table import Action, Chip, Column, Table, Tone
from components.toasts import Toasts
from domain.errors import Invalid, QuestboardError
from domain.rules.rewards import name_of
from domain.rules.slugs import slug_of
from domain.services import shop as verbs
from domain.specs import OfferSpec
from domain.store.queries import badges, players
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
        with page_head("Shop", "What coins buy. Stock and limits hold, however many buy at once."):
            admin_shop_tabs("/admin/shop")
            link = words("a", "New offer").classes("qb-button is-primary")
            link.props["href"] = "/admin/shop/new"
        screen.draw(offers, queue, zone, toasts)


@ui.page("/admin/shop/new")
async def new_offer(request: Request) -> None:
    """An empty form."""
    await _open(request, None)


@ui.page("/admin/shop/{offer_id}")
async def edit_offer(request: Request, offer_id: str) -> None:
    """The form of an offer there is."""
    await _open(request, offer_id)


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
    return {
        "id": spec.id,
        "what": {"title": spec.title, "text": name_of(spec.gives, {})},
        "price": spec.price,
        "sold": sold,
        "chips": [chip for applies, chip in said if applies],
        "do": [Action("edit", "Edit", href=f"/admin/shop/{spec.id}", describe=f"Edit {spec.title}")],
    }


async def _open(request: Request, offer_id: str | None) -> None:
    me = await current.require_admin(request)
    stored = await door.read(queries.definition, offer_id) if offer_id is not None else None
    zone = (await door.read(players.player_card, me.player_id, now=door.now())).timezone
    editor = Editor(me, stored.spec if stored else None, zone)

    async def tell(news: News) -> None:
        toasts.tell_all(news.mine)

    follow_as_admin(me, tell)
    choices = await door.read(badges.all_badges)
    title = stored.spec.title if stored else "New offer"
    with frame(title, me, active="admin-shop", narrow=True) as toasts:
        page_head(title, "Whoever bought it before keeps what he got, at the price of that time.")
        with ui.element("div").classes("qb-stack"):
            editor.form = OfferForm(
                editor.typed, choices, zone=zone, slug_of=None if stored else slug_of, on_change=editor.changed
            )
            with ui.element("div").classes("qb-actions"):
                button("Save offer", lambda: editor.save(toasts), primary=True).mark("save")
                link = words("a", "Cancel").classes("qb-button is-quiet")
                link.props["href"] = "/admin/shop"


class Editor:
    """One open form."""

    form: OfferForm

    def __init__(self, me: SignedIn, stored: OfferSpec | None, zone: str) -> None:
        self._me, self._zone, self._is_new = me, zone, stored is None
        self._stored = stored
        self.typed = input_of(stored, self._local) if stored else OfferInput()

    def changed(self) -> None:
        """Check everything, but mark only what was touched."""
        try:
            spec_of(self.typed, self._zone)
        except Invalid as refusal:
            self.form.show_errors(refusal.fields)
        else:
            self.form.show_errors({})

    async def save(self, toasts: Toasts) -> None:
        """Write it, or say what is wrong."""
        try:
            spec = spec_of(self.typed, self._zone)
            await door.write(verbs.put, spec, is_new=self._is_new, actor_id=self._me.player_id, now=door.now())
        except Invalid as refusal:
            self.form.show_errors(refusal.fields, everywhere=True)
        except QuestboardError as refusal:
            toasts.say(refusal.title, refusal.sentence, good=False)
        else:
            ui.navigate.to("/admin/shop")

    def _local(self, name: str) -> str:
        moment = getattr(self._stored, name)
        return text_of(moment, self._zone) if moment else ""


def spec_of(typed: OfferInput, zone: str) -> OfferSpec:
    """The spec behind the form. Raises `Invalid` with the fields of the form."""
    problems: dict[str, str] = {}
    raw: dict[str, Any] = {
        **{name: getattr(typed, name) for name in ("id", "title", "text", "price", "approval", "stock", "on")},
        "per_person": typed.per_person,
        "real": typed.real and typed.gives.kind == "item",
        "gives": raw_reward(typed.gives),
    }
    for name in ("starts_at", "ends_at"):
        try:
            raw[name] = moment_of(getattr(typed, name), zone) if getattr(typed, name) else None
        except ValueError:
            problems[name] = "A date and a time, please."
    try:
        spec = OfferSpec.model_validate(raw)
    except ValidationError as error:
        found: dict[str, str] = {}
        for mistake in error.errors():
            sentence = sentence_of(mistake)
            found.setdefault(_field(mistake["loc"], typed, sentence), sentence)
        raise Invalid(CHECK, found | problems) from None
    if problems:
        raise Invalid(CHECK, problems)
    return spec


def _field(location: Sequence[int | str], typed: OfferInput, sentence: str) -> str:
    match list(location):
        case ["gives", *rest]:
            return f"gives.{reward_field(rest, typed.gives)}"
        case []:
            return "ends_at" if sentence.startswith("The end") else ""
        case [field, *_]:
            return str(field)
    return ""
