from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from domain.services import teams as verbs
from domain.store import session
from domain.store.queries import teams
from tests.app.pages.conftest import Visit


async def test_a_team_is_created_under_a_handle_made_of_its_name(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/teams")
    _field(admin_visit, "name").set_value("Core Platform")
    assert _field(admin_visit, "slug").value == "core-platform"
    admin_visit.user.find("Create team").click()
    await admin_visit.eventually(lambda: _handles() == ["core-platform"])
    await admin_visit.user.should_see(marker="add-to-core-platform")
    await admin_visit.eventually(lambda: _field(admin_visit, "name").value == "")


async def test_a_handle_that_somebody_typed_stays(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/teams")
    _field(admin_visit, "slug").set_value("platform")
    _field(admin_visit, "name").set_value("Core Platform")
    assert _field(admin_visit, "slug").value == "platform"


async def test_a_handle_that_is_taken_is_marked(admin_visit: Visit) -> None:
    _founded(admin_visit, "core")
    await admin_visit.user.open("/admin/teams")
    _field(admin_visit, "name").set_value("Core")
    admin_visit.user.find("Create team").click()
    await admin_visit.eventually(lambda: _field(admin_visit, "slug").error == "Another team has this name.")
    assert _field(admin_visit, "name").value == "Core"


async def test_a_person_joins_and_leaves_after_a_question(admin_visit: Visit) -> None:
    _founded(admin_visit, "core")
    me = str(admin_visit.player_id)
    await admin_visit.user.open("/admin/teams")
    _field(admin_visit, "add-to-core").set_value(me)
    await admin_visit.eventually(lambda: _members(admin_visit) == [me])
    assert me not in _field(admin_visit, "add-to-core").options
    admin_visit.user.find(marker="table").trigger("act", {"key": "remove", "id": me})
    await admin_visit.user.should_see("Remove Person Zero from Core?")
    assert _members(admin_visit) == [me]
    admin_visit.user.find(marker="yes").click()
    await admin_visit.eventually(lambda: _members(admin_visit) == [])
    assert me in _field(admin_visit, "add-to-core").options


def _founded(visit: Visit, slug: str) -> None:
    now = datetime.now(UTC)
    session.write(verbs.create, uuid4(), slug, slug.capitalize(), actor_id=visit.player_id, now=now)


def _field(visit: Visit, name: str) -> Any:
    (element,) = visit.user.find(marker=name).elements
    return element


def _members(visit: Visit) -> list[str]:
    return [row["id"] for row in visit.props("table")["rows"]]


def _handles() -> list[str]:
    return [team.slug for team in session.read(teams.teams)]
