from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.rules.shop import Customer, refusal
from domain.specs import OfferSpec

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SOON, JUST = NOW + timedelta(microseconds=1), NOW - timedelta(microseconds=1)
RICH = Customer(coins=500, bought=0, has_it=False)


def offer(**fields: Any) -> OfferSpec:
    gives = {"kind": "freeze"}
    return OfferSpec.model_validate({"id": "f", "title": "A freeze", "price": 500, "gives": gives, **fields})


@pytest.mark.parametrize(
    ("fields", "sold", "customer", "said"),
    [
        ({}, 9_999, RICH, None),
        ({"on": False}, 0, RICH, "This is not on offer now."),
        ({"starts_at": NOW}, 0, RICH, None),
        ({"starts_at": SOON}, 0, RICH, "This is not on offer yet."),
        ({"ends_at": SOON}, 0, RICH, None),
        ({"ends_at": NOW}, 0, RICH, "This is no longer on offer."),
        ({"ends_at": JUST}, 0, RICH, "This is no longer on offer."),
        ({}, 0, Customer(500, 1, has_it=True), "You have this already."),
        ({"stock": 3}, 2, RICH, None),
        ({"stock": 3}, 3, RICH, "This is sold out."),
        ({"stock": 0}, 0, RICH, "This is sold out."),
        ({"per_person": 3}, 9, Customer(500, 2, has_it=False), None),
        (
            {"per_person": 1},
            9,
            Customer(500, 1, has_it=False),
            "You have bought this once, which is as often as one can.",
        ),
        (
            {"per_person": 2},
            9,
            Customer(500, 2, has_it=False),
            "You have bought this twice, which is as often as one can.",
        ),
        (
            {"per_person": 3},
            9,
            Customer(500, 3, has_it=False),
            "You have bought this 3 times, which is as often as one can.",
        ),
        ({}, 0, Customer(499, 0, has_it=False), "You have 499 coins; this costs 500."),
        ({"price": 2}, 0, Customer(1, 0, has_it=False), "You have 1 coin; this costs 2."),
    ],
)
def test_whoever_cannot_buy_something_is_told_why(
    fields: dict[str, Any], sold: int, customer: Customer, said: str | None
) -> None:
    assert refusal(offer(**fields), sold, customer, NOW) == said


def test_what_he_can_do_nothing_about_is_told_first() -> None:
    everything = offer(on=False, ends_at=JUST, stock=0, per_person=1)
    poor = Customer(coins=0, bought=1, has_it=True)
    assert refusal(everything, 0, poor, NOW) == "This is not on offer now."
    assert refusal(offer(stock=0), 0, Customer(0, 0, has_it=False), NOW) == "This is sold out."
