"""What must hold on every page: it fits a phone, names its controls, and its text can be read."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from components import theme
from tests.browser.conftest import DESK, JONAS, MIRA, PHONE, Site, visit
from tests.long import LONG

pytestmark = pytest.mark.browser

AUDIT = (Path(__file__).parent / "audit.js").read_text().strip().removesuffix(";")
PLAYER_PAGES = (
    "/",
    "/missions",
    "/quests",
    "/board",
    "/league",
    "/badges",
    "/inbox",
    "/people",
    "/duels",
    "/held",
    "/me",
    "/seasons",
    "/rewards",
    "/shop",
)
SEASON_PAGES = ("/seasons/frost", "/seasons/frost/recap")
ADMIN_PAGES = (
    "",
    "/missions",
    "/missions/new",
    "/badges",
    "/badges/new",
    "/boards",
    "/boards/new",
    "/league",
    "/streaks",
    "/streaks/new",
    "/holidays",
    "/seasons",
    "/seasons/new",
    "/experiments",
    "/experiments/new",
    "/shop",
    "/shop/new",
    "/rewards",
    "/deliveries",
    "/people",
    "/bots",
    "/teams",
    "/rules",
    "/rules/new",
    "/fair-play",
)
PAGES = (*PLAYER_PAGES, *SEASON_PAGES, *(f"/admin{page}" for page in ADMIN_PAGES))


@pytest.fixture(scope="module")
def busy(site: Site) -> None:
    """Something to show, a very long word included."""
    site.merged(MIRA)
    site.merged(MIRA, title="Supercalifragilistic" * 12)
    _announce_a_season(site)


def _announce_a_season(site: Site) -> None:
    """As an admin does it."""
    page, today = site.page(MIRA, "/admin/seasons/new"), datetime.now(UTC).date()
    for label, value in (("Name", "Frost"), ("First day", today), ("Last day", today + timedelta(days=9))):
        page.get_by_label(label, exact=True).fill(str(value))
    page.get_by_role("button", name="Save season").click()
    page.get_by_role("button", name="Announce Frost").click()
    page.get_by_role("dialog").get_by_role("button", name="Announce").click()
    page.get_by_text("Frost is announced").wait_for()
    page.close()


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize(
    ("size", "scheme"),
    [
        pytest.param(PHONE, "dark", id="phone-dark"),
        pytest.param(DESK, "light", id="desk-light"),
        pytest.param(PHONE, "light", id="phone-light", marks=LONG),
        pytest.param(DESK, "dark", id="desk-dark", marks=LONG),
    ],
)
def test_every_page_fits_names_its_controls_and_can_be_read(site: Site, size: tuple[int, int], scheme: str) -> None:
    page = site.signed_in(MIRA, size, color_scheme=scheme).new_page()
    for path in (*PAGES, f"/players/{site.player_id(JONAS)}"):
        visit(page, path)
        page.wait_for_function("() => document.querySelector('h1, h2')")
        assert _complaints(page, size) == [], path


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_sign_in_page_fits_and_can_be_read(site: Site, size: tuple[int, int]) -> None:
    page = site.context(size).new_page()
    page.goto("/signin?error=again")
    page.get_by_role("heading", name="Sign in").wait_for()
    assert _complaints(page, size) == []


def _complaints(page: Page, size: tuple[int, int]) -> list[str]:
    found: dict[str, Any] = page.evaluate(AUDIT)
    assert found["texts"]
    complaints = [f"no name: {control}" for control in found["nameless"]]
    complaints += [f"twice the id {one}" for one in found["doubled"]]
    complaints += [
        f"hard to read: {text['text']}, {text['ink']} on {text['ground']}"
        for text in found["texts"]
        if theme.contrast(text["ink"], text["ground"]) < 4.5
    ]
    if found["width"] > size[0]:
        complaints.append(f"{found['width']} pixels wide")
    if found["language"] != "en-US":
        complaints.append("no language")
    return complaints
