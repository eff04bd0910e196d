from typing import Any

import pytest

from domain.specs import OfferSpec
from tests.domain.specs.faults import fields, sentence, survives

COFFEE: dict[str, Any] = {
    "id": "coffee", "title": "A coffee", "price": 50, "gives": {"kind": "item", "reference": "Coffee"},
}  # fmt: skip
NINE, TEN = "2026-11-20T09:00:00Z", "2026-11-20T10:00:00Z"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"gives": {"kind": "xp", "amount": 5}}, "Coins buy neither XP nor coins: these are earned."),
        ({"gives": {"kind": "coins", "amount": 5}}, "Coins buy neither XP nor coins: these are earned."),
        ({"gives": {"kind": "freeze", "by_hand": True}}, "What is bought needs no claiming."),
        ({"gives": {"kind": "freeze"}, "real": True}, "Only a thing is handed over by a person."),
        ({"starts_at": TEN, "ends_at": NINE}, "The end must come after the start."),
        ({"starts_at": TEN, "ends_at": TEN}, "The end must come after the start."),
    ],
)
def test_what_cannot_be_offered_is_said(given: dict[str, Any], said: str) -> None:
    assert sentence(OfferSpec, COFFEE | given) == said


@pytest.mark.parametrize(
    "given",
    [
        {"real": True, "approval": True},
        {"gives": {"kind": "freeze"}},
        {"starts_at": NINE, "ends_at": TEN},
        {"starts_at": TEN},
        {"ends_at": NINE},
        {"stock": 0, "per_person": 1},
    ],
)
def test_what_can_be_offered_is(given: dict[str, Any]) -> None:
    assert survives(OfferSpec.model_validate(COFFEE | given))


def test_an_offer_as_it_comes_is_on_and_its_thing_is_had_at_once() -> None:
    spec = OfferSpec.model_validate(COFFEE)
    assert (spec.on, spec.real, spec.approval, spec.stock, spec.per_person) == (True, False, False, None, None)
    assert fields(OfferSpec, COFFEE | {"price": 0}) == ["price"]
