"""Two people, each in a browser of his own: a duel; and a streak that is saved."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from app.demo import payloads
from tests.browser.conftest import AIKO, MIRA, REPO, SOFIA, Site

pytestmark = pytest.mark.browser


def test_a_duel_is_asked_for_in_one_browser_and_taken_on_in_the_other(site: Site) -> None:
    _switch_on(site)
    one, other, home = site.page(AIKO, "/duels"), site.page(SOFIA, "/duels"), site.page(SOFIA)
    for page in (one, other, home):
        page.evaluate("window.loaded_once = true")

    one.get_by_label("Who?").fill("Sofia")
    one.get_by_role("option", name=re.compile("Sofia")).click()
    one.get_by_label("Days", exact=True).fill("2")
    one.get_by_role("button", name="Challenge", exact=True).click()
    expect(one.get_by_role("region", name="Waiting for an answer")).to_contain_text("2 days")

    asked = other.get_by_role("region", name="You are challenged")
    expect(asked).to_contain_text("You and Aiko")
    expect(home.get_by_role("region", name="Right now")).to_contain_text("challenges you")
    asked.get_by_role("button", name=re.compile("Take on the challenge")).click()

    for page, name in ((one, "You and Sofia"), (other, "You and Aiko")):
        expect(page.get_by_role("region", name="Under way")).to_contain_text(name)
    expect(home.get_by_role("region", name="Right now")).to_contain_text("your duel begins on")
    assert all(page.evaluate("window.loaded_once") for page in (one, other, home))


def test_time_off_and_a_freeze_that_came_too_late_bring_a_streak_back(site: Site) -> None:
    """Work on two days, a day away that is entered afterwards, and a day that was missed."""
    first, second, away, missed = _working_days(before=datetime.now(UTC), number=4)
    for number, at in enumerate((first, second), 71_000):
        site.post("issues", payloads.closed_issue(REPO, number, SOFIA, title="A loose end", at=at))
    page = site.page(SOFIA, "/me")
    page.evaluate("window.loaded_once = true")
    streak = page.locator(".qb-streak-card", has_text="Activity")
    expect(streak).to_contain_text("best 2")
    today = int(re.search(r"(\d) working day", streak.inner_text())[1])  # type: ignore[index]  # in another story

    page.get_by_label("First day").fill(away.date().isoformat())
    page.get_by_role("button", name="Take time off").click()
    expect(page.get_by_role("table", name="Time off")).to_contain_text(f"{away:%-d %B}")
    expect(streak.get_by_role("button", name="Use a freeze")).to_have_count(0)

    admin = site.page(MIRA, "/admin/streaks")
    admin.get_by_label("Person").fill("Sofia")
    admin.get_by_role("option", name=re.compile("Sofia")).click()
    admin.get_by_label("Why? The player will read it.").fill("You helped us out.")
    admin.get_by_role("button", name="Give freezes").click()

    streak.get_by_role("button", name="Use a freeze").click()
    expect(streak).to_contain_text(f"{2 + today} working days")
    expect(streak.get_by_role("listitem").filter(has_text=f"{missed:%-d}: repaired with a freeze")).to_have_count(1)
    streak.get_by_text("What saved it").click()
    expect(streak).to_contain_text(f"{missed:%-d %B}")
    assert page.evaluate("window.loaded_once")


def _working_days(*, before: datetime, number: int) -> list[datetime]:
    """The last ones, at noon."""
    days = [before.replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=ago) for ago in range(1, 11)]
    return [day for day in reversed(days) if day.weekday() < 5][-number:]


def _switch_on(site: Site) -> None:
    page = site.page(MIRA, "/admin/rules")
    switch = page.get_by_role("switch", name="Duels and team challenges")
    if switch.get_attribute("aria-checked") != "true":
        switch.click()
    page.get_by_role("button", name="Save duels").click()
    expect(page.locator(".qb-toast").first).to_be_visible()
    page.close()
