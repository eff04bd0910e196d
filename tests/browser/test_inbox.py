"""The inbox in real windows: the bell rings on every page, and what is read in one is read in all."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NOOR, PHONE, Site

pytestmark = pytest.mark.browser


def test_the_bell_rings_and_what_is_read_in_one_window_is_read_in_all(site: Site) -> None:
    desk, phone = site.page(NOOR, "/badges"), site.page(NOOR, "/inbox", PHONE)
    bell = desk.locator(".qb-bell:visible")
    site.merged(NOOR)
    expect(desk.locator(".qb-toast").first).to_be_visible()
    expect(bell).to_have_accessible_name(re.compile(r"Inbox, \d+ unread"))
    phone.get_by_role("button", name="Mark all read").click()
    expect(phone.get_by_role("heading", name="All read")).to_be_focused()
    expect(bell).to_have_accessible_name("Inbox")
    bell.click()
    line = desk.get_by_role("region", name="Today").get_by_role("listitem").filter(has_text="First light")
    expect(line.first.get_by_role("link")).to_have_attribute("href", re.compile("^/(missions|badges)$"))


def test_the_top_bar_of_a_phone_stays_and_covers_no_heading(site: Site) -> None:
    page = site.page(NOOR, "/missions", PHONE)
    page.evaluate("() => document.querySelectorAll('.qb-mission h3')[4].scrollIntoView()")
    bar = page.locator(".qb-topbar").bounding_box()
    heading = page.locator(".qb-mission h3").nth(4).bounding_box()
    assert bar
    assert heading
    assert page.evaluate("() => scrollY") > 0
    assert bar["y"] == 0
    assert heading["y"] >= bar["height"]
