"""A choice between addresses, drawn as segments."""

from collections.abc import Mapping

from nicegui import ui

from components.frame import words


def tabs(label: str, links: Mapping[str, str], active: str) -> ui.element:
    """`links` maps addresses to titles; the one at `active` is marked."""
    with ui.element("nav").classes("qb-segments") as nav:
        nav.props["aria-label"] = label
        for href, title in links.items():
            link = words("a", title)
            link.props["href"] = href
            if href == active:
                link.props["aria-current"] = "page"
    return nav
