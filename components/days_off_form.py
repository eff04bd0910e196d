"""Days on which a team, or everybody, is off."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from uuid import UUID

from nicegui import ui

from components.forms import button
from components.frame import words
from components.table import Action, Column, Table
from domain.errors import Invalid
from domain.views import DayOffView

SaveDay = Callable[[date, str, UUID | None], Awaitable[bool]]


class DaysOffForm:
    """The days there are, and a form for another. `on_save` raises `Invalid` for a field."""

    def __init__(
        self,
        days: Sequence[DayOffView],
        teams: Mapping[UUID, str],
        *,
        on_save: SaveDay,
        on_drop: Callable[[UUID], Awaitable[None]],
    ) -> None:
        self._on_save = on_save
        self._table = Table(
            (Column("day", "Day", "title"), Column("who", "Who"), Column("do", "", "actions")),
            caption="Days off",
            timezone="UTC",
            empty=("sun", "No days of your own", "A day the company is closed, or a team is away together."),
            on_act=lambda _, handle: on_drop(UUID(handle)),
        )
        with ui.element("div").classes("qb-form"):
            with ui.element("div").classes("qb-form-row"):
                self._day = ui.input("Day").props("outlined type=date stack-label").mark("day")
                self._name = ui.input("Name").props("outlined maxlength=80").mark("name")
            names = {"": "Everybody", **{str(key): name for key, name in teams.items()}}
            self._team = ui.select(names, label="Who", value="").props("outlined behavior=menu").mark("team")
            words("p", "Days that are over may be named, too: streaks that they ended come back.").classes("qb-hint")
            with ui.element("div").classes("qb-actions"):
                button("Add the day", self._save, primary=True).mark("add-day")
        self.show(days)

    def show(self, days: Sequence[DayOffView]) -> None:
        self._table.show(
            [
                {
                    "id": one.id,
                    "day": {"title": one.name, "text": f"{one.day:%A, %-d %B %Y}"},
                    "who": one.team or "Everybody",
                    "do": (Action("drop", "Remove", describe=f"Remove {one.name}"),),
                }
                for one in days
            ]
        )

    async def _save(self) -> None:
        wrong: dict[str, str] = {}
        done = False
        try:
            day = date.fromisoformat(self._day.value or "")
        except ValueError:
            wrong = {"day": "Which day?"}
        else:
            try:
                team = UUID(self._team.value) if self._team.value else None
                done = await self._on_save(day, self._name.value or "", team)
            except Invalid as refusal:
                wrong = dict(refusal.fields)
        for name, field in {"day": self._day, "name": self._name}.items():
            field.error = wrong.get(name)
        if done:
            self._name.set_value("")
