"""What an admin sets right by hand: completions taken back, accounts merged."""

from datetime import UTC, datetime
from typing import Any

from domain.store import session
from domain.store.queries import completions, missions
from domain.store.queries import players as people
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


def _logins() -> set[str]:
    return {person.login for person in session.read(people.people)}


def _reason(visit: Visit) -> Any:
    return visit.props("table")["rows"][0]["state"][0]["text"]


def _field(visit: Visit, name: str) -> Any:
    (element,) = visit.user.find(marker=name).elements
    return element
