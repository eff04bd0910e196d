"""The form of an offer in the shop."""

from functools import partial
from typing import Any

from fastapi import Request
from nicegui import ui

from app import door
from app.auth import current
from app.pages.admin.editing import Editor, form_page
from app.pages.admin.sentences import CHECK, Location, checked
from components.layout import stack
from components.local_time import moment_of, text_of
from components.offer_form import OfferForm, OfferInput, input_of
from components.reward_values import raw_reward, reward_field
from domain.errors import Invalid
from domain.rules.slugs import slug_of
from domain.services import shop as verbs
from domain.specs import OfferSpec
from domain.store.queries import badges, players
from domain.store.queries import shop as queries


@ui.page("/admin/shop/new")
async def new_offer(request: Request) -> None:
    """An empty form."""
    await _open(request, None)


@ui.page("/admin/shop/{offer_id}")
async def edit_offer(request: Request, offer_id: str) -> None:
    """The form of an offer there is."""
    await _open(request, offer_id)


async def _open(request: Request, offer_id: str | None) -> None:
    me = await current.require_admin(request)
    stored = (await door.read(queries.definition, offer_id)).spec if offer_id is not None else None
    zone = (await door.read(players.player_card, me.player_id, now=door.now())).timezone
    choices = await door.read(badges.all_badges)
    typed = input_of(stored, lambda name: _local(stored, name, zone)) if stored else OfferInput()
    title = stored.title if stored else "New offer"
    text = "Whoever bought it before keeps what he got, at the price of that time."
    with form_page(me, title, text, active="admin-shop") as toasts, stack():
        keep = partial(verbs.put, is_new=stored is None)
        editor = Editor(me, toasts, spec_of=lambda: spec_of(typed, zone), keep=keep, home="/admin/shop")
        slugs = None if stored else slug_of
        editor.fields = OfferForm(typed, choices, zone=zone, slug_of=slugs, on_change=editor.check).fields
        editor.draw_actions("Save offer")


def _local(spec: OfferSpec, name: str, zone: str) -> str:
    moment = getattr(spec, name)
    return text_of(moment, zone) if moment else ""


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
        spec = checked(OfferSpec, raw, partial(_field, typed))
    except Invalid as refusal:
        raise Invalid(CHECK, refusal.fields | problems) from None
    if problems:
        raise Invalid(CHECK, problems)
    return spec


def _field(typed: OfferInput, location: Location, sentence: str) -> str:
    match list(location):
        case ["gives", *rest]:
            return f"gives.{reward_field(rest, typed.gives)}"
        case []:
            return "ends_at" if sentence.startswith("The end") else ""
        case [field, *_]:
            return str(field)
        case _:
            return ""
