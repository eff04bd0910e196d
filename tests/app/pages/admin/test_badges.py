from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from app.pages.admin.badge_editor import spec_of
from components.badge_form import BadgeInput, arts, input_of
from domain.errors import Invalid
from domain.events import BadgeChanged
from domain.services import badges as verbs
from domain.specs import BadgeSpec
from domain.store import session
from domain.store.queries import badges as queries
from tests.app.pages.conftest import Visit
from tests.factories import accounts, merged_pull

OWL = BadgeSpec(id="night-owl", name="Night owl", description="", tier="bronze", category="Craft", art="moon")


async def test_the_list_shows_secret_badges_too_and_who_holds_what(admin_visit: Visit) -> None:
    _put(OWL.model_copy(update={"secret": True, "repeatable": True}), admin_visit.player_id)
    admin_visit.happens(*(merged_pull(one, at=datetime.now(UTC)) for one in accounts(2)))
    await admin_visit.user.open("/admin/badges")
    rows = _rows(admin_visit)
    assert [chip["text"] for chip in rows["night-owl"]["chips"]] == ["secret", "repeatable"]
    assert (rows["night-owl"]["holders"], rows["first-light"]["holders"]) == (0, 2)


async def test_an_open_list_shows_what_another_admin_changes(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/badges")
    admin_visit.live.hear(_put(OWL, admin_visit.player_id))
    await admin_visit.eventually(lambda: "night-owl" in _rows(admin_visit))


async def test_a_category_is_renamed_after_it_was_named(admin_visit: Visit) -> None:
    _put(OWL, admin_visit.player_id)
    await admin_visit.user.open("/admin/badges")
    admin_visit.user.find(marker="rename").click()
    await admin_visit.user.should_see("Rename a category")
    _field(admin_visit, "old-category").set_value("Craft")
    admin_visit.user.find(marker="yes").click()
    await admin_visit.eventually(lambda: _field(admin_visit, "new-category").error == "Please fill this in.")
    _field(admin_visit, "new-category").set_value("Handiwork")
    admin_visit.user.find(marker="yes").click()
    await admin_visit.eventually(lambda: _rows(admin_visit)["night-owl"]["category"] == "Handiwork")


async def test_a_new_badge_is_kept_under_an_id_made_of_its_name(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/badges/new")
    _field(admin_visit, "name").set_value("Night owl")
    assert _field(admin_visit, "id").value == "night-owl"
    _field(admin_visit, "category").set_value("Craft")
    _field(admin_visit, "art").set_value("moon")
    admin_visit.user.find(marker="save").click()
    await admin_visit.eventually(lambda: _stored().get("night-owl") == OWL)


async def test_an_id_that_somebody_typed_stays(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/badges/new")
    _field(admin_visit, "id").set_value("owl")
    _field(admin_visit, "name").set_value("Night owl")
    assert _field(admin_visit, "id").value == "owl"


async def test_what_is_wrong_is_said_at_its_field(admin_visit: Visit) -> None:
    _put(OWL, admin_visit.player_id)
    await admin_visit.user.open("/admin/badges/new")
    admin_visit.user.find(marker="save").click()
    await admin_visit.eventually(lambda: _field(admin_visit, "name").error == "Please fill this in.")
    assert _field(admin_visit, "category").error == "Please fill this in."
    _field(admin_visit, "name").set_value("Night owl")
    _field(admin_visit, "category").set_value("Craft")
    assert _field(admin_visit, "name").error is None
    admin_visit.user.find(marker="save").click()
    await admin_visit.eventually(lambda: _field(admin_visit, "id").error == "Another badge has this id.")


async def test_a_badge_is_edited_and_previewed_without_asking_for_its_id(admin_visit: Visit) -> None:
    _put(OWL, admin_visit.player_id)
    await admin_visit.user.open("/admin/badges/night-owl/edit")
    await admin_visit.user.should_not_see(marker="id")
    _field(admin_visit, "name").set_value("Owl")
    _field(admin_visit, "repeatable").set_value(True)
    assert [one["name"] for one in _previewed(admin_visit)] == ["Owl", "Owl"]
    _field(admin_visit, "secret").set_value(True)
    assert [one["id"] for one in _previewed(admin_visit)] == ["earned"]
    admin_visit.user.find(marker="save").click()
    wanted = OWL.model_copy(update={"name": "Owl", "secret": True, "repeatable": True})
    await admin_visit.eventually(lambda: _stored()["night-owl"] == wanted)


async def test_what_an_earned_badge_may_not_change_is_said_at_its_field(admin_visit: Visit) -> None:
    admin_visit.happens(*(merged_pull(one, at=datetime.now(UTC)) for one in accounts(1)))
    await admin_visit.user.open("/admin/badges/first-light/edit")
    _field(admin_visit, "repeatable").set_value(True)
    admin_visit.user.find(marker="save").click()
    await admin_visit.user.should_see("Somebody has earned this badge, so this stays.")


async def test_a_badge_that_is_not_there_cannot_be_edited(admin_visit: Visit) -> None:
    assert (await admin_visit.user.http_client.get("/admin/badges/nothing/edit")).status_code == 404


@pytest.mark.parametrize("page", ["", "/new", "/first-light/edit"])
async def test_players_are_kept_out(visit: Visit, page: str) -> None:
    assert (await visit.user.http_client.get(f"/admin/badges{page}")).status_code == 403


def test_a_badge_survives_the_form() -> None:
    assert spec_of(input_of(OWL)) == OWL


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"id": "Night Owl"}, "Small letters, digits and hyphens only."),
        ({"name": None}, "Please fill this in."),
        ({"description": "x" * 501}, "At most 500 characters, please."),
        ({"category": "\0"}, "There is an invisible character in this text. Please type it anew."),
    ],
)
def test_a_mistake_is_a_sentence(change: dict[str, Any], sentence: str) -> None:
    typed = BadgeInput(**{**OWL.model_dump(mode="json"), **change})
    with pytest.raises(Invalid) as refused:
        spec_of(typed)
    assert refused.value.fields == {next(iter(change)): sentence}


def test_every_picture_that_packs_use_can_be_chosen_and_no_button_can() -> None:
    assert {"medal", "moon", "lock", "right"} <= set(arts())
    assert not {"close", "plus", "signout"} & set(arts())


def _put(spec: BadgeSpec, admin: UUID) -> list[BadgeChanged]:
    session.write(verbs.put, spec, actor_id=admin, now=datetime.now(UTC))
    return [BadgeChanged(spec.id)]


def _stored() -> dict[str, BadgeSpec]:
    return {spec.id: spec for spec in session.read(queries.all_badges)}


def _rows(visit: Visit) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in visit.props("table")["rows"]}


def _previewed(visit: Visit) -> list[dict[str, Any]]:
    (group,) = visit.props("preview")["groups"]
    return list(group["badges"])


def _field(visit: Visit, name: str) -> Any:
    (element,) = visit.user.find(marker=name).elements
    return element
