import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from app.demo import payloads
from app.demo.payloads import Account, Repo
from components import theme
from tests.browser.conftest import AIKO, JONAS, MAINTAINER, NOOR, PHONE, SOFIA, TOMAS, Site, visit

pytestmark = pytest.mark.browser


def test_a_delivery_becomes_xp_on_the_open_page(site: Site) -> None:
    page = site.page(JONAS)
    page.evaluate("window.loaded_once = true")
    number = site.merged(JONAS)
    expect(page.locator(".qb-toast", has_text="+100 XP")).to_contain_text("and 1 more")
    expect(page.get_by_test_id("xp")).to_have_text("100")
    expect(page.get_by_role("img", name="Level 2, 0 of 150 XP")).to_be_visible()
    line = page.locator(".qb-feed li", has_text=f"#{number}")
    expect(line).to_contain_text("+50 XP")
    expect(line).to_contain_text("acme/app")
    expect(line).to_contain_text("apped at 250 a day")
    expect(line.get_by_role("link")).to_have_attribute("href", f"https://github.com/acme/app/pull/{number}")
    expect(page.locator(".qb-mission", has_text="First light").first).to_contain_text("Completed")
    expect(page.locator(".qb-toast", has_text="Level 2 reached")).to_be_visible()
    expect(page.locator(".qb-board")).to_contain_text("Jonas Weber")
    assert page.evaluate("window.loaded_once")


def test_progress_grows_in_place(site: Site) -> None:
    page = site.page(AIKO)
    bar = page.get_by_role("progressbar", name="A steady week")
    expect(bar).to_have_attribute("aria-valuenow", "0")
    site.merged(AIKO)
    expect(bar).to_have_attribute("aria-valuenow", "33")
    expect(page.locator(".qb-mission", has_text="A steady week")).to_contain_text("1 of 3 days")


def test_two_players_see_their_own_news_at_once(site: Site) -> None:
    one, other = site.page(NOOR), site.page(TOMAS)
    site.merged(NOOR)
    expect(one.locator(".qb-toast", has_text="XP").first).to_be_visible()
    expect(other.locator(".qb-board")).to_contain_text("Noor Haddad")
    assert other.locator(".qb-toast").count() == 0
    other.get_by_role("button", name="Everyone").click()
    expect(other.locator(".qb-feed li", has_text="Noor Haddad").first).to_be_visible()
    before = other.locator(".qb-feed li", has_text="Noor Haddad").count()
    site.merged(NOOR)
    expect(other.locator(".qb-feed li", has_text="Noor Haddad")).to_have_count(before + 1)


def test_hostile_text_is_shown_as_text(site: Site) -> None:
    picture = "<img src=x onerror=window.hacked=1>"
    evil = f"{picture}<script>window.hacked=1</script>{{{{constructor}}}}"
    page = site.page(SOFIA, "/")
    page.get_by_role("button", name="Everyone").click()
    stranger = Account(900_000_555, "<b>bold</b>")
    hostile = payloads.merged_pull(
        Repo(910_000_009, f"acme/{picture}", "Python"), 66, stranger, MAINTAINER, title=evil, at=datetime.now(UTC)
    )
    url = {"html_url": "javascript:window.hacked=1"}
    site.post("pull_request", {**hostile, "pull_request": {**hostile["pull_request"], **url}})
    line = page.locator(".qb-feed li", has_text="pull request #66")
    expect(line).to_contain_text("<b>bold</b>")
    expect(line).to_contain_text("acme/<img src=x")
    expect(line.get_by_role("link")).to_have_count(0)
    assert page.evaluate("window.hacked") is None
    assert page.locator(".qb-feed img[src=x], .qb-feed script").count() == 0


def test_a_broken_connection_mends_itself_and_nothing_is_missed(site: Site) -> None:
    page = site.page(SOFIA)
    before = _xp(page)
    page.evaluate(
        "window.loaded_once = true; window.socket.io.reconnectionDelay(3000); window.socket.io.engine.close()"
    )
    expect(page.locator(".qb-rail .qb-live")).to_have_class(re.compile("is-away"))
    site.merged(SOFIA)
    expect(page.locator(".qb-rail .qb-live")).not_to_have_class(re.compile("is-away"), timeout=15_000)
    expect(page.get_by_test_id("xp")).not_to_have_text(str(before), timeout=15_000)
    assert page.evaluate("window.loaded_once")


def test_focus_stays_where_it_was_when_news_arrive(site: Site) -> None:
    page = site.page(TOMAS)
    button = page.get_by_role("button", name="Everyone")
    button.focus()
    number = site.merged(TOMAS)
    expect(page.locator(".qb-feed li", has_text=f"#{number}")).to_be_visible()
    expect(button).to_be_focused()


def test_the_keyboard_reaches_the_content_first(site: Site) -> None:
    page = site.page(AIKO)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}/#main")
    page.keyboard.press("Tab")
    expect(page.locator("#main").locator("a, button").first).to_be_focused()


def test_a_chosen_theme_stays(site: Site) -> None:
    page = site.page(AIKO)
    page.locator(".qb-rail").get_by_role("button", name="Use the light theme").click()
    visit(page, "/missions")
    expect(page.locator("html")).to_have_css("background-color", _rgb(theme.LIGHT["canvas"]))
    expect(page.locator("body")).to_have_class(re.compile("body--light"))


def test_on_a_phone_the_navigation_lies_below(site: Site) -> None:
    page = site.page(AIKO, "/", PHONE)
    page.get_by_role("navigation", name="Main, compact").get_by_role("link", name="Badges").click()
    expect(page.get_by_role("heading", name="Badges", exact=True)).to_be_visible()


def _xp(page: Page) -> int:
    return int(page.get_by_test_id("xp").inner_text().replace(",", ""))


def _rgb(colour: str) -> str:
    return "rgb({}, {}, {})".format(*(int(colour[at : at + 2], 16) for at in (1, 3, 5)))
