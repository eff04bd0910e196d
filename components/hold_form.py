"""The form of how long work is held, and whether some of it is without an admin."""

from collections.abc import Awaitable
from typing import Protocol

from nicegui import ui

from components.forms import button
from components.frame import words


class SaveHolds(Protocol):
    def __call__(self, days: int, *, by_itself: bool) -> Awaitable[None]: ...


class HoldForm:
    """`least` and `most` are the days that may be chosen."""

    def __init__(self, days: int, *, by_itself: bool, least: int, most: int, on_save: SaveHolds) -> None:
        self._least, self._most, self._on_save = least, most, on_save
        with ui.element("div").classes("qb-form"):
            words("p", "When the time is over and nobody has decided, it counts again.").classes("qb-hint")
            self._days = ui.number("Days on hold", value=days, min=least, max=most, precision=0)
            self._days.props("outlined inputmode=numeric").mark("hold-days")
            self._days.on_value_change(self._changed)
            self._by_itself = ui.switch("Hold rings of approvals and reviews of seconds at once", value=by_itself)
            self._by_itself.mark("hold-by-itself")
            with ui.element("div").classes("qb-actions"):
                self._save = button("Save", self._saved, primary=True).mark("save-holds")

    def _chosen(self) -> int | None:
        value = self._days.value
        return int(value) if value is not None and value == int(value) and self._least <= value <= self._most else None

    def _changed(self) -> None:
        self._save.set_enabled(self._chosen() is not None)

    async def _saved(self) -> None:
        if (chosen := self._chosen()) is not None:
            await self._on_save(chosen, by_itself=bool(self._by_itself.value))
