"""What an admin sets right by hand: completions taken back, accounts merged."""

from datetime import UTC, datetime
from typing import Any

from domain.store import session
from domain.store.queries import completions, missions
from domain.store.queries import players as people
from domain.store.queries.game import cap_by_hand
from tests.app.pages.conftest import Visit
from tests.factories import accounts, merged_pull

ONE, OTHER = accounts(3)[1:]


async def test_a_completion_is_taken_back_with_a_reason(admin_visit: Visit) -> None:
    admin_visit.happens(merged_pull(OTHER, at=datetime.now(UTC)))
    mission = next(one.id for one in session.read(missions.definitions) if one.slug == "first-light")
    await admin_visit.user.open(f"/admin/missions/{mission}/completions")
    (row,) = admin_visit.props("table")["rows"]
    assert row["person"]["name"] == OTHER.login
    admin_visit.user.find(marker="table").trigger("act", {"key": "back", "id": row["id"]})
    await admin_visit.user.should_see("Nothing is deleted.")
    admin_visit.user.find(marker="yes").click()
    await admin_visit.user.should_see("Please say why.")
    _field(admin_visit, "reason").set_value("That was a test.")
    admin_visit.user.find(marker="yes").click()
    await admin_visit.eventually(lambda: _reason(admin_visit) == "Taken back: That was a test.")
    assert [one.reversed_because for one in session.read(completions.completions, mission)] == ["That was a test."]


async def test_the_library_leads_to_completions_where_there_are_some(admin_visit: Visit) -> None:
    admin_visit.happens(merged_pull(OTHER, at=datetime.now(UTC)))
    await admin_visit.user.open("/admin/missions")
    keys = {row["mission"]["title"]: [act["key"] for act in row["do"]] for row in admin_visit.props("table")["rows"]}
    assert "done" in keys["First light"]
    assert "done" not in keys["Release captain"]


async def test_two_accounts_are_merged_after_a_choice(admin_visit: Visit) -> None:
    now = datetime.now(UTC)
    admin_visit.happens(merged_pull(ONE, at=now), merged_pull(OTHER, at=now))
    await admin_visit.user.open("/admin/people")
    handles = {row["person"]["login"]: row["id"] for row in admin_visit.props("table")["rows"]}
    admin_visit.user.find(marker="table").trigger("act", {"key": "merge", "id": handles[OTHER.login]})
    await admin_visit.user.should_see("This cannot be undone.")
    assert str(admin_visit.player_id) not in _field(admin_visit, "choice").options
    admin_visit.user.find(marker="yes").click()
    await admin_visit.user.should_see("Please choose one.")
    _field(admin_visit, "choice").set_value(handles[ONE.login])
    admin_visit.user.find(marker="yes").click()
    await admin_visit.eventually(lambda: OTHER.login not in _logins())
    assert ONE.login in _logins()


async def test_xp_is_given_and_taken_by_hand_with_a_reason(admin_visit: Visit) -> None:
    admin_visit.happens(merged_pull(OTHER, at=datetime.now(UTC)))
    await admin_visit.user.open("/admin/people")
    (row,) = [row for row in admin_visit.props("table")["rows"] if row["person"]["login"] == OTHER.login]
    admin_visit.user.find(marker="table").trigger("act", {"key": "xp", "id": row["id"]})
    await admin_visit.user.should_see("At most 500 XP a day.")
    admin_visit.user.find(marker="yes").click()
    await admin_visit.user.should_see("A whole number from 1 to 500, please.")
    _field(admin_visit, "amount").set_value(70)
    _field(admin_visit, "reason").set_value("Showed a newcomer around.")
    admin_visit.user.find(marker="yes").click()
    await admin_visit.eventually(lambda: _xp(OTHER.login) == row["xp"] + 70)
    mine = next(row for row in admin_visit.props("table")["rows"] if row["person"]["login"] != OTHER.login)
    assert "xp" not in [act["key"] for act in mine["do"]], "nobody gives to himself"


async def test_the_cap_on_what_is_given_by_hand_is_chosen_beside_the_scoring_rules(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/rules")
    _field(admin_visit, "cap-by-hand").set_value(50)
    admin_visit.user.find("Save cap").click()
    await admin_visit.eventually(lambda: session.read(cap_by_hand) == 50)


def _xp(login: str) -> int:
    return next(person.xp for person in session.read(people.people) if person.login == login)


def _logins() -> set[str]:
    return {person.login for person in session.read(people.people)}


def _reason(visit: Visit) -> Any:
    return visit.props("table")["rows"][0]["state"][0]["text"]


def _field(visit: Visit, name: str) -> Any:
    (element,) = visit.user.find(marker=name).elements
    return element
