from datetime import UTC, datetime

import pytest
from nicegui import ui

from domain.events import PlayerChanged
from domain.services import deliveries, inbox, players
from domain.specs import Delivery, LevelCurve, LevelTitle, PersonKind
from domain.store import session
from domain.store.queries import deliveries as delivery_queries
from domain.store.queries import players as people
from domain.store.queries.game import level_curve
from tests.app.pages.conftest import Visit
from tests.factories import accounts, merged_pull

OTHER = accounts(2)[1]
PAGES = [
    "",
    "/badges",
    "/missions",
    "/missions/new",
    "/deliveries",
    "/people",
    "/bots",
    "/teams",
    "/rules",
    "/fair-play",
]


@pytest.mark.parametrize("page", PAGES)
async def test_players_are_kept_out(visit: Visit, page: str) -> None:
    assert (await visit.user.http_client.get(f"/admin{page}")).status_code == 403


@pytest.mark.parametrize("page", PAGES)
async def test_admins_come_in(admin_visit: Visit, page: str) -> None:
    await admin_visit.user.open(f"/admin{page}")


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


@pytest.mark.parametrize("kind", [PersonKind.BOT, PersonKind.AGENT])
async def test_an_account_is_marked_as_a_bot_or_an_agent_after_a_question(admin_visit: Visit, kind: PersonKind) -> None:
    admin_visit.happens(merged_pull(OTHER, at=datetime.now(UTC)))
    await admin_visit.user.open("/admin/people")
    row = next(row for row in admin_visit.props("table")["rows"] if row["person"]["login"] == OTHER.login)
    admin_visit.user.find(marker="table").trigger("act", {"key": kind.value, "id": row["id"]})
    await admin_visit.user.should_see("from now on and stand on no board")
    admin_visit.user.find(marker="yes").click()
    await admin_visit.eventually(lambda: _kind(OTHER.login) is kind)
    chip = {"text": kind.value.capitalize(), "tone": ""}
    await admin_visit.eventually(
        lambda: chip in [mark for row in admin_visit.props("table")["rows"] for mark in row["marks"]]
    )


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


def _kind(login: str) -> PersonKind:
    return next(person.kind for person in session.read(people.people) if person.login == login)


async def test_a_level_curve_is_previewed_and_saved(admin_visit: Visit) -> None:
    user = admin_visit.user
    await user.open("/admin/rules")
    assert _previewed(admin_visit)["3"] == 250
    _type(admin_visit, "curve-first", 1_000)
    await admin_visit.eventually(lambda: _previewed(admin_visit)["3"] == 2_050)
    user.find("Save level curve").click()
    await admin_visit.eventually(lambda: session.read(level_curve) == LevelCurve(first=1_000))


async def test_a_curve_that_is_none_cannot_be_saved(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/rules")
    _type(admin_visit, "curve-first", None)
    await admin_visit.user.should_see("Whole numbers up to 1,000,000, please, and titles")
    assert not _button(admin_visit, "Save level curve").enabled


async def test_titles_are_written_one_a_line(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/rules")
    (titles,) = admin_visit.user.find(kind=ui.textarea, marker="curve-titles").elements
    for wrong in ("five Regular", "5", "5 Regular\n2 Newcomer"):
        titles.set_value(wrong)
        assert not _button(admin_visit, "Save level curve").enabled
    titles.set_value("1 Seedling\n\n 4  Young tree ")
    admin_visit.user.find("Save level curve").click()
    chosen = (LevelTitle(level=1, title="Seedling"), LevelTitle(level=4, title="Young tree"))
    await admin_visit.eventually(lambda: session.read(level_curve).titles == chosen)


def _previewed(visit: Visit) -> dict[str, int]:
    """The XP at which each level in the table of the form begins."""
    tables = visit.user.find(marker="table").elements
    rows = next(table.props["rows"] for table in tables if table.props["caption"] == "Levels of this curve")
    return {row["id"]: row["xp"] for row in rows}


def _button(visit: Visit, text: str) -> ui.button:
    (found,) = visit.user.find(kind=ui.button, content=text).elements
    return found


def _type(visit: Visit, marker: str, number: int | None) -> None:
    (field,) = visit.user.find(kind=ui.number, marker=marker).elements
    field.set_value(number)
