from datetime import UTC, datetime
from typing import Any

from app.demo.payloads import Account
from domain.specs import Delivery
from tests import factories
from tests.app.pages.conftest import Visit
from tests.factories import accounts

ME, ONE, OTHER = accounts(3)


def _approval(reviewer: Account, number: int) -> Delivery:
    return factories.rubber_stamp(reviewer, OTHER, number, at=datetime.now(UTC))


async def test_a_quiet_page_says_so_and_what_is_looked_for(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/fair-play")
    await admin_visit.user.should_see("Nothing is taken away automatically.")
    worth_a_look, looked_for = admin_visit.props("findings"), admin_visit.props("detectors")
    assert worth_a_look["rows"] == []
    assert worth_a_look["empty-title"] == "Nothing that looks odd in the last 30 days."
    assert {row["found"] for row in looked_for["rows"]} == {0}


async def test_an_admin_looks_at_the_work_and_says_what_came_of_it(admin_visit: Visit) -> None:
    admin_visit.happens(*(_approval(ONE, number) for number in range(1, 7)))
    await admin_visit.user.open("/admin/fair-play")
    [row] = admin_visit.props("findings")["rows"]
    assert row["what"]["title"] == ONE.login
    assert row["state"] == [{"text": "Not yet", "tone": ""}]
    admin_visit.user.find(marker="findings").trigger("act", {"key": "work", "id": row["id"]})
    await admin_visit.eventually(lambda: admin_visit.props("explanation")["explanation"] is not None)
    explanation = admin_visit.props("explanation")["explanation"]
    assert explanation["sentences"][0].startswith(f"{ONE.login} approved 6 pull requests")
    assert len(explanation["evidence"]) == 6
    admin_visit.user.find(marker="findings").trigger("act", {"key": "look", "id": row["id"]})
    await admin_visit.user.should_see("The note is for admins")
    admin_visit.user.find(marker="yes").click()
    await admin_visit.user.should_see("Please write a few words")
    _field(admin_visit, "verdict").set_value("talked")
    _field(admin_visit, "note").set_value("They pair on Fridays.")
    admin_visit.user.find(marker="yes").click()
    await admin_visit.eventually(lambda: _state(admin_visit) == "Talked about it · Person Zero")


async def test_what_is_about_oneself_is_for_another_admin(admin_visit: Visit) -> None:
    admin_visit.happens(*(_approval(ME, number) for number in range(1, 7)))
    await admin_visit.user.open("/admin/fair-play")
    [row] = admin_visit.props("findings")["rows"]
    assert [action["key"] for action in row["do"]] == ["work"]


def _state(visit: Visit) -> str:
    return str(visit.props("findings")["rows"][0]["state"][0]["text"])


def _field(visit: Visit, name: str) -> Any:
    (element,) = visit.user.find(marker=name).elements
    return element
