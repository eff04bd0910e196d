"""The filters of a condition or of a scoring rule: which work counts."""

from collections.abc import Callable

from nicegui import ui

from components.fields import Fields
from components.forms import button
from components.frame import words
from components.mission_values import FilterInput
from components.widgets import choice
from domain.specs import Match

MATCHES = {Match.IN: "is one of", Match.NOT_IN: "is none of", Match.PREFIX: "begins with"}
DIMENSIONS = ["repository", "language", "label", "branch", "state", "substance", "merged_by_other", "workflow"]


class FiltersForm:
    """A list that grows and shrinks; `changed` hears of both."""

    def __init__(self, filters: list[FilterInput], fields: Fields, changed: Callable[[], None]) -> None:
        self._filters, self._fields, self._changed = filters, fields, changed
        self._drawn: dict[FilterInput, ui.element] = {}
        self._list = ui.element("div").classes("qb-filters")
        for wanted in filters:
            self._draw(wanted)
        with ui.element("div").classes("qb-actions"):
            button("Add a filter", self._add, quiet=True).mark("add-filter")

    def _draw(self, wanted: FilterInput) -> None:
        keep = self._fields.keep
        with self._list, ui.element("fieldset").classes("qb-filter") as self._drawn[wanted]:
            words("legend", "Only when").classes("qb-hint")
            dimension = ui.input("Dimension", value=wanted.dimension, autocomplete=DIMENSIONS).props("outlined")
            keep(wanted, "dimension", dimension)
            keep(wanted, "match", choice("Match", MATCHES, wanted.match))
            values = ui.input_chips("Values", value=list(wanted.values), new_value_mode="add-unique")
            keep(wanted, "values", values.props('outlined hint="Press Enter after each value"'))
            remove = button("Remove", lambda: self._remove(wanted), quiet=True).mark("remove-filter")
            remove.props["aria-label"] = "Remove this filter"

    def _add(self) -> None:
        wanted = FilterInput()
        self._filters.append(wanted)
        self._draw(wanted)
        self._changed()

    def _remove(self, wanted: FilterInput) -> None:
        self._filters.remove(wanted)
        self._drawn.pop(wanted).delete()
        self._changed()
