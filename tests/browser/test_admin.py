import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import JONAS, MIRA, Site

pytestmark = pytest.mark.browser


def test_a_mission_is_checked_field_by_field_and_appears_on_open_dashboards(site: Site) -> None:
    dashboard = site.page(JONAS)
    page = site.page(MIRA, "/admin/missions/new")
    page.get_by_role("button", name="Publish").click()
    expect(_field(page, "Title")).to_contain_text("Please fill this in.")
    expect(page.get_by_label("Title", exact=True)).to_be_focused()
    page.get_by_label("Goal").fill("0")
    expect(_field(page, "Goal")).to_contain_text("At least 1, please.")
    page.get_by_label("Title", exact=True).fill("Close the loop <b>now</b>")
    page.get_by_label("Goal").fill("4")
    _choose(page, "Metric", "issue.completed")
    preview = page.get_by_role("region", name="Preview")
    expect(preview).to_contain_text("2 of 4 completed issues")
    expect(preview).to_contain_text("Close the loop <b>now</b>")
    page.get_by_label("Starts").fill("2027-01-02T10:00")
    page.get_by_label("Ends").fill("2027-01-01T10:00")
    expect(_field(page, "Ends")).to_contain_text("The end must come after the start.")
    page.get_by_label("Starts").fill("")
    expect(_field(page, "Ends")).not_to_contain_text("The end must come after the start.")
    page.get_by_role("button", name="Publish").click()
    expect(page).to_have_url(f"{site.url}/admin/missions")
    expect(page.get_by_role("row", name="Close the loop")).to_contain_text("published")
    dashboard.locator(".qb-more").first.click()
    expect(dashboard.get_by_text("Close the loop <b>now</b>")).to_be_visible()


def test_a_draft_is_seen_by_nobody_until_it_is_published_from_the_list(site: Site) -> None:
    page = site.page(MIRA, "/admin/missions/new")
    page.get_by_label("Title", exact=True).fill("Only a draft")
    _choose(page, "Metric", "review.submitted")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".qb-toast", has_text="Draft saved")).to_be_visible()
    players = site.page(JONAS, "/missions")
    assert players.get_by_text("Only a draft").count() == 0
    page.goto("/admin/missions")
    page.get_by_role("button", name="Publish Only a draft").click()
    expect(players.get_by_text("Only a draft")).to_be_visible()


def test_a_condition_is_added_and_removed(site: Site) -> None:
    page = site.page(MIRA, "/admin/missions/new")
    page.get_by_label("Title", exact=True).fill("In one place")
    _choose(page, "Metric", "pull_request.merged")
    page.get_by_role("button", name="Add a condition").click()
    page.get_by_label("Dimension").fill("repository")
    page.get_by_label("is one of").fill("acme/app")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Preview")).to_contain_text("in acme/app")
    page.get_by_role("button", name="Remove condition 1").click()
    expect(page.get_by_role("region", name="Preview")).not_to_contain_text("in acme/app")


def test_an_unknown_event_is_counted_on_the_overview(site: Site) -> None:
    site.post("brand_new_event", {"action": "created"})
    page = site.page(MIRA, "/admin")
    expect(page.get_by_role("row", name="brand_new_event")).to_be_visible(timeout=15_000)
    expect(page.get_by_text("Working")).to_be_visible()


def _field(page: Page, label: str):  # type: ignore[no-untyped-def]  # the locator of the whole field
    return page.locator(".q-field", has=page.get_by_label(label, exact=True))


def _choose(page: Page, label: str, option: str) -> None:
    page.get_by_label(label, exact=True).click()
    page.get_by_role("option", name=option).click()
