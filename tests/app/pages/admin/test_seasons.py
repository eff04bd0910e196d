from datetime import UTC, datetime
from typing import Any

import pytest

from app.pages.admin.seasons import spec_of
from components.reward_values import RewardInput
from components.season_form import PrizeInput, SeasonInput, input_of
from domain.errors import Invalid
from domain.services import season_ends
from domain.services import seasons as verbs
from domain.specs import SeasonSpec
from domain.store import seasons as stored
from domain.store import session
from tests.app.pages.conftest import Visit
from tests.domain.services import game
from tests.domain.services.test_season_ends import HARD

SPEC = SeasonSpec.model_validate(
    {
        "id": "frost",
        "name": "Frost",
        "first": "2026-01-05",
        "last": "2026-12-31",
        "prizes": [
            {"at_least": 9, "xp": 5},
            {"at_least": 10, "rewards": [{"kind": "freeze"}, {"kind": "title", "reference": "Keeper"}]},
        ],
    }
)


def _field(visit: Visit, name: str) -> Any:
    (element,) = visit.user.find(marker=name).elements
    return element


def _state() -> str:
    return str(game.rows("select case when announced_at is null then 'draft' else 'announced' end from season")[0][0])


async def test_a_season_is_made_in_the_form_and_announced_from_the_list(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/seasons/new")
    for name, value in (("name", HARD), ("first", "2099-01-01"), ("last", "2099-02-01"), ("theme", "tide")):
        _field(admin_visit, name).set_value(value)
    admin_visit.user.find(marker="add-prize").click()
    _field(admin_visit, "at_least").set_value(700)
    _field(admin_visit, "coins").set_value(20)
    _field(admin_visit, "id").set_value("hard")
    admin_visit.user.find(marker="save").click()
    await admin_visit.eventually(lambda: session.read(stored.season, "hard") is not None)
    there = session.read(stored.season, "hard")
    assert there is not None
    assert there.spec.name == HARD
    assert [(prize.at_least, prize.xp, prize.coins) for prize in there.spec.prizes] == [(700, 50, 20)]

    await admin_visit.user.should_see(marker="table", retries=50)  # saving leads back to the list
    (row,) = admin_visit.props("table")["rows"]
    assert row["season"]["title"] == HARD
    admin_visit.user.find(marker="table").trigger("act", {"key": "announce", "id": "hard"})
    await admin_visit.user.should_see("Everybody sees it.")
    admin_visit.user.find(marker="yes").click()
    await admin_visit.eventually(lambda: _state() == "announced")
    admin_visit.user.find(marker="table").trigger("act", {"key": "withdraw", "id": "hard"})
    await admin_visit.eventually(lambda: _state() == "draft")


async def test_what_is_wrong_is_said_at_its_field(admin_visit: Visit) -> None:
    session.write(verbs.put, SPEC, actor_id=None, now=datetime.now(UTC))
    await admin_visit.user.open("/admin/seasons/new")
    for name, value in (("name", "Frost"), ("first", "2026-06-01"), ("last", "2026-05-01")):
        _field(admin_visit, name).set_value(value)
    admin_visit.user.find(marker="save").click()
    await admin_visit.eventually(lambda: _field(admin_visit, "last").error == "The last day comes before the first.")
    _field(admin_visit, "last").set_value("2026-07-01")
    admin_visit.user.find(marker="save").click()
    await admin_visit.eventually(lambda: _field(admin_visit, "id").error == "Another season has this key.")
    _field(admin_visit, "id").set_value("other")
    admin_visit.user.find(marker="save").click()
    await admin_visit.eventually(lambda: "has some of these days" in (_field(admin_visit, "first").error or ""))


async def test_of_one_that_has_begun_only_words_and_colours_are_asked(admin_visit: Visit) -> None:
    now = datetime.now(UTC)
    session.write(verbs.put, SPEC, actor_id=None, now=now)
    session.write(verbs.announce, "frost", actor_id=None, now=now)
    session.write(season_ends.open_season, "frost", now=now)
    await admin_visit.user.open("/admin/seasons/frost/edit")
    await admin_visit.user.should_see("10 XP: A streak freeze, The title “Keeper”")
    await admin_visit.user.should_not_see(marker="add-prize")
    assert not _field(admin_visit, "first").enabled
    _field(admin_visit, "sentence").set_value("Warm hands.")
    admin_visit.user.find(marker="save").click()
    await admin_visit.eventually(lambda: _sentence() == "Warm hands.")


def _sentence() -> str:
    there = session.read(stored.season, "frost")
    return there.spec.sentence if there else ""


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": ""}, {"name"}),
        ({"first": ""}, {"first"}),
        ({"theme": "#ff0000"}, {"theme"}),
        ({"prizes": [PrizeInput(at_least=None)]}, {"prizes.0.at_least"}),
        ({"prizes": [PrizeInput(xp=0)]}, {"prizes.0."}),
        ({"prizes": [PrizeInput(), PrizeInput()]}, {"prizes"}),
        ({"prizes": [PrizeInput(rewards=[RewardInput("title")])]}, {"prizes.0.rewards.0.name"}),
    ],
)
def test_each_fault_belongs_to_a_field(fields: dict[str, Any], wrong: set[str]) -> None:
    with pytest.raises(Invalid) as refused:
        spec_of(SeasonInput(**{"id": "a", "name": "A", "first": "2026-01-01", "last": "2026-02-01", **fields}))
    assert set(refused.value.fields) == wrong


def test_the_form_of_a_season_is_that_season() -> None:
    assert spec_of(input_of(SPEC)) == SPEC
