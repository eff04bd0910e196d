"""The shop for its screens: what a player can buy and has bought, and what waits for an admin."""

from datetime import datetime
from typing import LiteralString
from uuid import UUID

from sqlmodel import Session

from domain.errors import NotFound
from domain.rules.rewards import name_of
from domain.rules.shop import refusal
from domain.specs import OfferSpec
from domain.store import awards, ledger, shop
from domain.store.driver import connection
from domain.views import OfferDefinition, OfferView, PurchaseView, ShopPage

#: So many purchases are shown.
SHOWN = 50

_PURCHASES: LiteralString = """
    select p.id, p.title, p.price, p.state, p.real, r.used_at is not null, p.at, p.player_id, player.name,
           coalesce((select s.reason from purchase_step s where s.purchase_id = p.id order by s.at desc limit 1), '')
    from purchase p join player on player.id = p.player_id
    left join reward r on r.cause = 'purchase' and r.cause_id = p.id::text and r.grant_key = 'purchase:' || p.id
"""


def page(session: Session, player_id: UUID, *, now: datetime) -> ShopPage:
    """The shop as a player sees it: what he can buy first, the cheapest first. What is over is not shown."""
    offers = [_offer(session, player_id, one, now) for one in definitions(session) if _is_shown(one.spec, now)]
    bought = connection(session).execute(
        _PURCHASES + "where p.player_id = %s order by p.at desc, p.id limit %s", (player_id, SHOWN)
    )
    return ShopPage(
        coins=ledger.coins_of(session, player_id),
        offers=tuple(sorted(offers, key=lambda one: (one.refusal is not None, one.price, one.title))),
        bought=tuple(PurchaseView(*row) for row in bought),
    )


def definitions(session: Session) -> tuple[OfferDefinition, ...]:
    """Every offer, those that are off too, in the order of their titles."""
    rows = connection(session).execute("select spec, sold from offer order by lower(spec ->> 'title'), id")
    return tuple(OfferDefinition(OfferSpec.model_validate(spec), sold) for spec, sold in rows)


def definition(session: Session, offer_id: str) -> OfferDefinition:
    """One offer. Raises `NotFound`."""
    for one in definitions(session):
        if one.spec.id == offer_id:
            return one
    raise NotFound("There is no such offer.")


def queue(session: Session) -> tuple[PurchaseView, ...]:
    """What waits for an admin, the oldest first, and then what was decided, the newest first."""
    rows = connection(session).execute(
        _PURCHASES
        + """
        order by p.state not in ('waiting', 'approved'),
                 case when p.state in ('waiting', 'approved') then p.at end, p.at desc, p.id limit %s
        """,
        (4 * SHOWN,),
    )
    return tuple(PurchaseView(*row) for row in rows)


def waiting(session: Session) -> int:
    """How many purchases wait for an admin."""
    row = connection(session).execute("select count(*) from purchase where state in ('waiting', 'approved')").fetchone()
    return int(row[0]) if row else 0


def _is_shown(spec: OfferSpec, now: datetime) -> bool:
    return spec.on and not (spec.starts_at and now < spec.starts_at) and not (spec.ends_at and now >= spec.ends_at)


def _offer(session: Session, player_id: UUID, one: OfferDefinition, now: datetime) -> OfferView:
    spec = one.spec
    customer = shop.customer(session, player_id, spec)
    return OfferView(
        id=spec.id,
        title=spec.title,
        text=spec.text,
        price=spec.price,
        kind=spec.gives.kind,
        name=name_of(spec.gives, awards.named(session, [spec.gives])),
        real=spec.real,
        approval=spec.approval,
        left=None if spec.stock is None else spec.stock - one.sold,
        bought=customer.bought,
        per_person=spec.per_person,
        ends_at=spec.ends_at,
        refusal=refusal(spec, one.sold, customer, now),
    )
