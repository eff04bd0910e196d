"""Freezes that an admin gives by hand."""

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from nicegui import ui

from components.forms import button
from components.widgets import number
from domain.errors import Invalid

Give = Callable[[UUID, int, str], Awaitable[bool]]


class FreezeGift:
    """Who, how many and why. `on_give` tells whether it was done and raises `Invalid` for a field."""

    def __init__(self, people: Mapping[UUID, str], *, on_give: Give) -> None:
        self._on_give = on_give
        with ui.element("div").classes("qb-form"):
            with ui.element("div").classes("qb-form-row"):
                names = {str(key): name for key, name in people.items()}
                self._who = ui.select(names, label="Person", with_input=True).mark("who")
                self._who.props("outlined options-dense behavior=menu")
                self._count = number("Freezes", 1, least=1, most=10).mark("count")
            self._reason = ui.input("Why? The player will read it.").props("outlined maxlength=300").mark("reason")
            with ui.element("div").classes("qb-actions"):
                button("Give freezes", self._give, primary=True).mark("give")

    async def _give(self) -> None:
        fields = {"who": self._who, "count": self._count, "reason": self._reason}
        wrong: dict[str, str] = {} if self._who.value else {"who": "Who?"}
        done = False
        if not wrong:
            try:
                done = await self._on_give(UUID(self._who.value), int(self._count.value or 0), self._reason.value or "")
            except Invalid as refusal:
                wrong = dict(refusal.fields)
        for name, field in fields.items():
            field.error = wrong.get(name)
        if done:
            self._reason.set_value("")
