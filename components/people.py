"""People: the list of one's own, and the profile of another."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

from nicegui import ui

from components.badges import BadgeShelf
from components.forms import button
from components.frame import words
from components.layout import card
from components.outside import plain, web_url
from components.table import Action, Chip, Column, Table
from components.tabs import tabs
from components.vue import put, vue
from domain.views import PeoplePage, PersonLine, Profile

#: `on_act(verb, player id)`; the verbs are those of the buttons below.
Act = Callable[[str, str], Awaitable[None]]


def people_tabs(active: str, *, duels: bool) -> None:
    """What belongs together on the pages about people; duels only where there are any."""
    links = {"/people": "People", "/kudos": "Thanks", **({"/duels": "Duels"} if duels else {})}
    tabs("People", links, active)


class Finder:
    """A way to somebody's profile."""

    def __init__(self, page: PeoplePage) -> None:
        with card("Find somebody"), ui.element("div").classes("qb-form"):
            words("h2", "Find somebody")
            self._who = ui.select({}, label="Name", with_input=True).mark("find")
            self._who.props('outlined options-dense behavior=menu input-aria-label="Name"')
            with ui.element("div").classes("qb-actions"):
                button("Look", self._look, primary=True)
        self.show(page)

    def show(self, page: PeoplePage) -> None:
        options = {str(one.id): f"{one.name} (@{one.login})" for one in page.others}
        if self._who.options != options:
            self._who.set_options(options)

    def _look(self) -> None:
        if self._who.value:
            ui.navigate.to(f"/players/{self._who.value}")
        else:
            self._who.error = "Please choose somebody."


class PeopleTable:
    """Some people in a card, which is not there while `quiet` and nobody is in it."""

    def __init__(
        self, heading: str, *, empty: tuple[str, str], on_act: Act, verbs: frozenset[str], quiet: bool = False
    ) -> None:
        self._quiet, self._verbs = quiet, verbs
        with card(heading) as self._card:
            words("h2", heading)
            columns = (Column("person", "Person", "person"), Column("marks", "", "chips"), Column("do", "", "actions"))
            self._table = Table(columns, caption=heading, timezone="UTC", empty=("people", *empty), on_act=on_act)

    def show(self, lines: Sequence[PersonLine]) -> None:
        self._card.set_visibility(bool(lines) or not self._quiet)
        self._table.show([_row(line, self._verbs) for line in lines])


class ProfileCard:
    """What somebody lets be seen of himself; None when there is nobody to see. `duels` offers to challenge him."""

    def __init__(self, view: Profile | None, *, me: UUID, timezone: str, duels: bool, on_act: Act) -> None:
        self._me, self._duels = me, duels
        self.element = vue("profile", person=None).mark("profile")
        for verb in ("follow", "unfollow", "refuse", "allow"):
            self.element.on(verb, lambda _, verb=verb: on_act(verb, self._id))
        self._badges = BadgeShelf((), timezone=timezone, players=0)
        self.show(view)

    def show(self, view: Profile | None) -> None:
        self._id = str(view.id) if view else ""
        put(self.element, person=self._props(view) if view else None)
        held = view.badges if view else ()
        self._badges.show(held, players=max((badge.holders for badge in held), default=0))
        self._badges.element.set_visibility(bool(held))

    def _props(self, view: Profile) -> dict[str, Any]:
        shown: dict[str, Any] = plain(view)
        del shown["badges"]
        is_me = view.id == self._me
        challenge = f"/duels?to={view.id}" if self._duels and not is_me else None
        return {**shown, "avatar_url": web_url(view.avatar_url), "me": is_me, "challenge": challenge}


def _row(line: PersonLine, verbs: frozenset[str]) -> dict[str, object]:
    title = f" · {line.level.title}" if line.level.title else ""
    marks = [Chip(f"Level {line.level.number}{title}"), *([Chip("Friend", "good")] if line.friend else [])]
    return {
        "id": line.id,
        "person": {
            "name": line.name,
            "login": line.login,
            "avatar_url": web_url(line.avatar_url),
            "href": f"/players/{line.id}",
        },
        "marks": tuple(marks),
        "do": tuple(action for action in _actions(line) if action.key in verbs),
    }


def _actions(line: PersonLine) -> list[Action]:
    name = line.name
    about_him = (
        Action("unfollow", "Unfollow", describe=f"Unfollow {name}")
        if line.followed
        else Action("follow", "Follow back", describe=f"Follow {name}")
    )
    about_me = (
        Action("allow", "Let follow again", describe=f"Let {name} follow you again")
        if line.refused
        else Action("refuse", "Remove", describe=f"Let {name} follow you no longer")
    )
    return [about_him, about_me]
