import pytest
from playwright.sync_api import expect

from tests.browser.conftest import JONAS, MIRA, Site, visit

pytestmark = pytest.mark.browser


def test_a_sample_person_signs_in_and_lands_where_he_wanted(site: Site) -> None:
    page = site.context().new_page()
    page.goto("/board?period=month")
    page.get_by_role("button", name="Jonas Weber").click()
    expect(page.get_by_role("heading", name="Board", exact=True)).to_be_visible()
    expect(page).to_have_url(f"{site.url}/board?period=month")


def test_signing_out_closes_every_door(site: Site) -> None:
    page = site.page(JONAS, "/me", afresh=True)
    page.get_by_role("button", name="Sign out", exact=True).first.click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_browser_that_is_signed_out_elsewhere_shows_nothing_any_more(site: Site) -> None:
    lost, mine = site.page(MIRA, afresh=True), site.page(MIRA, "/me", afresh=True)
    row = mine.locator("tr", has=mine.get_by_role("button", name="Sign out"))
    row.first.get_by_role("button").click()
    expect(lost.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_sign_in_that_failed_says_why(site: Site) -> None:
    page = site.context().new_page()
    page.goto("/signin?error=github")
    expect(page.get_by_role("alert")).to_contain_text("GitHub did not confirm")


def test_an_address_that_leads_nowhere_has_a_page_of_the_house(site: Site) -> None:
    page = site.signed_in(JONAS).new_page()
    page.goto("/nothing-here")
    expect(page.get_by_role("heading", name="Not found")).to_be_visible()
    page.get_by_role("link", name="Back to the dashboard").click()
    expect(page.get_by_role("heading", name="Active missions")).to_be_visible()
    site.complaints.clear()  # Chromium itself notes every 404


def test_admin_pages_are_closed_to_players(site: Site) -> None:
    page = site.signed_in(JONAS).new_page()
    page.goto("/admin/missions")
    expect(page.get_by_role("heading", name="Not allowed")).to_be_visible()
    visit(page, "/")
    assert page.get_by_role("link", name="Deliveries").count() == 0
    site.complaints.clear()
