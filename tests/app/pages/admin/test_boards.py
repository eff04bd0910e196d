from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from app.pages.admin.boards import spec_of
from components.board_form import BoardInput, PrizeInput, input_of
from components.reward_values import RewardInput
from domain.errors import Invalid
from domain.events import BoardChanged
from domain.services import boards as verbs
from domain.specs import BoardSpec
from domain.store import session
from domain.store.queries import boards as queries
from tests.app.pages.conftest import Visit

REVIEWS = BoardSpec.model_validate(
    {"key": "reviews", "title": "Reviews", "measure": "metric_count", "metric": "review.submitted", "period": "month"}
)


async def test_the_list_shows_every_board_and_switches_one_off_and_on(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/boards")
    assert [*_rows(admin_visit)] == ["day", "week", "month", "season", "all"]
    for key in ("off", "on"):
        admin_visit.user.find(marker="table").trigger("act", {"key": key, "id": "week"})
        await admin_visit.eventually(lambda key=key: _stored()["week"].on is (key == "on"))  # type: ignore[misc]


async def test_an_open_list_shows_what_another_admin_makes(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/boards")
    admin_visit.live.hear(_put(REVIEWS, admin_visit.player_id))
    await admin_visit.eventually(lambda: "reviews" in _rows(admin_visit))


async def test_a_new_board_is_kept_under_a_key_made_of_its_title(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/boards/new")
    _field(admin_visit, "title").set_value("Reviews")
    _field(admin_visit, "measure").set_value("metric_count")
    _field(admin_visit, "metric").set_value("review.submitted")
    _field(admin_visit, "period").set_value("month")
    admin_visit.user.find(marker="save").click()
    await admin_visit.eventually(lambda: _stored().get("reviews") == REVIEWS)


async def test_what_is_wrong_is_said_before_anything_is_kept(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/boards/new")
    _field(admin_visit, "title").set_value("Week")
    _field(admin_visit, "measure").set_value("metric_sum")
    admin_visit.user.find(marker="save").click()
    await admin_visit.user.should_see("Which metric should this board rank by?")
    _field(admin_visit, "measure").set_value("xp")
    admin_visit.user.find(marker="save").click()
    await admin_visit.eventually(lambda: _field(admin_visit, "key").error == "Another board has this key.")


async def test_a_board_is_edited_without_asking_for_its_key(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/boards/month/edit")
    await admin_visit.user.should_not_see(marker="key")
    _field(admin_visit, "method").set_value("dense")
    admin_visit.user.find(marker="save").click()
    await admin_visit.eventually(lambda: _stored()["month"].method == "dense")


async def test_a_board_that_is_not_there_cannot_be_edited(admin_visit: Visit) -> None:
    assert (await admin_visit.user.http_client.get("/admin/boards/nothing/edit")).status_code == 404


@pytest.mark.parametrize("page", ["", "/new", "/week/edit"])
async def test_players_are_kept_out(visit: Visit, page: str) -> None:
    assert (await visit.user.http_client.get(f"/admin/boards{page}")).status_code == 403


def test_a_board_survives_the_form() -> None:
    assert spec_of(input_of(REVIEWS)) == REVIEWS


@pytest.mark.parametrize(
    ("change", "at", "sentence"),
    [
        ({"title": ""}, "title", "Please fill this in."),
        ({"metric": "copilot.active_day"}, "", "Copilot data ranks nobody."),
        ({"period": "custom", "first": "2026-11-02"}, "", "A board with days of its own, and only such a one,"),
        ({"period": "custom", "first": "2026-11-02", "last": "2026-11-01"}, "", "The last day comes before the first."),
        ({"floor": 2}, "floor", "3"),
    ],
)
def test_a_mistake_is_a_sentence(change: dict[str, Any], at: str, sentence: str) -> None:
    typed = BoardInput(**{**REVIEWS.model_dump(mode="json"), **change})
    with pytest.raises(Invalid) as refused:
        spec_of(typed)
    assert sentence in refused.value.fields[at]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"number": None}, {"prizes.0.number": "A whole number, please."}),
        ({"number": 0}, {"prizes.0.number": "At least 1, please."}),
        ({"rewards": [RewardInput(amount=None)]}, {"prizes.0.rewards.0.amount": "A whole number, please."}),
        ({"rewards": [RewardInput(kind="badge")]}, {"prizes.0.rewards.0.badge_id": "Which badge?"}),
        ({"rewards": []}, {"prizes": "Please fill this in."}),
    ],
)
def test_what_is_wrong_with_a_prize_is_said_in_it(change: dict[str, Any], said: dict[str, str]) -> None:
    typed = input_of(REVIEWS)
    typed.prizes = [PrizeInput(**{"rewards": [RewardInput()], **change})]
    with pytest.raises(Invalid) as refused:
        spec_of(typed)
    assert refused.value.fields == said


def _put(spec: BoardSpec, admin: UUID) -> list[BoardChanged]:
    session.write(verbs.put, spec, actor_id=admin, now=datetime.now(UTC))
    return [BoardChanged(spec.key)]


def _stored() -> dict[str, BoardSpec]:
    return {spec.key: spec for spec in session.read(queries.specs)}


def _rows(visit: Visit) -> dict[str, Any]:
    return {row["id"]: row for row in visit.props("table")["rows"]}


def _field(visit: Visit, marker: str) -> Any:
    (field,) = visit.user.find(marker=marker).elements
    return field


async def test_a_prize_is_typed_and_kept(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/boards/week/edit")
    admin_visit.user.find(marker="add-prize").click()
    await admin_visit.user.should_see(marker="reward-amount")
    admin_visit.user.find(marker="save").click()
    await admin_visit.eventually(lambda: bool(_stored()["week"].prizes))
    (prize,) = _stored()["week"].prizes
    assert (prize.bar, prize.best, [(one.kind, one.amount) for one in prize.rewards]) == (100, None, [("xp", 50)])
