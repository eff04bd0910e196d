"""What multiplies XP, set by an admin on the scoring page and the page of people."""

from datetime import UTC, datetime, timedelta

import pytest
from nicegui import ui

from components.factors_form import as_factor, as_lines, permille, steps_in
from domain.specs import FactorsSpec, Membership, StreakStep
from domain.specs.factors import STEPS
from domain.store import session
from domain.store.queries import factors as queries
from domain.store.queries import players as people
from tests.app.pages.conftest import Visit
from tests.factories import accounts, merged_pull

OTHER = accounts(2)[1]


def test_steps_are_written_one_a_line() -> None:
    assert steps_in(as_lines(STEPS)) == STEPS
    assert as_lines((StreakStep(days=5, factor=1_125),)) == "5 1.125"
    assert (permille(1.5), permille("2"), as_factor(2_000)) == (1_500, 2_000, "2")
    for wrong in ("5", "five 1.1", "5 1.1 x", "5 0.5", "5 9"):
        with pytest.raises(ValueError, match=r".*"):
            steps_in(wrong)


async def test_settings_are_saved_once_they_make_sense(admin_visit: Visit) -> None:
    user = admin_visit.user
    await user.open("/admin/rules")
    (steps,) = user.find(kind=ui.textarea, marker="factor-steps").elements
    (premium,) = user.find(kind=ui.number, marker="factor-premium").elements
    (save,) = user.find(kind=ui.button, content="Save what multiplies XP").elements
    steps.set_value("10 1.5\n5 1.1")
    await user.should_see("more days and no lower factor in each line")
    assert not save.enabled

    steps.set_value("5 1.1\n10 1.5")
    premium.set_value(2.5)
    (per_level,) = user.find(kind=ui.number, marker="bonus-per-level").elements
    for wrong in (1.5, 51, None):
        per_level.set_value(wrong)
        assert not save.enabled, wrong
    per_level.set_value(3)
    for switch in ("Memberships count", "Working days in a row count"):
        user.find(kind=ui.switch, content=switch).click()
    user.find("Save what multiplies XP").click()

    wanted = FactorsSpec(
        memberships=True,
        premium=2_500,
        streaks=True,
        steps=(StreakStep(days=5, factor=1_100), StreakStep(days=10, factor=1_500)),
        per_level=3,
    )
    await admin_visit.eventually(lambda: session.read(queries.settings) == wanted)


async def test_a_boost_is_announced_to_everyone(admin_visit: Visit) -> None:
    user = admin_visit.user
    await user.open("/admin/rules")
    user.find(marker="announce-boost").click()
    await user.should_see(marker="boost-title")
    user.find(marker="yes").click()
    await user.should_see("Please say what for")
    user.find(marker="boost-title").type("Hack week")
    user.find(marker="yes").click()
    await admin_visit.eventually(lambda: len(session.read(queries.boosts, now=datetime.now(UTC))) == 1)
    (boost,) = session.read(queries.boosts, now=datetime.now(UTC))
    assert (boost.title, boost.who, boost.factor) == ("Hack week", "Everyone", 2_000)
    assert boost.ends_at - boost.starts_at == timedelta(days=1)

    table = next(one for one in user.find(marker="table").elements if one.props["caption"] == "Boosts")
    await admin_visit.eventually(lambda: len(table.props["rows"]) == 1)
    assert table.props["rows"][0]["boost"]["text"] == "XP × 2 · Everyone"


async def test_a_membership_is_chosen_on_the_page_of_people(admin_visit: Visit) -> None:
    admin_visit.happens(merged_pull(OTHER, at=datetime.now(UTC)))
    await admin_visit.user.open("/admin/people")
    other = next(one for one in session.read(people.people) if one.login == OTHER.login)
    admin_visit.user.find(marker="table").trigger("act", {"key": "member", "id": str(other.id)})
    await admin_visit.user.should_see(marker="choice")
    (choice,) = admin_visit.user.find(kind=ui.select, marker="choice").elements
    choice.set_value("premium")
    admin_visit.user.find(marker="yes").click()
    await admin_visit.eventually(lambda: session.read(queries.memberships) == {other.id: Membership.PREMIUM})
