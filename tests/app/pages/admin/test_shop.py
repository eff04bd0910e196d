"""The shop as an admin keeps it."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from app.pages.admin.offer import spec_of
from components.offer_form import OfferInput, input_of
from components.reward_values import RewardInput
from domain.errors import Invalid
from domain.services import shop
from domain.specs import OfferSpec
from domain.store import session
from domain.store.queries import shop as queries
from tests.app.pages.conftest import Visit
from tests.app.pages.test_rewards import MUG, given, now, offered
from tests.domain.services import game
from tests.factories import accounts

OTHER = accounts(2)[1]


async def test_an_empty_shop_says_what_it_is_for(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/shop")
    said = {one.props["caption"]: one.props["empty-title"] for one in _tables(admin_visit)}
    assert said == {"Purchases": "Nothing was bought yet", "Offers": "Nothing is on offer"}


async def test_an_offer_is_typed_kept_and_changed(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/shop/new")
    _fill(admin_visit, title="A mug", price=20, stock=3, per_person=1)
    _field(admin_visit, "reward-name").set_value("Mug")
    admin_visit.user.find(marker="save").click()
    wanted = OfferSpec.model_validate({**MUG, "id": "a-mug", "stock": 3, "per_person": 1})
    await admin_visit.eventually(lambda: _stored() == [wanted])
    await admin_visit.user.open("/admin/shop/a-mug")
    _fill(admin_visit, stock=5)
    admin_visit.user.find(marker="save").click()
    await admin_visit.eventually(lambda: [one.stock for one in _stored()] == [5])


async def test_what_is_wrong_is_said_beside_its_field(admin_visit: Visit) -> None:
    offered()
    await admin_visit.user.open("/admin/shop/new")
    _fill(admin_visit, title="", price=0)
    admin_visit.user.find(marker="save").click()
    await admin_visit.eventually(lambda: _field(admin_visit, "title").error == "Please fill this in.")
    assert _field(admin_visit, "price").error == "At least 1, please."
    _fill(admin_visit, title="Mug", price=20)
    _field(admin_visit, "reward-name").set_value("Mug")
    admin_visit.user.find(marker="save").click()
    await admin_visit.eventually(lambda: _field(admin_visit, "id").error == "Another offer has this id.")
    assert len(_stored()) == 1


async def test_there_cannot_be_fewer_than_are_sold(admin_visit: Visit) -> None:
    offered(stock=1)
    _bought(_somebody())
    await admin_visit.user.open("/admin/shop")
    rows = {one.props["caption"]: one.props["rows"] for one in _tables(admin_visit)}
    assert [row["sold"] for row in rows["Offers"]] == ["1 of 1"]
    await admin_visit.user.open("/admin/shop/mug")
    _fill(admin_visit, stock=0)
    admin_visit.user.find(marker="save").click()
    sentence = "1 are sold already, so there cannot be fewer."
    await admin_visit.eventually(lambda: _field(admin_visit, "stock").error == sentence)


async def test_a_purchase_that_waits_is_agreed_to_or_refused_with_a_reason(admin_visit: Visit) -> None:
    offered(real=True, approval=True)
    somebody = _somebody()
    first, second = _bought(somebody), _bought(somebody)
    await admin_visit.user.open("/admin/shop")
    _act(admin_visit, "approve", first)
    await admin_visit.eventually(lambda: _state(first) == "approved")
    _act(admin_visit, "refuse", second)
    await admin_visit.user.should_see("The coins come back, and the player reads why.")
    admin_visit.user.find(marker="yes").click()
    await admin_visit.user.should_see("Please say why. The player will read it.")
    _field(admin_visit, "reason").set_value("None are left.")
    admin_visit.user.find(marker="yes").click()
    await admin_visit.eventually(lambda: _state(second) == "refused")
    assert game.rows("select coins from player where id = %s", somebody) == [(80,)]


async def test_nobody_decides_about_what_he_bought_himself(admin_visit: Visit) -> None:
    given(admin_visit.player_id, kind="coins", amount=100)
    offered(approval=True)
    _bought(admin_visit.player_id)
    await admin_visit.user.open("/admin/shop")
    (purchases,) = (one for one in _tables(admin_visit) if one.props["caption"] == "Purchases")
    assert [row["do"] for row in purchases.props["rows"]] == [[]]


async def test_an_offer_that_is_not_there_cannot_be_edited(admin_visit: Visit) -> None:
    assert (await admin_visit.user.http_client.get("/admin/shop/nothing")).status_code == 404


@pytest.mark.parametrize("page", ["shop", "shop/new", "shop/mug", "rewards"])
async def test_players_are_kept_out(visit: Visit, page: str) -> None:
    offered()
    assert (await visit.user.http_client.get(f"/admin/{page}")).status_code == 403


@pytest.mark.parametrize(
    ("change", "at", "sentence"),
    [
        ({"price": None}, "price", "A whole number, please."),
        ({"id": "A Mug"}, "id", "Small letters, digits and hyphens only."),
        ({"gives": RewardInput("item")}, "gives.name", "Which item?"),
        ({"starts_at": "soon"}, "starts_at", "A date and a time, please."),
        (
            {"starts_at": "2026-12-02T10:00", "ends_at": "2026-12-02T09:00"},
            "ends_at",
            "The end must come after the start",
        ),
    ],
)
def test_a_mistake_is_a_sentence(change: dict[str, Any], at: str, sentence: str) -> None:
    typed = input_of(OfferSpec.model_validate(MUG), lambda _: "")
    for name, value in change.items():
        setattr(typed, name, value)
    with pytest.raises(Invalid) as refused:
        spec_of(typed, "Europe/Berlin")
    assert sentence in refused.value.fields[at]


def test_an_offer_survives_the_form() -> None:
    spec = OfferSpec.model_validate(
        MUG | {"text": "Blue.", "real": True, "approval": True, "stock": 4, "per_person": 2}
    )
    assert spec_of(input_of(spec, lambda _: ""), "UTC") == spec
    assert OfferInput().gives.kind == "item"


def _somebody() -> UUID:
    player = game.joined(OTHER, now=now())
    given(player, kind="coins", amount=100)
    return player


def _bought(player: UUID) -> UUID:
    purchase = uuid4()
    session.write(shop.buy, purchase, "mug", player_id=player, now=now())
    return purchase


def _act(visit: Visit, key: str, purchase: UUID) -> None:
    visit.user.find(marker="table").trigger("act", {"key": key, "id": str(purchase)})


def _tables(visit: Visit) -> list[Any]:
    return list(visit.user.find(marker="table").elements)


def _state(purchase: UUID) -> str:
    found: str = game.rows("select state from purchase where id = %s", purchase)[0][0]
    return found


def _stored() -> list[OfferSpec]:
    return [one.spec for one in session.read(queries.definitions)]


def _fill(visit: Visit, **values: Any) -> None:
    for marker, value in values.items():
        _field(visit, marker).set_value(value)


def _field(visit: Visit, marker: str) -> Any:
    (field,) = visit.user.find(marker=marker).elements
    return field
