"""A player's streaks, and his time off."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from nicegui import ui

from components.forms import button
from components.frame import words
from components.outside import plain
from components.table import Action, Column, Table
from components.vue import put, vue
from domain.errors import Invalid
from domain.specs import DEFAULT_STREAK
from domain.views import PauseView, StreakCard

Repair = Callable[[str, date], Awaitable[None]]
TakeOff = Callable[[date, date], Awaitable[bool]]

#: What stands for "as my team has it" and for "none at all" among the calendars.
OF_MY_TEAM, NONE_AT_ALL = "", "-"


class Streaks:
    """Each streak with its last periods, what saved it, and how it does. With none it is not there."""

    def __init__(self, cards: Sequence[StreakCard], *, on_repair: Repair) -> None:
        self._on_repair = on_repair
        self.element = vue("streaks", streaks=plain(cards)).mark("streaks")
        self.element.on("repair", self._repair)

    def show(self, cards: Sequence[StreakCard]) -> None:
        put(self.element, streaks=plain(cards))

    async def _repair(self, event: Any) -> None:
        streak, period = event.args
        await self._on_repair(str(streak), date.fromisoformat(period))


def usual(cards: Sequence[StreakCard]) -> StreakCard | None:
    """The one for the top of a page: the usual one, or another where that is off."""
    return next((one for one in cards if one.id == DEFAULT_STREAK), next(iter(cards), None))


class TimeOff:
    """Days away, and whose holidays hold. Nobody else sees any of it."""

    def __init__(
        self,
        pauses: Sequence[PauseView],
        calendar: str,
        *,
        countries: Mapping[str, str],
        regions_of: Callable[[str], Mapping[str, str]],
        on_save: TakeOff,
        on_end: Callable[[UUID], Awaitable[None]],
        on_calendar: Callable[[str], Awaitable[None]],
    ) -> None:
        self._on_save = on_save
        with ui.element("div").classes("qb-form"):
            words("p", "Days away neither extend nor end a streak. Nobody but you sees them.").classes("qb-hint")
            with ui.element("div").classes("qb-form-row"):
                self._first = ui.input("First day").props("outlined type=date stack-label").mark("first")
                self._last = ui.input("Last day").props("outlined type=date stack-label").mark("last")
            with ui.element("div").classes("qb-actions"):
                button("Take time off", self._save, primary=True).mark("take-off")
        self._table = Table(
            (Column("days", "Time off", "title"), Column("do", "", "actions")),
            caption="Time off",
            timezone="UTC",
            empty=("sun", "No time off", "Sick or on holiday? Days of the last month can be entered, too."),
            on_act=lambda _, handle: on_end(UUID(handle)),
        )
        self._table.element.mark("time-off")
        CalendarChoice(
            calendar,
            others={OF_MY_TEAM: "As my team has it", NONE_AT_ALL: "None"},
            countries=countries,
            regions_of=regions_of,
            on_choose=on_calendar,
        )
        self.show(pauses)

    def show(self, pauses: Sequence[PauseView]) -> None:
        self._table.show(
            [
                {
                    "id": one.id,
                    "days": {"title": _span(one), "text": ""},
                    "do": (Action("end", "Take back", describe=f"Take back {_span(one)}"),),
                }
                for one in pauses
            ]
        )

    async def _save(self) -> None:
        fields = {"first": self._first, "last": self._last}
        wrong: dict[str, str] = {}
        days: dict[str, date] = {}
        for name, field in fields.items():
            try:
                days[name] = date.fromisoformat(field.value or "")
            except ValueError:
                wrong[name] = "Which day?"
        if "first" in days and not self._last.value:
            days["last"] = days["first"]
            wrong.pop("last")
        if not wrong:
            try:
                if await self._on_save(days["first"], days["last"]):
                    self._first.set_value("")
                    self._last.set_value("")
            except Invalid as refusal:
                wrong = dict(refusal.fields)
        for name, field in fields.items():
            field.error = wrong.get(name)


class CalendarChoice:
    """Whose public holidays hold: a country's, or those of a part of it. `others` are choices that are no country."""

    def __init__(
        self,
        code: str,
        *,
        others: Mapping[str, str],
        countries: Mapping[str, str],
        regions_of: Callable[[str], Mapping[str, str]],
        on_choose: Callable[[str], Awaitable[None]],
        label: str = "Public holidays",
    ) -> None:
        self._regions_of, self._on_choose, self._others = regions_of, on_choose, others
        country = code if code in others else code[:2]
        with ui.element("div").classes("qb-form"):
            with ui.element("div").classes("qb-form-row"):
                self._country = ui.select({**others, **countries}, value=country, label=label, with_input=True)
                self._country.props("outlined options-dense behavior=menu").mark("country")
                regions = self._regions(country)
                self._region = ui.select(regions, value=code if code in regions else "", label="Region")
                self._region.props("outlined options-dense behavior=menu").mark("region")
                self._region.set_visibility(len(regions) > 1)
            words("p", "Another choice holds from tomorrow on.").classes("qb-hint")
        self._country.on_value_change(self._moved)
        self._region.on_value_change(self._chosen)

    def _regions(self, country: str) -> dict[str, str]:
        return {"": "All of it", **({} if country in self._others else self._regions_of(country))}

    async def _moved(self) -> None:
        regions = self._regions(self._country.value or "")
        self._region.set_visibility(len(regions) > 1)
        if self._region.value:
            self._region.set_options(regions, value="")  # the other handler saves
            return
        self._region.set_options(regions)
        await self._chosen()

    async def _chosen(self) -> None:
        await self._on_choose(self._region.value or self._country.value or "")


def _span(pause: PauseView) -> str:
    first, last = f"{pause.first:%-d %B %Y}", f"{pause.last:%-d %B %Y}"
    return first if first == last else f"{first} to {last}"
