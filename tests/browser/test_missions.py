from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from app.demo import payloads
from tests.browser.conftest import AIKO, MAINTAINER, REPO, SOFIA, TOMAS, Site, visit

pytestmark = pytest.mark.browser

QUEST = "Finding your feet"
BODY = "Reads well, and the test covers the second case."


def test_a_quest_is_accepted_and_walked_to_its_end(site: Site) -> None:
    page = site.page(AIKO, "/missions")
    page.get_by_role("button", name=f"Accept {QUEST}").click()
    quest = page.locator(".qb-mission", has_text=QUEST)
    expect(quest.get_by_role("listitem").first).to_have_attribute("aria-current", "step")
    expect(quest.get_by_role("heading", name=QUEST)).to_be_focused()
    at = datetime.now(UTC) + timedelta(seconds=1)  # GitHub tells whole seconds
    site.post("pull_request_review", payloads.review(REPO, 20_001, MAINTAINER, AIKO, at=at, body=BODY))
    expect(page.locator(".qb-toast", has_text="Read along")).to_contain_text("+10 XP")
    expect(quest.get_by_role("listitem").first).to_contain_text("(done)")
    site.post("issues", payloads.closed_issue(REPO, 20_002, AIKO, title="A loose end", at=at + timedelta(seconds=1)))
    expect(quest).to_contain_text("2 of 4 steps")
    merged = payloads.merged_pull(REPO, 20_003, AIKO, MAINTAINER, title="Land it", at=at + timedelta(seconds=2))
    site.post("pull_request", merged)
    expect(page.get_by_role("region", name="Completed")).to_contain_text(QUEST)
    visit(page, "/quests")
    expect(page.get_by_role("region", name="Quests").get_by_text("Completed", exact=True)).to_be_visible()


def test_an_abandoned_quest_may_be_tried_again(site: Site) -> None:
    page = site.page(SOFIA, "/missions")
    page.get_by_role("button", name=f"Accept {QUEST}").click()
    abandon = page.get_by_role("button", name=f"Abandon {QUEST}")
    abandon.click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(abandon).to_be_focused()
    abandon.click()
    page.get_by_role("dialog").get_by_role("button", name="Abandon").click()
    page.get_by_role("button", name=f"Try again: {QUEST}").wait_for()
    visit(page, "/quests")
    expect(page.locator(".qb-quest-dates")).to_contain_text("You put it down on")
    page.get_by_role("link", name=f"Try again: {QUEST}").click()
    page.get_by_role("button", name=f"Try again: {QUEST}").click()
    expect(abandon).to_be_visible()


def test_why_is_asked_and_answered_by_keyboard(site: Site) -> None:
    site.merged(TOMAS)
    page = site.page(TOMAS)
    _ask(page, ".qb-feed")
    visit(page, "/missions")
    _ask(page, ".qb-missions")


def _ask(page: Page, where: str) -> None:
    why = page.locator(where).get_by_role("button", name="why?").first
    why.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("group", name="Explanation")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(why).to_be_focused()
