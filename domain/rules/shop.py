"""Whether something can be bought, and what is said when it cannot."""

from dataclasses import dataclass
from datetime import datetime

from domain.rules.rewards import coins
from domain.specs import OfferSpec


@dataclass(frozen=True, slots=True)
class Customer:
    """What counts of whoever wants to buy: his coins, how many he has bought, and whether he has it for good."""

    coins: int
    bought: int
    has_it: bool


def refusal(offer: OfferSpec, sold: int, customer: Customer, now: datetime) -> str | None:
    """Why this cannot be bought now, in a sentence; None when it can."""
    reasons = (
        (not offer.on, "This is not on offer now."),
        (bool(offer.starts_at and now < offer.starts_at), "This is not on offer yet."),
        (bool(offer.ends_at and now >= offer.ends_at), "This is no longer on offer."),
        (customer.has_it, "You have this already."),
        (offer.stock is not None and sold >= offer.stock, "This is sold out."),
        (
            offer.per_person is not None and customer.bought >= offer.per_person,
            f"You have bought this {_times(customer.bought)}, which is as often as one can.",
        ),
        (customer.coins < offer.price, f"You have {coins(customer.coins)}; this costs {offer.price:,}."),
    )
    return next((sentence for applies, sentence in reasons if applies), None)


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number:,} times")
