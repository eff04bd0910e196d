"""The admin's pages of streaks and holidays."""

from datetime import UTC, datetime

from nicegui import ui

from domain.store import session
from domain.store import streaks as stored
from tests.app.pages.conftest import Visit
from tests.domain.services import game


async def test_a_streak_is_made_in_a_plain_form(admin_visit: Visit) -> None:
    user = admin_visit.user
    await user.open("/admin/streaks/new")
    user.find("Title").type("Small reviews")
    user.find("Metrics").type("review.submitted, issue.completed")
    user.find(marker="save").click()
    await admin_visit.eventually(lambda: session.read(stored.definition, "small-reviews") is not None)

    spec = session.read(stored.definition, "small-reviews")
    assert spec is not None
    assert spec.metrics == ("review.submitted", "issue.completed")
    await user.open("/admin/streaks")
    await user.should_see("Streaks")


async def test_what_does_not_fit_is_said_at_its_field(admin_visit: Visit) -> None:
    user = admin_visit.user
    await user.open("/admin/streaks/new")
    user.find("Title").type("Odd")
    user.find("Metrics").type("xp.earned")
    user.find(marker="save").click()
    await user.should_see("A streak counts work or badges, not what the game makes of them.")
    assert session.read(stored.definition, "odd") is None


async def test_what_is_wrong_with_a_milestone_is_said_in_it(admin_visit: Visit) -> None:
    user = admin_visit.user
    await user.open("/admin/streaks/reviews/edit")
    user.find(marker="add-milestone").click()
    (length, *_) = sorted(user.find(marker="length").elements, key=lambda element: -element.id)
    user.find(marker="save").click()
    await admin_visit.eventually(lambda: length.error == "Please fill this in.")  # type: ignore[attr-defined]


async def test_a_streak_is_switched_on_from_the_list(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/streaks")
    admin_visit.user.find(marker="table").trigger("act", {"key": "on", "id": "badges"})
    await admin_visit.eventually(lambda: admin_visit.props("table")["rows"][2]["chips"][0]["text"] == "on")


async def test_streaks_are_switched_off_for_everybody(admin_visit: Visit) -> None:
    user = admin_visit.user
    await user.open("/admin/streaks")
    user.find(ui.switch).click()
    await admin_visit.eventually(lambda: game.rows("select streaks from game") == [(False,)])
    await user.open("/")
    assert admin_visit.props("hero")["streak"] is None


async def test_a_day_off_is_named_for_everybody_and_removed(admin_visit: Visit) -> None:
    user = admin_visit.user
    await user.open("/admin/holidays")
    user.find(marker="day").type("2026-12-24")
    user.find(marker="add-day").click()
    await user.should_see("What is it called?")
    user.find(marker="name").type("Christmas Eve")
    user.find(marker="add-day").click()
    named = "select day::text, name from day_off"
    await admin_visit.eventually(lambda: game.rows(named) == [("2026-12-24", "Christmas Eve")])
    assert game.rows("select at from day_off")[0][0] <= datetime.now(UTC)
