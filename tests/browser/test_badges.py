import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import JONAS, MIRA, Site

pytestmark = pytest.mark.browser


def test_a_new_badge_and_its_renamed_category_appear_in_open_collections(site: Site) -> None:
    collection = site.page(JONAS, "/badges")
    page = site.page(MIRA, "/admin/badges/new")
    assert "Craft" in _offered(page, "Category")
    page.get_by_label("Name", exact=True).fill("Night <b>owl</b>")
    page.get_by_label("Category", exact=True).fill("Owls")
    page.get_by_label("Picture", exact=True).click()
    page.get_by_role("option", name="moon").click()
    expect(page.get_by_label("Preview").locator(".qb-medal > .qb-icon use").first).to_have_attribute(
        "href", _icon(site)
    )
    page.get_by_role("button", name="Save badge").click()
    expect(page.get_by_role("row", name="Night <b>owl</b>")).to_contain_text("Owls")
    expect(collection.get_by_role("heading", name="Night <b>owl</b>")).to_be_visible()
    page.get_by_role("button", name="Rename category").click()
    page.get_by_label("Category", exact=True).click()
    page.get_by_role("option", name="Owls").click()
    page.get_by_label("New name").fill("Birds")
    page.get_by_role("button", name="Rename", exact=True).click()
    expect(page.get_by_role("row", name="Night <b>owl</b>")).to_contain_text("Birds")
    expect(collection.get_by_role("heading", name="Birds")).to_be_visible()


def test_an_unearned_badge_shows_its_own_picture_with_a_lock_as_a_mark(site: Site) -> None:
    badge = site.page(JONAS, "/badges").locator("li.is-locked", has_text="Bug whisperer")
    expect(badge.locator(".qb-medal > .qb-icon use")).to_have_attribute("href", _icon(site, "bug"))
    expect(badge.locator(".qb-medal-lock use")).to_have_attribute("href", _icon(site, "lock"))
    expect(badge.get_by_text("not earned yet")).to_be_attached()


def _offered(page: Page, label: str) -> list[str]:
    """What the browser offers below a field."""
    options = "input => [...input.list.options].map(option => option.value)"
    return list(page.get_by_label(label, exact=True).evaluate(options))


def _icon(site: Site, name: str = "moon") -> str:
    return f"{site.url}/assets/icons/icons.svg#{name}"
