"""Rewards and the shop, as people use them in a browser."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from app.demo import payloads
from tests.browser.conftest import JONAS, MIRA, NOOR, PHONE, REPO, Site, visit

pytestmark = pytest.mark.browser


def test_something_is_offered_bought_agreed_to_and_handed_over(site: Site) -> None:
    buyer = site.page(JONAS, "/shop")
    admin = site.page(MIRA, "/admin/shop/new")
    _offer(admin, "A <b>walk</b>", "Walk with a mentor")
    expect(admin.get_by_role("row", name="A <b>walk</b>")).to_contain_text("handed over")
    good = buyer.get_by_role("listitem").filter(has_text="A <b>walk</b>")
    expect(good).to_contain_text("You have 0 coins; this costs 10.")
    expect(good.get_by_role("button")).to_be_disabled()
    coins = buyer.get_by_role("region", name="On offer").get_by_test_id("note")
    buyer.evaluate("window.loaded_once = true")

    _pays(admin, coins=25)
    soon = datetime.now(UTC) + timedelta(seconds=1)  # GitHub tells whole seconds, and the mission began in this one
    site.post("workflow_run", payloads.workflow_run(REPO, JONAS, serial=50_001, at=soon))
    expect(coins).to_have_text("You have 25 coins", timeout=20_000)
    visit(admin, "/admin/shop")
    admin.evaluate("window.loaded_once = true")
    asked, bought = admin.get_by_role("row", name="Jonas"), buyer.get_by_role("region", name="What you bought")
    _buy(buyer, good)
    expect(bought).to_contain_text("Waits for an admin")
    expect(coins).to_have_text("You have 15 coins")
    expect(asked).to_contain_text("waits for you")
    asked.get_by_role("button", name="Agree: A <b>walk</b> for Jonas").click()
    expect(bought).to_contain_text("Somebody will hand it over to you")
    asked.get_by_role("button", name="Handed over").click()
    admin.get_by_role("dialog").get_by_role("button", name="Handed over").click()
    expect(bought).to_contain_text("Handed over")
    expect(buyer.locator(".qb-toast", has_text="It was handed over to you")).to_be_visible()
    expect(asked.get_by_role("button")).to_have_count(0)

    _buy(buyer, good)
    expect(coins).to_have_text("You have 5 coins")
    asked.get_by_role("button", name="Agree").click()
    asked.get_by_role("button", name="Give back").click()
    _because(admin, "The mentor is ill.")
    expect(bought).to_contain_text("Taken back, your coins are back")
    expect(bought).to_contain_text("The mentor is ill.")
    expect(coins).to_have_text("You have 15 coins")
    assert buyer.evaluate("window.loaded_once")
    assert admin.evaluate("window.loaded_once")


def _offer(page: Page, title: str, thing: str) -> None:
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_label("Price in coins").fill("10")
    page.get_by_label("Name", exact=True).fill(thing)
    page.get_by_text("Somebody hands it over").click()
    page.get_by_text("An admin has to agree first").click()
    page.get_by_role("button", name="Save offer").click()


def _pays(page: Page, *, coins: int) -> None:
    """Publish a mission for one green run, which no other story has."""
    visit(page, "/admin/missions/new")
    page.get_by_label("Title", exact=True).fill("All green")
    for label, option in (("Metric", "workflow_run.succeeded"), ("Repeats", "Once")):
        page.get_by_label(label, exact=True).locator("visible=true").click()
        page.get_by_role("option", name=option).click()
    for label, number in (("Goal", 1), ("XP", 0), ("Coins", coins)):
        page.get_by_label(label, exact=True).locator("visible=true").first.fill(str(number))
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    expect(page).to_have_url("/admin/missions")


def _buy(page: Page, good: Locator) -> None:
    good.get_by_role("button", name="Buy").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("An admin has to agree; if not, your coins come back.")
    dialog.get_by_role("button", name="Buy it").click()
    expect(dialog).to_have_count(0)


def _because(page: Page, reason: str) -> None:
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Reason").fill(reason)
    dialog.get_by_role("button", name="Give back").click()


@pytest.mark.parametrize("path", ["/rewards", "/shop"])
def test_empty_pages_say_what_will_stand_there(site: Site, path: str) -> None:
    page = site.page(NOOR, path, PHONE)
    expect(page.locator(".qb-empty").first).to_be_visible()
