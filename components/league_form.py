"""The form of the league, and what it holds."""

from collections.abc import Callable
from dataclasses import dataclass

from nicegui import ui

from components.board_form import PERIODS
from components.fields import Fields
from components.frame import words
from components.layout import card
from components.widgets import choice, number
from domain.specs import LeagueSpec, Period


@dataclass(eq=False, slots=True)
class LeagueInput:
    """What the form holds, as it is typed; divisions stand on lines of their own."""

    title: str
    divisions: str
    size: float | None
    up: float | None
    down: float | None
    period: str
    on: bool


class LeagueForm:
    """Writes into `typed`; `on_change` hears every edit."""

    def __init__(self, typed: LeagueInput, *, on_change: Callable[[], None]) -> None:
        self.fields = Fields(typed, on_change)
        keep = self.fields.keep
        with ui.element("div").classes("qb-form"), card("League"):
            words("h2", "League")
            self.fields.complaint(typed, "")
            keep(typed, "on", ui.switch("On: everybody can join", value=typed.on)).mark("league-on")
            keep(typed, "title", ui.input("Title", value=typed.title).props("outlined maxlength=80"))
            divisions = ui.textarea("Divisions, the lowest first", value=typed.divisions).props("outlined autogrow")
            keep(typed, "divisions", divisions).mark("divisions")
            periods = {period: PERIODS[period] for period in (Period.WEEK, Period.MONTH)}
            keep(typed, "period", choice("A round lasts a", periods, typed.period))
            with ui.element("div").classes("qb-form-row"):
                keep(typed, "size", number("People in a group", typed.size, least=5, most=100))
                keep(typed, "up", number("Percent that move up", typed.up, most=50))
                keep(typed, "down", number("Percent that move down", typed.down, most=50))


def input_of(spec: LeagueSpec) -> LeagueInput:
    """The form that shows `spec`."""
    return LeagueInput(**spec.model_dump(mode="json") | {"divisions": "\n".join(spec.divisions)})
