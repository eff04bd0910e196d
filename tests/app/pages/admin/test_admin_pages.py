from datetime import UTC, datetime
from typing import Any

import pytest
from nicegui import ui

from domain.events import PlayerChanged
from domain.services import deliveries, inbox, players
from domain.specs import Delivery, LevelCurve, PersonKind
from domain.store import session
from domain.store.queries import deliveries as delivery_queries
from domain.store.queries import missions
from domain.store.queries import players as people
from domain.store.queries.game import level_curve
from domain.views import MissionDefinition
from tests.app.pages.conftest import Visit
from tests.factories import accounts, merged_pull

OTHER = accounts(2)[1]
PAGES = ["", "/missions", "/missions/new", "/deliveries", "/people", "/rules"]


@pytest.mark.parametrize("page", PAGES)
async def test_players_are_kept_out(visit: Visit, page: str) -> None:
    assert (await visit.user.http_client.get(f"/admin{page}")).status_code == 403


@pytest.mark.parametrize("page", PAGES)
async def test_admins_come_in(admin_visit: Visit, page: str) -> None:
    await admin_visit.user.open(f"/admin{page}")


async def test_a_mission_is_built_checked_and_published(admin_visit: Visit) -> None:
    user = admin_visit.user
    await user.open("/admin/missions/new")
    user.find("Publish").click()
    await admin_visit.eventually(lambda: _error(admin_visit, "title") == "Please fill this in.")
    _fill(admin_visit, title="Review sprint", metric="review.submitted", threshold=5, xp=70)
    assert _error(admin_visit, "title") is None
    assert admin_visit.props("missions")["missions"][0]["line"] == "3 of 5 reviews"
    user.find("Publish").click()
    await admin_visit.eventually(lambda: _definition("Review sprint") is not None)
    made = _definition("Review sprint")
    assert made is not None
    assert (made.state, made.spec.requirement.threshold, made.spec.xp) == ("published", 5, 70)


async def test_only_fields_that_were_touched_are_marked_while_typing(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/missions/new")
    _fill(admin_visit, threshold=0)
    assert _error(admin_visit, "threshold") == "At least 1, please."
    assert _error(admin_visit, "title") is None


async def test_a_condition_is_marked_at_its_own_field(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/missions/new")
    _fill(admin_visit, title="In one repository", metric="review.submitted")
    admin_visit.user.find("Add a condition").click()
    await admin_visit.eventually(lambda: _has(admin_visit, "filters.0.dimension"))
    admin_visit.user.find("Save draft").click()
    await admin_visit.eventually(lambda: _error(admin_visit, "filters.0.values") == "Please fill this in.")
    _fill(admin_visit, **{"filters.0.dimension": "repository", "filters.0.values": ["acme/app"]})
    admin_visit.user.find("Save draft").click()
    await admin_visit.eventually(lambda: _definition("In one repository") is not None)
    made = _definition("In one repository")
    assert made is not None
    assert made.state == "draft"
    assert made.spec.requirement.filters[0].values == ("acme/app",)


async def test_revising_a_published_mission_makes_the_next_version(admin_visit: Visit) -> None:
    first = _definition("Helping hand")
    assert first is not None
    await admin_visit.user.open(f"/admin/missions/{first.id}")
    _fill(admin_visit, threshold=3)
    admin_visit.user.find("Publish").click()
    await admin_visit.eventually(lambda: _versions("Helping hand") == {1: "retired", 2: "published"})


async def test_a_mission_is_retired_only_after_a_question(admin_visit: Visit) -> None:
    mission = _definition("Polyglot")
    assert mission is not None
    await admin_visit.user.open("/admin/missions")
    admin_visit.user.find(marker="table").trigger("act", {"key": "retire", "id": str(mission.id)})
    await admin_visit.user.should_see("Retire Polyglot?")
    assert _versions("Polyglot") == {1: "published"}
    admin_visit.user.find(marker="yes").click()
    await admin_visit.eventually(lambda: _versions("Polyglot") == {1: "retired"})


async def test_a_failed_delivery_shows_its_reason_and_is_tried_again(admin_visit: Visit) -> None:
    now = datetime.now(UTC)
    broken = Delivery("github", "broken", "pull_request", "application/json", b"{}")
    session.write(deliveries.accept, [broken], now=now)
    key = session.read(delivery_queries.delivery, "github", "broken").id
    for _ in range(20):
        session.write(inbox.put_off, key, "The payload names no repository.", now=now)
    await admin_visit.user.open("/admin/deliveries?state=failed")
    (row,) = admin_visit.props("table")["rows"]
    assert row["reason"] == "The payload names no repository."
    admin_visit.user.find(marker="table").trigger("act", {"key": "again", "id": row["id"]})
    await admin_visit.eventually(lambda: admin_visit.props("table")["rows"] == [])
    assert session.read(delivery_queries.delivery, "github", "broken").state == "pending"


async def test_an_account_is_marked_as_a_bot_after_a_question(admin_visit: Visit) -> None:
    admin_visit.happens(merged_pull(OTHER, at=datetime.now(UTC)))
    await admin_visit.user.open("/admin/people")
    row = next(row for row in admin_visit.props("table")["rows"] if row["person"]["login"] == OTHER.login)
    admin_visit.user.find(marker="table").trigger("act", {"key": "bot", "id": row["id"]})
    await admin_visit.user.should_see("Bots earn nothing")
    admin_visit.user.find(marker="yes").click()
    await admin_visit.eventually(lambda: _kind(OTHER.login) is PersonKind.BOT)


async def test_the_overview_counts_what_nobody_has_taught(admin_visit: Visit) -> None:
    admin_visit.happens(Delivery("github", "new-event", "brand_new_event", "application/json", b"{}"))
    await admin_visit.user.open("/admin")
    assert admin_visit.props("table")["rows"] == [{"id": "brand_new_event", "event": "brand_new_event", "count": 1}]
    assert admin_visit.props("figures")["figures"][2]["value"] == "None"


async def test_an_admin_who_loses_the_role_leaves_the_open_page(admin_visit: Visit) -> None:
    admin_visit.happens(merged_pull(OTHER, at=datetime.now(UTC)))
    other = next(person for person in session.read(people.people) if person.login == OTHER.login)
    now, me = datetime.now(UTC), admin_visit.player_id
    session.write(players.set_admin, other.id, admin=True, actor_id=me, now=now)
    await admin_visit.user.open("/admin/rules")
    session.write(players.set_admin, me, admin=False, actor_id=other.id, now=now)
    admin_visit.live.hear([PlayerChanged(me)])
    await admin_visit.user.should_see(marker="hero")


def _field(visit: Visit, name: str) -> Any:
    (element,) = visit.user.find(marker=name).elements
    return element


def _has(visit: Visit, name: str) -> bool:
    try:
        return bool(visit.user.find(marker=name).elements)
    except AssertionError:
        return False


def _error(visit: Visit, name: str) -> str | None:
    error: str | None = _field(visit, name).error
    return error


def _fill(visit: Visit, **values: Any) -> None:
    for name, value in values.items():
        _field(visit, name).set_value(value)


def _definition(title: str) -> MissionDefinition | None:
    return next((one for one in session.read(missions.definitions) if one.spec.title == title), None)


def _versions(title: str) -> dict[int, str]:
    return {one.version: one.state for one in session.read(missions.definitions) if one.spec.title == title}


def _kind(login: str) -> PersonKind:
    return next(person.kind for person in session.read(people.people) if person.login == login)


async def test_a_level_curve_is_previewed_and_saved(admin_visit: Visit) -> None:
    user = admin_visit.user
    await user.open("/admin/rules")
    await user.should_see("Level 3: 250 XP")
    _type(admin_visit, "curve-first", 1_000)
    await user.should_see("Level 3: 2,050 XP")
    user.find("Save level curve").click()
    await admin_visit.eventually(lambda: session.read(level_curve) == LevelCurve(first=1_000, increase=50))


async def test_a_curve_that_is_none_cannot_be_saved(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/rules")
    _type(admin_visit, "curve-first", None)
    await admin_visit.user.should_see("Whole numbers up to 1,000,000, please.")
    (save,) = admin_visit.user.find(ui.button).elements
    assert not save.enabled


def _type(visit: Visit, marker: str, number: int | None) -> None:
    (field,) = visit.user.find(kind=ui.number, marker=marker).elements
    field.set_value(number)
