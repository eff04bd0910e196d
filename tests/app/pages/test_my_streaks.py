"""The part of the profile about streaks."""

from datetime import UTC, datetime, timedelta

from nicegui import ui

from domain.services import streaks
from domain.store import session
from tests.app.pages.conftest import Visit
from tests.domain.services import game

PERSON = game.ADA


async def test_a_streak_is_shown_with_its_periods_and_the_formula_of_its_health(visit: Visit) -> None:
    visit.happens(game.issue(PERSON, 1, at=datetime.now(UTC)))
    await visit.user.open("/me")

    (shown,) = visit.props("streaks")["streaks"]
    assert (shown["title"], len(shown["recent"]), shown["most"]) == ("Activity", 10, 2)
    assert [line.partition(":")[0].split()[-1] for line in shown["why"]] == ["60", "30", "10"]


async def test_time_off_is_entered_shown_and_taken_back(visit: Visit) -> None:
    await visit.user.open("/me")
    day = (datetime.now(UTC) + timedelta(days=3)).date()
    visit.user.find(marker="first").type(day.isoformat())
    visit.user.find(marker="take-off").click()
    await visit.eventually(lambda: bool(game.rows("select from pause where first = last and first = %s", day)))
    (first,) = visit.user.find(marker="first").elements
    assert isinstance(first, ui.input)
    await visit.eventually(lambda: first.value == "")

    visit.user.find(marker="first").type("yesterday")
    visit.user.find(marker="take-off").click()
    await visit.eventually(lambda: first.error == "Which day?")


async def test_whoever_wants_to_see_no_streaks_sees_none_at_all(visit: Visit) -> None:
    await visit.user.open("/me")
    visit.user.find(marker="hide-streaks").click()
    await visit.eventually(lambda: visit.props("streaks")["streaks"] == [])

    await visit.user.open("/")
    assert visit.props("hero")["streak"] is None

    session.write(streaks.show, visit.player_id, shown=True, now=datetime.now(UTC))
    await visit.user.open("/")
    assert visit.props("hero")["streak"]["id"] == "activity"


async def test_a_calendar_of_a_part_of_a_country_is_chosen(visit: Visit) -> None:
    await visit.user.open("/me")
    (country,) = visit.user.find(marker="country").elements
    assert isinstance(country, ui.select)
    country.set_value("DE")
    await visit.eventually(lambda: game.rows("select code from holiday_choice") == [("DE",)])
    (region,) = visit.user.find(marker="region").elements
    assert isinstance(region, ui.select)
    assert dict(region.options)["DE-BY"] == "Bayern"
    region.set_value("DE-BY")
    await visit.eventually(lambda: game.rows("select code from holiday_choice where code <> 'DE'") == [("DE-BY",)])
