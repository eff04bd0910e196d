"""The shop: admins offer things, players buy them with coins, and what a person hands over goes through a queue.

One order of locks: definitions, the player, his purchase, the offer. Whatever moves coins is recorded as it is decided,
with its place behind what the player's balance rests on, and carried out again by a replay.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from domain.errors import Invalid, NotFound, Refused
from domain.events import DomainEvent, OfferChanged, PurchaseChanged
from domain.rules.shop import refusal
from domain.services import booking, coins, rewards
from domain.services.rights import require_admin
from domain.specs import OfferSpec, PersonKind, RewardKind, RewardSpec
from domain.store import audit, definitions, mergers, people, shop
from domain.store import rewards as kept
from domain.store.rewards import Grant
from domain.store.tables import BadgeRow, OfferRow, PlayerRow, PurchaseRow, PurchaseStepRow

MAX_REASON = 300
_MOMENT = timedelta(microseconds=1)


def put(
    session: Session, spec: OfferSpec, *, is_new: bool = False, actor_id: UUID | None, now: datetime
) -> list[DomainEvent]:
    """Offer something, or change what is offered under this id unless it has to be new.

    Whoever bought before keeps what he got. `actor_id` None is the program itself, for a pack.
    """
    if actor_id is not None:
        require_admin(session, actor_id)
    if spec.gives.kind is RewardKind.BADGE and session.get(BadgeRow, spec.gives.reference) is None:
        raise Invalid("Please check the input.", {"gives.reference": "There is no such badge."})
    row, wanted = shop.lock_offer(session, spec.id), spec.model_dump(mode="json")
    if row is None:
        session.add(OfferRow(id=spec.id, spec=wanted, stock=spec.stock))
        action, details = "offer.created", wanted
    else:
        before = OfferSpec.model_validate(row.spec).model_dump(mode="json")
        details = {name: {"from": before[name], "to": value} for name, value in wanted.items() if value != before[name]}
        if is_new:
            raise Invalid("Please check the input.", {"id": "Another offer has this id."})
        if not details:
            return []
        if spec.stock is not None and spec.stock < row.sold:
            sentence = f"{row.sold:,} are sold already, so there cannot be fewer."
            raise Invalid("Please check the input.", {"stock": sentence})
        row.spec, row.stock, action = wanted, spec.stock, "offer.changed"
    session.flush()
    audit.note(session, at=now, actor_id=actor_id, action=action, subject=spec.id, details=details)
    return [OfferChanged(spec.id)]


def buy(session: Session, purchase_id: UUID, offer_id: str, *, player_id: UUID, now: datetime) -> list[DomainEvent]:
    """Buy something. The same `purchase_id` buys once.

    Raises `Refused` with a kind sentence when it is sold out, beyond what one may have, or too dear.
    """
    definitions.share(session)
    players = people.lock(session, [player_id])
    player = session.get(PlayerRow, player_id)
    if player_id not in players or player is None or player.kind != PersonKind.HUMAN:
        raise NotFound("There is no such player.")
    if session.get(PurchaseRow, purchase_id) is not None:
        return []
    offer = shop.lock_offer(session, offer_id)
    if offer is None:
        raise NotFound("There is no such offer.")
    spec = OfferSpec.model_validate(offer.spec)
    if reason := refusal(spec, offer.sold, shop.customer(session, player_id, spec), now):
        raise Refused(reason)
    purchase = _purchase(session, purchase_id, player_id, spec, now)
    offer.sold += 1
    session.add(purchase)
    session.flush()
    return [*book(session, purchase), OfferChanged(offer_id)]


def approve(session: Session, purchase_id: UUID, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Agree to a purchase that waits; the player has it now, or will be handed it."""
    purchase = _open(session, purchase_id, actor_id)
    if purchase.state != "waiting":
        raise Refused("This has been decided already.")
    purchase.state = "approved" if purchase.real else "done"
    return _step(session, purchase, "approved", actor_id, "", now)


def hand_over(session: Session, purchase_id: UUID, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Say that somebody got what he bought."""
    purchase = _open(session, purchase_id, actor_id)
    if purchase.state != "approved":
        raise Refused("There is nothing to hand over.")
    purchase.state = "done"
    used = rewards.hand_over(session, kept.id_of(_key(purchase)), actor_id=actor_id, now=now)
    return [*used, *_step(session, purchase, "done", actor_id, "", now)]


def refuse(session: Session, purchase_id: UUID, *, reason: str, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Do not agree to a purchase that waits: its coins come back, once."""
    said = _reason(reason)
    purchase = _open(session, purchase_id, actor_id)
    if purchase.state != "waiting":
        raise Refused("This has been decided already.")
    return _give_back(session, purchase, "refused", actor_id, said, now)


def refund(session: Session, purchase_id: UUID, *, reason: str, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Take a purchase back: its coins by an entry of its own, once, and what was bought unless it has been used."""
    said = _reason(reason)
    purchase = _open(session, purchase_id, actor_id)
    if purchase.state not in {"approved", "done"}:
        raise Refused("There is nothing to give back.")
    reward = kept.one(session, kept.id_of(_key(purchase)))
    if reward is not None and reward.used_at is not None:
        raise Refused("This has been used already.")
    return _give_back(session, purchase, "refunded", actor_id, said, now)


def book(session: Session, purchase: PurchaseRow) -> list[DomainEvent]:
    """What a purchase does to the game: it is paid, and where nobody has to agree it is there."""
    payer = mergers.carries_on(session, purchase.player_id)
    paid = _move(session, purchase, payer, -purchase.price, _key(purchase), "", purchase.at)
    given = [] if purchase.approval else rewards.grant(session, [_gift(purchase, payer, purchase.at)], now=purchase.at)
    return [*paid, *given, PurchaseChanged(payer, purchase.id, purchase.title, "bought", "", purchase.at)]


def carry_out(session: Session, purchase: PurchaseRow, step: str, reason: str, *, now: datetime) -> list[DomainEvent]:
    """What a step does to the game. That something was handed over is told by its reward."""
    payer = mergers.carries_on(session, purchase.player_id)
    events: list[DomainEvent] = []
    match step:
        case "approved":
            events += rewards.grant(session, [_gift(purchase, payer, now)], now=now)
        case "refused" | "refunded":
            events += _move(session, purchase, payer, purchase.price, f"{_key(purchase)}:back", reason, now)
            events += rewards.undo(session, kept.id_of(_key(purchase)), reason, now=now)
    told = [PurchaseChanged(payer, purchase.id, purchase.title, step, reason, now)]
    booking.tell(session, told)
    return [*events, *told]


def _purchase(session: Session, purchase_id: UUID, player_id: UUID, spec: OfferSpec, now: datetime) -> PurchaseRow:
    """Behind everything that the balance rests on, whatever the clocks of those who booked it."""
    last = kept.booked_until(session, player_id)
    state = "waiting" if spec.approval else "approved" if spec.real else "done"
    return PurchaseRow(
        id=purchase_id,
        offer_id=spec.id,
        player_id=player_id,
        title=spec.title,
        price=spec.price,
        gives=spec.gives.model_dump(mode="json", exclude_defaults=True),
        real=spec.real,
        approval=spec.approval,
        per_person=spec.per_person,
        place=shop.free_place(session, spec.id, player_id),
        state=state,
        at=max(now, last + _MOMENT) if last else now,
    )


def _open(session: Session, purchase_id: UUID, actor_id: UUID) -> PurchaseRow:
    """A purchase to decide about, behind the locks of its player and its own. Nobody decides about his own."""
    require_admin(session, actor_id)
    definitions.share(session)
    found = session.get(PurchaseRow, purchase_id)
    if found is None:
        raise NotFound("There is no such purchase.")
    payer = mergers.carries_on(session, found.player_id)
    if actor_id in {payer, found.player_id}:
        raise Refused("You cannot decide about what you bought yourself. Ask another admin.")
    people.lock(session, {payer})
    purchase = shop.lock_purchase(session, purchase_id)
    if purchase is None:
        raise NotFound("There is no such purchase.")
    return purchase


def _give_back(
    session: Session, purchase: PurchaseRow, step: str, actor_id: UUID, reason: str, now: datetime
) -> list[DomainEvent]:
    purchase.state, purchase.place = step, None
    if (offer := shop.lock_offer(session, purchase.offer_id)) is not None:
        offer.sold -= 1
    return _step(session, purchase, step, actor_id, reason, now)


def _step(
    session: Session, purchase: PurchaseRow, step: str, actor_id: UUID, reason: str, now: datetime
) -> list[DomainEvent]:
    """Record a step behind those before it, and carry it out."""
    reward = kept.one(session, kept.id_of(_key(purchase)))
    behind = [purchase.at, *((reward.at, reward.settled_at) if reward else ())]
    at = max(now, *(one + _MOMENT for one in behind if one is not None))
    session.add(PurchaseStepRow(purchase_id=purchase.id, step=step, at=at, actor_id=actor_id, reason=reason))
    session.flush()  # what is decided twice is refused by the database before anything follows from it
    events = carry_out(session, purchase, step, reason, now=at)
    details = {"title": purchase.title, "player": str(purchase.player_id), "price": purchase.price, "reason": reason}
    audit.note(session, at=now, actor_id=actor_id, action=f"purchase.{step}", subject=str(purchase.id), details=details)
    return [*events, OfferChanged(purchase.offer_id)]


def _move(
    session: Session, purchase: PurchaseRow, payer: UUID, number: int, grant_key: str, reason: str, at: datetime
) -> list[DomainEvent]:
    factors = {"title": purchase.title, **({"reason": reason} if reason else {})}
    return coins.move(session, payer, number, cause_id=str(purchase.id), grant_key=grant_key, factors=factors, now=at)


def _gift(purchase: PurchaseRow, payer: UUID, at: datetime) -> Grant:
    return Grant(
        player_id=payer,
        spec=RewardSpec.model_validate(purchase.gives),
        key=_key(purchase),
        cause="purchase",
        cause_id=str(purchase.id),
        title=purchase.title,
        at=at,
        known_at=at,
    )


def _key(purchase: PurchaseRow) -> str:
    return f"purchase:{purchase.id}"


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Invalid("Please check the input.", {"reason": "Please say why. The player will read it."})
    return reason.strip()[:MAX_REASON]
