"""The form of the cap on what may be given or taken by hand."""

from collections.abc import Awaitable, Callable

from nicegui import ui

from components.forms import button
from components.frame import words

#: More is not worth a form: write a mission.
MOST = 100_000


class CapForm:
    """`on_save` gets the cap, a whole number from 0 on."""

    def __init__(self, cap: int, *, on_save: Callable[[int], Awaitable[None]]) -> None:
        self._on_save = on_save
        with ui.element("div").classes("qb-form"):
            words(
                "p", "What admins may give to a person, or take, in one day. 0 forbids it. Nobody gives to himself."
            ).classes("qb-hint")
            self._cap = ui.number("XP a day by hand", value=cap, min=0, max=MOST, precision=0, on_change=self._changed)
            self._cap.props("outlined inputmode=numeric").mark("cap-by-hand")
            with ui.element("div").classes("qb-actions"):
                self._save = button("Save cap", self._saved, primary=True)

    def _chosen(self) -> int | None:
        value = self._cap.value
        return int(value) if value is not None and value == int(value) and 0 <= value <= MOST else None

    def _changed(self) -> None:
        self._save.set_enabled(self._chosen() is not None)

    async def _saved(self) -> None:
        if (chosen := self._chosen()) is not None:
            await self._on_save(chosen)
