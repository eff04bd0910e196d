"""What every page stands in: head, navigation, main region, toasts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from nicegui import ElementFilter, ui

from components.assets import asset_url
from components.outside import web_url
from components.theme import custom_properties
from components.toasts import Toasts
from components.vue import put, vue
from domain.views import SignedIn


@dataclass(frozen=True, slots=True)
class Link:
    key: str
    label: str
    icon: str
    href: str


LINKS = (
    Link("home", "Dashboard", "home", "/"),
    Link("missions", "Missions", "target", "/missions"),
    Link("board", "Board", "board", "/board"),
    Link("badges", "Badges", "medal", "/badges"),
    Link("rewards", "Rewards", "gift", "/rewards"),
    Link("people", "People", "people", "/people"),
    Link("me", "Profile", "user", "/me"),
)
ADMIN_LINKS = (
    Link("admin", "Overview", "pulse", "/admin"),
    Link("admin-missions", "Missions", "edit", "/admin/missions"),
    Link("admin-badges", "Badges", "medal", "/admin/badges"),
    Link("admin-boards", "Boards", "board", "/admin/boards"),
    Link("admin-streaks", "Streaks", "flame", "/admin/streaks"),
    Link("admin-holidays", "Holidays", "sun", "/admin/holidays"),
    Link("admin-seasons", "Seasons", "flag", "/admin/seasons"),
    Link("admin-shop", "Shop", "gift", "/admin/shop"),
    Link("admin-deliveries", "Deliveries", "inbox", "/admin/deliveries"),
    Link("admin-people", "People", "people", "/admin/people"),
    Link("admin-teams", "Teams", "shield", "/admin/teams"),
    Link("admin-rules", "Scoring", "rules", "/admin/rules"),
    Link("admin-experiments", "Experiments", "flask", "/admin/experiments"),
    Link("admin-fair-play", "Fair play", "eye", "/admin/fair-play"),
)


class Bell:
    """The way to the inbox, with the number of what is unread."""

    def __init__(self, navigation: ui.element) -> None:
        self._navigation = navigation

    def show(self, unread: int) -> None:
        put(self._navigation, unread=unread)


@contextmanager
def frame(title: str, me: SignedIn, *, active: str, narrow: bool = False) -> Iterator[Toasts]:
    """The house around a page; what is created inside stands in its main region."""
    head(title)
    with ui.context.client.layout:
        _navigation(me, active).move(target_index=0)
        toasts = Toasts()
    page = "qb-page is-narrow" if narrow else "qb-page"
    with ui.element("div").classes("qb-main").props('id=main tabindex="-1"'), ui.element("div").classes(page):
        yield toasts


def head(title: str) -> None:
    """Title, styles and the theme of the current page."""
    ui.page_title(f"{title} · Questboard")
    ui.add_head_html(
        f"<style>{custom_properties()}</style>"
        f'<link rel="stylesheet" href="{asset_url("css/questboard.css")}">'
        f'<script src="{asset_url("js/theme.js")}"></script>'
    )


def bell() -> Bell | None:
    """The bell of the current page; None on a page without a frame."""
    return next((Bell(element) for element in ElementFilter(marker="nav")), None)


def page_head(title: str, text: str = "") -> ui.element:
    """The head of a page; what is created inside stands on its right."""
    header = ui.element("header").classes("qb-page-head")
    with header, ui.element("div"):
        words("h1", title)
        if text:
            words("p", text)
    return header


def words(tag: str, text: str) -> ui.label:
    """An HTML element with text in it; the text is never markup."""
    label = ui.label(text)
    label.tag = tag
    return label


def _navigation(me: SignedIn, active: str) -> ui.element:
    return vue(
        "nav",
        links=[_plain(link) for link in LINKS],
        admin_links=[_plain(link) for link in ADMIN_LINKS] if me.is_admin else [],
        active=active,
        person={"name": me.name, "login": me.login, "avatar_url": web_url(me.avatar_url)},
        logo=asset_url("icons/questboard.svg"),
        unread=0,
    ).mark("nav")


def _plain(link: Link) -> dict[str, str]:
    return {"key": link.key, "label": link.label, "icon": link.icon, "href": link.href}
