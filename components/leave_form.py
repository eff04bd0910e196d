"""The way out: being erased, asked for by typing one's login, and thinking better of it."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from nicegui import ui

from components.forms import button
from components.frame import words
from components.layout import card
from domain.errors import Invalid

#: `on_leave(typed login)` raises `Invalid` where it is another.
Leave = Callable[[str], Awaitable[None]]


class LeaveForm:
    """`due` is when the person will be erased; None while he did not ask for it."""

    def __init__(
        self, *, login: str, days: int, due: datetime | None, on_leave: Leave, on_stay: Callable[[], Awaitable[None]]
    ) -> None:
        with card("Leave"), ui.element("div").classes("qb-form"):
            words("h2", "Leave")
            with ui.element("div").classes("qb-stack") as self._asking:
                words(
                    "p",
                    "Be erased: name, picture, accounts, messages and thanks go, here and in everything that is kept. "
                    "Only numbers stay, as a stranger’s. It cannot be undone, and if you come back, you begin anew.",
                )
                self._typed = ui.input(f"Your login, {login}").props("outlined autocomplete=off").mark("confirmation")
                words("p", f"You have {days} days to think better of it.").classes("qb-hint")
                with ui.element("div").classes("qb-actions"):
                    button("Erase me", lambda: self._leave(on_leave)).classes("is-danger").mark("leave")
            with ui.element("div").classes("qb-stack") as self._waiting:
                self._when = words("p", "").mark("leaving")
                with ui.element("div").classes("qb-actions"):
                    button("I stay", on_stay, primary=True).mark("stay")
        self.show(due)

    def show(self, due: datetime | None) -> None:
        self._asking.set_visibility(due is None)
        self._waiting.set_visibility(due is not None)
        if due is not None:
            self._when.set_text(f"You will be erased on {due:%-d %B %Y}. Until then nothing changes.")

    async def _leave(self, on_leave: Leave) -> None:
        self._typed.error = None
        try:
            await on_leave(self._typed.value or "")
        except Invalid as refusal:
            self._typed.error = refusal.fields.get("confirmation", refusal.sentence)
        else:
            self._typed.set_value("")
