"""Whole stories: several people, several pages, signed deliveries in between."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from app.demo import payloads
from app.demo.payloads import Account
from tests.browser.conftest import JONAS, MAINTAINER, MIRA, NOOR, PHONE, REPO, TOMAS, Site, visit
from tests.long import long

pytestmark = pytest.mark.browser

QUEST = "Finding your feet"
BODY = "Reads well, and the test covers the second case."


def test_a_quest_is_walked_on_one_page_and_paid_on_another(site: Site) -> None:
    page, dashboard = site.page(NOOR, "/missions"), site.page(NOOR)
    dashboard.evaluate("window.loaded_once = true")
    page.get_by_role("button", name=f"Accept {QUEST}").click()
    quest = page.locator(".qb-mission", has_text=QUEST)
    steps = quest.get_by_role("listitem")
    expect(steps.first).to_have_attribute("aria-current", "step")
    at = datetime.now(UTC) + timedelta(seconds=1)  # GitHub tells whole seconds
    site.post("pull_request_review", payloads.review(REPO, 30_001, MAINTAINER, NOOR, at=at, body=BODY))
    expect(steps.first).to_contain_text("(done)")
    expect(steps.nth(1)).to_have_attribute("aria-current", "step")
    expect(_line(dashboard, "Read along")).to_contain_text("+10 XP")
    at += timedelta(seconds=1)
    site.post("issues", payloads.closed_issue(REPO, 30_002, NOOR, title="A loose end", at=at))
    expect(steps.nth(1)).to_contain_text("(done)")
    at += timedelta(seconds=1)
    site.post("pull_request", payloads.merged_pull(REPO, 30_003, NOOR, MAINTAINER, title="Land it", at=at))
    expect(page.get_by_role("region", name="Completed")).to_contain_text(QUEST)
    expect(_line(dashboard, QUEST)).to_contain_text("+30 XP")
    expect(dashboard.locator(".qb-toast", has_text=QUEST)).to_be_visible()
    assert dashboard.evaluate("window.loaded_once")


def test_past_work_is_rewarded_silently_or_with_a_celebration(site: Site) -> None:
    for number, who in enumerate((NOOR, TOMAS), 1):
        site.post("release", payloads.release(REPO, who, f"v{number}", serial=40_000 + number, at=datetime.now(UTC)))
    pages = [_settled(site, who) for who in (NOOR, TOMAS)]
    before = [_xp(page) for page in pages]
    admin = site.page(MIRA, "/admin/missions/new")
    _publish(admin, "Let it out, quietly", xp=60, award="silently")
    for page, xp in zip(pages, before, strict=True):
        expect(page.get_by_test_id("xp")).to_have_text(f"{xp + 60:,}")
    visit(admin, "/admin/missions/new")
    assert [page.locator(".qb-toast").count() for page in pages] == [0, 0]
    _publish(admin, "Let it out, and say so", xp=70, award="celebration")
    for page, xp in zip(pages, before, strict=True):
        expect(page.get_by_test_id("xp")).to_have_text(f"{xp + 130:,}")
        expect(page.locator(".qb-toast.is-mission", has_text="Let it out, and say so")).to_be_visible()
        assert page.evaluate("window.loaded_once")


def test_why_shows_the_work_behind_it(site: Site) -> None:
    page = site.page(JONAS)
    number = site.merged(JONAS)
    line = page.locator(".qb-feed li", has_text=f"#{number}")
    line.get_by_role("button", name="why?").click()
    _answers_with_evidence(page, number)
    visit(page, "/missions")
    mission = page.locator(".qb-mission", has_text="A steady week").first
    mission.get_by_role("button", name="why?").click()
    _answers_with_evidence(page, number)


@long
def test_the_form_makes_every_kind_of_mission(site: Site) -> None:
    page = site.page(MIRA)
    _new(page, "Story: balance")
    _choose(page, "Metric", "review.submitted")
    page.get_by_role("button", name="Add a condition").locator("visible=true").click()
    _choose(page, "Metric", "issue.completed", 1)
    page.get_by_role("button", name="Add a group").click()
    _choose(page, "Asks for", "Any one of these", 1)
    _choose(page, "Metric", "release.published", 2)
    _save(page)
    _new(page, "Story: way in", kind="Quest")
    _field(page, "Title of the step").fill("Help")
    _choose(page, "Metric", "review.submitted")
    page.get_by_role("button", name="Add a step").click()
    _field(page, "Title of the step", 1).fill("Land")
    _choose(page, "Metric", "pull_request.merged", 1)
    _save(page)
    _new(page, "Story: reader", kind="Achievement")
    _choose(page, "Metric", "review.submitted")
    page.get_by_role("button", name="Tiers").click()
    for tier, goal in (("Bronze", "5"), ("Gold", "50")):
        page.get_by_role("group", name=tier).get_by_label("Goal").fill(goal)
    _save(page)
    _new(page, "Story: together")
    _choose(page, "Metric", "pull_request.merged")
    page.get_by_role("button", name="Who takes part").click()
    _choose(page, "Counts", "Each team together")
    _field(page, "Helped by at least").fill("3")
    _save(page)
    _new(page, "Story: the first ten")
    _choose(page, "Metric", "pull_request.merged")
    page.get_by_role("button", name="Who takes part").click()
    _field(page, "Limited places").fill("10")
    _save(page)
    visit(page, "/admin/missions")
    for title, *texts in (
        ("Story: balance", "Mission", "at least 10 reviews and at least 10 completed issues and at least 10 releases"),
        ("Story: way in", "Quest", "Help, Land"),
        ("Story: reader", "Achievement", "at least 50 reviews"),
        ("Story: together", "Mission", "at least 10 merged pull requests"),
        ("Story: the first ten", "Mission", "at least 10 merged pull requests"),
    ):
        for text in (*texts, "draft"):
            expect(page.get_by_role("row", name=title)).to_contain_text(text)
    for title, label, value in (
        ("Story: reader", "Goal", "50"),
        ("Story: together", "Helped by at least", "3"),
        ("Story: the first ten", "Limited places", "10"),
    ):
        visit(page, "/admin/missions")
        page.get_by_role("link", name=f"Edit {title}").click()
        expect(page.get_by_role("heading", name=title).first).to_be_visible()
        values = [field.input_value() for field in page.get_by_label(label, exact=True).all()]
        assert value in values, title


def test_a_draft_is_tried_on_recorded_work(site: Site) -> None:
    number = site.merged(TOMAS)
    expect(site.page(TOMAS).locator(".qb-feed li", has_text=f"#{number}")).to_be_visible()
    page = site.page(MIRA)
    _new(page, "Story: tried")
    page.get_by_role("button", name="Try it on recorded work").click()
    box = page.get_by_role("region", name="What would have happened")
    expect(box).to_contain_text("Please finish the form first")
    _choose(page, "Metric", "pull_request.merged")
    _field(page, "Goal").fill("1")
    page.get_by_role("button", name="Try it on recorded work").click()
    expect(box.get_by_role("status")).to_contain_text("people would have finished")
    expect(box).to_contain_text("Tomas Lind")


@pytest.mark.parametrize("path", ["/admin", "/admin/teams", "/admin/rules"])
def test_on_a_phone_the_open_tab_of_the_administration_is_in_sight(site: Site, path: str) -> None:
    page = site.page(MIRA, path, PHONE)
    tab = page.locator(".qb-subtabs [aria-current]")
    expect(tab).to_be_in_viewport(ratio=1)


def _line(page: Page, text: str) -> Locator:
    return page.locator(".qb-feed li", has_text=text).first


def _settled(site: Site, who: Account) -> Page:
    """His dashboard, when the release is on it; nothing is to come after that."""
    page = site.page(who)
    expect(_line(page, "release")).to_be_visible()
    visit(page, "/")
    page.evaluate("window.loaded_once = true")
    return page


def _xp(page: Page) -> int:
    return int(page.get_by_test_id("xp").inner_text().replace(",", ""))


def _answers_with_evidence(page: Page, number: int) -> None:
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("link", name=f"#{number}")).to_have_attribute(
        "href", f"https://github.com/{REPO.full_name}/pull/{number}"
    )
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def _new(page: Page, title: str, *, kind: str = "Mission") -> None:
    visit(page, "/admin/missions/new")
    page.get_by_role("button", name=kind, exact=True).click()
    page.get_by_label("Title", exact=True).fill(title)


def _save(page: Page) -> None:
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".qb-toast", has_text="Draft saved")).to_be_visible()


def _publish(page: Page, title: str, *, xp: int, award: str) -> None:
    """A mission for one release, at any time."""
    _new(page, title)
    _choose(page, "Metric", "release.published")
    _choose(page, "Repeats", "Once")
    _field(page, "Goal").fill("1")
    _field(page, "XP").fill(str(xp))
    page.get_by_role("button", name="Publish").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name=award).click()
    dialog.get_by_role("button", name="Publish").click()
    expect(page).to_have_url("/admin/missions")


def _field(page: Page, label: str, at: int = 0) -> Locator:
    """The visible field of that name."""
    return page.get_by_label(label, exact=True).locator("visible=true").nth(at)


def _choose(page: Page, label: str, option: str, at: int = 0) -> None:
    _field(page, label, at).click()
    page.get_by_role("option", name=option).click()
