from datetime import UTC, datetime
from typing import Any

from app.demo.payloads import Account
from domain.services import judging
from domain.specs import Delivery
from domain.store import session
from tests import factories
from tests.app.pages.conftest import Visit
from tests.domain.services import game, judged
from tests.factories import accounts

ME, ONE, OTHER = accounts(3)


def _approval(reviewer: Account, number: int) -> Delivery:
    return factories.rubber_stamp(reviewer, OTHER, number, at=datetime.now(UTC))


async def test_a_quiet_page_says_so_and_what_is_looked_for(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/fair-play")
    await admin_visit.user.should_see("Nothing is taken for good without one.")
    worth_a_look, looked_for = admin_visit.props("findings"), admin_visit.props("detectors")
    assert worth_a_look["rows"] == []
    assert worth_a_look["empty-title"] == "Nothing that looks odd in the last 30 days."
    assert {row["found"] for row in looked_for["rows"]} == {0}


async def test_an_admin_looks_at_the_work_and_says_what_came_of_it(admin_visit: Visit) -> None:
    admin_visit.happens(*(_approval(ONE, number) for number in range(1, 7)))
    game.looked(now=datetime.now(UTC))
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
    game.looked(now=datetime.now(UTC))
    await admin_visit.user.open("/admin/fair-play")
    [row] = admin_visit.props("findings")["rows"]
    assert [action["key"] for action in row["do"]] == ["work"]


async def test_an_admin_holds_work_reads_the_appeal_and_answers(admin_visit: Visit) -> None:
    judged.every_review_pays()
    admin_visit.happens(*(_approval(ONE, number) for number in range(1, 7)))
    game.looked(now=datetime.now(UTC))
    await admin_visit.user.open("/admin/fair-play")
    [row] = admin_visit.props("findings")["rows"]
    assert [action["key"] for action in row["do"]] == ["work", "look", "hold"]
    admin_visit.user.find(marker="findings").trigger("act", {"key": "hold", "id": row["id"]})
    await admin_visit.user.should_see("nobody else sees it")
    _answer(admin_visit, "Were they read?")
    await admin_visit.eventually(lambda: len(admin_visit.props("holds")["rows"]) == 1)
    assert _state(admin_visit) == "6 on hold"
    [hold] = admin_visit.props("holds")["rows"]
    assert (hold["what"]["title"], hold["xp"]) == (ONE.login, 60)


async def test_an_admin_reads_the_appeal_and_answers(admin_visit: Visit) -> None:
    judged.every_review_pays()
    admin_visit.happens(*(_approval(ONE, number) for number in range(1, 7)))
    [key], now = game.looked(now=datetime.now(UTC)), datetime.now(UTC)
    session.write(judging.hold_by_itself, key, now=now)
    await admin_visit.user.open("/admin/fair-play")
    [hold] = admin_visit.props("holds")["rows"]
    [[hold_id, player]] = game.rows("select id, player_id from hold")
    admin_visit.live.hear(session.write(judging.appeal, hold_id, "We paired.", actor_id=player, now=now))
    await admin_visit.eventually(lambda: _says(admin_visit) == "Says: “We paired.”")
    admin_visit.user.find(marker="holds").trigger("act", {"key": "release", "id": hold["id"]})
    await admin_visit.user.should_see("Your answer goes to")
    _answer(admin_visit, "Pairing is fine.")
    await admin_visit.eventually(lambda: game.xp(ONE) == 60)
    await admin_visit.eventually(
        lambda: [action["key"] for action in admin_visit.props("holds")["rows"][0]["do"]] == ["work"]
    )


async def test_an_admin_chooses_how_long_and_whether_by_itself(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/fair-play")
    _field(admin_visit, "hold-days").set_value(4)
    assert not _field(admin_visit, "save-holds").enabled
    _field(admin_visit, "hold-days").set_value(21)
    _field(admin_visit, "hold-by-itself").set_value(False)
    admin_visit.user.find(marker="save-holds").click()
    await admin_visit.eventually(lambda: game.rows("select hold_days, holds_by_itself from game") == [(21, False)])


def _answer(visit: Visit, text: str) -> None:
    _field(visit, "reason").set_value(text)
    visit.user.find(marker="yes").click()


def _says(visit: Visit) -> str:
    return str(visit.props("holds")["rows"][0]["what"]["text"])


def _state(visit: Visit) -> str:
    return str(visit.props("findings")["rows"][0]["state"][0]["text"])


def _field(visit: Visit, name: str) -> Any:
    (element,) = visit.user.find(marker=name).elements
    return element
