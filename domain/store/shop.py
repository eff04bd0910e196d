"""The shop as it is stored: what is on offer, and who bought how much of it."""

from uuid import UUID

from sqlmodel import Session, select

from domain.rules.shop import Customer
from domain.specs import OfferSpec, RewardKind
from domain.store import awards, ledger, rewards
from domain.store.driver import connection
from domain.store.tables import OfferRow, PurchaseRow


def lock_offer(session: Session, offer_id: str) -> OfferRow | None:
    """An offer that nobody else sells or changes until this transaction ends. Comes behind the lock of the buyer."""
    return session.exec(select(OfferRow).where(OfferRow.id == offer_id).with_for_update()).first()


def lock_purchase(session: Session, purchase_id: UUID) -> PurchaseRow | None:
    """A purchase that nobody else decides about until this transaction ends; behind the lock of its player."""
    return session.exec(
        select(PurchaseRow)
        .where(PurchaseRow.id == purchase_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def bought(session: Session, offer_id: str, player_id: UUID) -> int:
    """How many of an offer a person has bought and not given back, with every account that was merged into his."""
    row = connection(session).execute(
        """
        with recursive person as (
            select %(player)s::uuid as id union select m.from_id from person join merger m on m.into_id = person.id
        )
        select count(*) from purchase where offer_id = %(offer)s and place is not null
          and player_id in (select id from person)
        """,
        {"player": player_id, "offer": offer_id},
    )
    found = row.fetchone()
    return int(found[0]) if found else 0


def free_place(session: Session, offer_id: str, player_id: UUID) -> int:
    """The first place among those a player may have that is not taken."""
    row = connection(session).execute(
        """
        select min(place) from (
            select 1 as place union
            select place + 1 from purchase where offer_id = %(offer)s and player_id = %(player)s
        ) next where not exists (
            select from purchase p where (p.offer_id, p.player_id, p.place) = (%(offer)s, %(player)s, next.place)
        )
        """,
        {"player": player_id, "offer": offer_id},
    )
    found = row.fetchone()
    return int(found[0]) if found and found[0] else 1


def customer(session: Session, player_id: UUID, spec: OfferSpec) -> Customer:
    """What counts of a player who wants to buy something."""
    gives, name = spec.gives, str(spec.gives.reference)
    has_it = gives.kind is RewardKind.TITLE and name in rewards.titles(session, player_id)
    if gives.kind is RewardKind.BADGE:
        badge = awards.badges(session, [name])[name]
        has_it = not badge.repeatable and bool(awards.held(session, [(name, player_id)]))
    return Customer(ledger.coins_of(session, player_id), bought(session, spec.id, player_id), has_it)
