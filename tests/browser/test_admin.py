from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from app.demo import payloads
from app.demo.payloads import Account
from tests.browser.conftest import DESK, JONAS, MIRA, PHONE, REPO, Site

pytestmark = pytest.mark.browser


def test_a_mission_is_checked_field_by_field_and_appears_on_open_dashboards(site: Site) -> None:
    dashboard = site.page(JONAS)
    page = site.page(MIRA, "/admin/missions/new")
    page.get_by_role("button", name="Publish").click()
    expect(_field(page, "Title")).to_contain_text("Please fill this in.")
    expect(page.get_by_label("Title", exact=True)).to_be_focused()
    page.get_by_label("Goal").first.fill("0")
    expect(_field(page, "Goal")).not_to_contain_text("always so")
    page.get_by_label("Title", exact=True).fill("Close the loop <b>now</b>")
    _choose(page, "Metric", "issue.completed")
    expect(_field(page, "Goal")).to_contain_text("“At least 0” is always so.")
    page.get_by_label("Goal").first.fill("4")
    preview = page.get_by_role("region", name="Preview")
    expect(preview).to_contain_text("2 of 4 completed issues")
    expect(preview).to_contain_text("Close the loop <b>now</b>")
    page.get_by_label("Starts").fill("2027-01-02T10:00")
    page.get_by_label("Ends").fill("2027-01-01T10:00")
    expect(_field(page, "Ends")).to_contain_text("The end must come after the start.")
    page.get_by_label("Starts").fill("")
    expect(_field(page, "Ends")).not_to_contain_text("The end must come after the start.")
    page.get_by_role("button", name="Publish").click()
    _agree(page)
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
    _agree(page)
    expect(players.get_by_text("Only a draft")).to_be_visible()


def test_a_filter_is_added_and_removed(site: Site) -> None:
    page = site.page(MIRA, "/admin/missions/new")
    page.get_by_label("Title", exact=True).fill("In one place")
    _choose(page, "Metric", "pull_request.merged")
    page.get_by_role("button", name="Which work, in what time").click()
    page.get_by_role("button", name="Add a filter").click()
    page.get_by_label("Dimension").fill("repository")
    page.get_by_label("Values", exact=True).fill("acme/app")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Preview")).to_contain_text("in acme/app")
    page.get_by_role("button", name="Remove this filter").click()
    expect(page.get_by_role("region", name="Preview")).not_to_contain_text("in acme/app")


def test_conditions_fold_under_their_sentences_and_open_where_something_is_wrong(site: Site) -> None:
    page = site.page(MIRA, "/admin/missions/new")
    page.get_by_label("Title", exact=True).fill("Balance")
    _choose(page, "Metric", "review.submitted")
    page.get_by_role("button", name="Add a condition").click()
    second = page.get_by_role("button", name="Not finished yet")
    second.click()
    expect(page.get_by_label("Metric", exact=True).nth(1)).to_be_hidden()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_label("Metric", exact=True).nth(1)).to_be_focused()
    _choose(page, "Metric", "issue.completed", 1)
    expect(page.locator(".qb-outline").first).to_have_text("At least 10 reviews and at least 10 completed issues")


def test_a_quest_is_built_its_steps_in_the_order_they_are_moved_to(site: Site) -> None:
    page = site.page(MIRA, "/admin/missions/new")
    page.get_by_role("button", name="Quest").click()
    page.get_by_label("Title", exact=True).fill("Way in")
    page.get_by_label("Title of the step").fill("Help")
    _choose(page, "Metric", "review.submitted", 1)
    page.get_by_role("button", name="Add a step").click()
    page.get_by_label("Title of the step").nth(1).fill("Look around")
    _choose(page, "Metric", "issue.completed", 2)
    page.get_by_role("button", name="Move step 2 up").click()
    expect(page.get_by_role("button", name="Step 1 · Look around")).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    _agree(page)
    expect(page.get_by_role("row", name="Way in")).to_contain_text("Look around, Help")
    players = site.page(JONAS, "/missions")
    expect(players.get_by_text("Way in")).to_be_visible()


def test_a_team_is_founded_and_joined(site: Site) -> None:
    page = site.page(MIRA, "/admin/teams")
    page.get_by_label("Name", exact=True).fill("Night owls")
    expect(page.get_by_label("Handle")).to_have_value("night-owls")
    page.get_by_role("button", name="Create team").click()
    team = page.get_by_role("region", name="Night owls")
    team.get_by_label("Add a person").fill("Jonas")
    page.get_by_role("option", name="Jonas").first.click()
    expect(team.get_by_role("row", name="Jonas")).to_be_visible()


def test_an_unknown_event_is_counted_on_the_overview(site: Site) -> None:
    site.post("brand_new_event", {"action": "created"})
    page = site.page(MIRA, "/admin")
    expect(page.get_by_role("row", name="brand_new_event")).to_be_visible(timeout=15_000)
    expect(page.get_by_text("Working")).to_be_visible()


def _field(page: Page, label: str):  # type: ignore[no-untyped-def]  # the locator of the whole field
    return page.locator(".q-field", has=page.get_by_label(label, exact=True)).first


def _agree(page: Page) -> None:
    """To publish from now on."""
    page.get_by_role("dialog").get_by_role("button", name="Publish").click()


def _choose(page: Page, label: str, option: str, at: int = 0) -> None:
    page.get_by_label(label, exact=True).nth(at).click()
    page.get_by_role("option", name=option).click()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_what_is_rarely_wanted_of_a_person_waits_in_a_menu_inside_the_screen(site: Site, size: tuple[int, int]) -> None:
    site.page(JONAS)
    page = site.page(MIRA, "/admin/people", size)
    make_admin = page.get_by_role("button", name="Make Jonas Weber an admin")
    expect(make_admin).to_be_hidden()
    more = page.get_by_role("button", name="More for Jonas Weber")
    more.click()
    expect(make_admin).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    expect(make_admin).to_be_hidden()
    more.click()
    page.get_by_role("button", name="Mark Jonas Weber as a bot").click()
    expect(page.get_by_role("dialog", name="Mark Jonas Weber as a bot?")).to_be_visible()


def test_an_admin_says_what_work_is_worth_and_the_next_delivery_is_paid_by_it(site: Site) -> None:
    page = site.page(MIRA, "/admin/rules")
    page.get_by_role("link", name="New rule").click()
    page.get_by_role("button", name="Save rule").click()
    expect(page.get_by_label("Title", exact=True)).to_be_focused()
    page.get_by_label("Title", exact=True).fill("Green at all")
    expect(page.get_by_label("Id", exact=True)).to_have_value("green-at-all")
    _choose(page, "Metric", "commit.landed")
    expect(page.get_by_role("alert").filter(has_text="It pays for commits.")).to_be_visible()
    _choose(page, "Metric", "workflow_run.succeeded")
    expect(page.get_by_text("It pays for commits.")).to_be_hidden()
    page.get_by_label("XP each").fill("7")
    page.get_by_label("In full up to, a day").fill("14")
    page.get_by_label("At most a day").fill("14")
    expect(page.get_by_text("On one day the first 2 pay in full, the rest nothing.")).to_be_visible()
    page.get_by_role("button", name="Save rule").click()
    expect(page.get_by_role("row", name="Green at all")).to_contain_text("workflow_run.succeeded")

    dashboard = site.page(JONAS)
    dashboard.get_by_role("button", name="Everyone").click()
    somebody = Account(7_000_001, "vera")
    site.post("workflow_run", payloads.workflow_run(REPO, somebody, serial=70_001, at=datetime.now(UTC)))
    expect(dashboard.locator(".qb-feed")).to_contain_text("+7 XP")

    page.get_by_role("link", name="Edit Green at all").click()
    page.get_by_label("At most a day").fill("7")
    expect(page.get_by_text("The cap cannot lie below the amount that is paid in full.")).to_be_visible()
    page.goto("/admin/rules")
    page.get_by_role("button", name="More for Green at all").click()
    page.get_by_role("button", name="Retire Green at all").click()
    page.get_by_role("dialog").get_by_role("button", name="Retire it").click()
    expect(page.get_by_role("row", name="Green at all")).to_be_hidden()
