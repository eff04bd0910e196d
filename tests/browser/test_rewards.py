"""Rewards and the shop, as people use them in a browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import JONAS, MIRA, PHONE, Site, visit

pytestmark = pytest.mark.browser


def test_something_is_offered_bought_agreed_to_and_handed_over(site: Site) -> None:
    buyer = site.page(JONAS, "/shop")
    admin = site.page(MIRA, "/admin/shop/new")
    _offer(admin, "A <b>walk</b>", "Walk with a mentor")
    expect(admin.get_by_role("row", name="A <b>walk</b>")).to_contain_text("handed over")

    good = buyer.get_by_role("listitem").filter(has_text="A <b>walk</b>")
    expect(good).to_contain_text("You have 0 coins; this costs 10.")
    expect(good.get_by_role("button")).to_be_disabled()


def _offer(page: Page, title: str, thing: str) -> None:
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_label("Price in coins").fill("10")
    page.get_by_label("Name", exact=True).fill(thing)
    page.get_by_text("Somebody hands it over").click()
    page.get_by_role("button", name="Save offer").click()


@pytest.mark.parametrize("path", ["/rewards", "/shop"])
def test_empty_pages_say_what_will_stand_there(site: Site, path: str) -> None:
    page = site.page(JONAS, path, PHONE)
    visit(page, path)
    expect(page.locator(".qb-empty").first).to_be_visible()
