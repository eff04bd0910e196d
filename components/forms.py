"""Forms of native widgets, and the dialog that asks before something ends."""

from collections.abc import Awaitable, Callable
from functools import cache
from typing import Protocol
from zoneinfo import available_timezones

from nicegui import ui

from components.frame import words


class SaveProfile(Protocol):
    def __call__(
        self,
        timezone: str,
        *,
        hidden: bool,
        recommendations: bool,
        shows_badges: bool,
        shows_streak: bool,
        paused: bool,
    ) -> Awaitable[None]: ...


class ProfileForm:
    """Time zone, what others see, and what the game may do for a player."""

    def __init__(
        self,
        *,
        timezone: str,
        hidden: bool,
        recommendations: bool,
        shows_badges: bool,
        shows_streak: bool,
        paused: bool,
        on_save: SaveProfile,
    ) -> None:
        with ui.element("div").classes("qb-form"):
            self._zone = ui.select(zones(), value=timezone, label="Time zone", with_input=True)
            self._zone.props('outlined options-dense behavior=menu input-aria-label="Time zone"').mark("timezone")
            words("p", "Days, weeks and your streak begin and end in this zone.").classes("qb-hint")
            self._hidden = ui.switch("Hide me everywhere: nobody finds or sees me", value=hidden).mark("hidden")
            self._paused = ui.switch("Take a break: no ranks, no suggestions, no challenges", value=paused).mark(
                "paused"
            )
            words("p", "Your work goes on counting; nothing is lost.").classes("qb-hint")
            self._badges = ui.switch("Show my badges on my profile", value=shows_badges).mark("shows-badges")
            self._streak = ui.switch("Show my streak on my profile", value=shows_streak).mark("shows-streak")
            self._next = ui.switch("Show me what I could do next", value=recommendations).mark("next")
            with ui.element("div").classes("qb-actions"):
                button(
                    "Save settings",
                    lambda: on_save(
                        str(self._zone.value),
                        hidden=bool(self._hidden.value),
                        recommendations=bool(self._next.value),
                        shows_badges=bool(self._badges.value),
                        shows_streak=bool(self._streak.value),
                        paused=bool(self._paused.value),
                    ),
                    primary=True,
                )


@cache
def zones() -> list[str]:
    """Every time zone this machine knows, places first."""
    names = available_timezones()
    return [*sorted(name for name in names if "/" in name and not name.startswith(("Etc/", "SystemV/"))), "UTC"]


def button(
    text: str, on_click: Callable[[], Awaitable[None] | None], *, primary: bool = False, quiet: bool = False
) -> ui.button:
    """A button in the house style."""
    made = ui.button(text, on_click=on_click, color=None).props("no-caps unelevated").classes("qb-button")
    return made.classes("is-primary" if primary else "is-quiet" if quiet else "")


def button_link(text: str, href: str, *, primary: bool = False, quiet: bool = False) -> ui.label:
    """A link that looks like a button."""
    link = words("a", text).classes("qb-button").classes("is-primary" if primary else "is-quiet" if quiet else "")
    link.props["href"] = href
    return link


async def confirmed(title: str, text: str, yes: str) -> bool:
    """Ask; True when the person agrees. The dialog is gone afterwards, and the focus where it was."""
    with ui.dialog() as dialog, ui.card().classes("qb-dialog"):
        dialog.props["aria-label"] = title
        words("h2", title)
        words("p", text)
        with ui.element("div").classes("qb-actions is-end"):
            button("Cancel", lambda: dialog.submit(False), quiet=True)
            button(yes, lambda: dialog.submit(True), primary=True).mark("yes")
    dialog.on("hide", dialog.delete)
    return bool(await dialog)
