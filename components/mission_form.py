"""The mission builder: native fields, each with its own message."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from nicegui import ui
from nicegui.elements.mixins.validation_element import ValidationElement

from components.forms import button
from components.frame import words
from components.layout import card
from domain.specs import MAX_AMOUNT, Aggregate, BadgeSpec, Operator, Window

COUNTS = {
    Aggregate.COUNT: "How often it happens",
    Aggregate.SUM: "The sum of their values",
    Aggregate.MAX: "The largest single value",
    Aggregate.DISTINCT_DAYS: "On how many different days",
    Aggregate.DISTINCT: "How many different values",
}
OPERATORS = {Operator.GTE: "at least", Operator.GT: "more than"}
WINDOWS = {Window.ONCE: "Once", Window.DAILY: "Every day afresh", Window.WEEKLY: "Every week afresh"}
DIMENSIONS = ["repository", "language", "label", "branch", "state", "substance", "merged_by_other", "workflow"]

Changed = Callable[[str, Any], None]


class MissionForm:
    """Draws `values` (field name → value); `on_change(field, value)` hears every edit, `show_errors` marks fields."""

    def __init__(
        self,
        values: Mapping[str, Any],
        *,
        metrics: Sequence[str],
        badges: Sequence[BadgeSpec],
        zone: str,
        on_change: Changed,
    ) -> None:
        self._values, self._changed = values, on_change
        self._fields: dict[str, ValidationElement[Any]] = {}
        self._touched: set[str] = set()
        self._filters: list[dict[str, Any]] = [dict(wanted) for wanted in values["filters"]]
        with ui.element("div").classes("qb-form"):
            with card("What it says"):
                self._story()
            with card("What to do"):
                self._goal(metrics)
            with card("When"):
                self._time(zone)
            with card("Reward"):
                self._reward(badges)

    def show_errors(self, errors: Mapping[str, str], *, everywhere: bool = False) -> None:
        """Mark the fields in `errors`: those that were touched, or all of them, with the cursor in the first."""
        if everywhere:
            self._touched |= set(errors)
        for name, field in self._fields.items():
            field.error = errors.get(name) if name in self._touched else None
        if everywhere and (first := next((field for name, field in self._fields.items() if name in errors), None)):
            first.run_method("focus")

    def _story(self) -> None:
        words("h2", "What it says")
        self._keep("title", ui.input("Title", value=self._values["title"]).props("outlined maxlength=80"))
        description = ui.textarea("Description", value=self._values["description"])
        self._keep("description", description.props("outlined autogrow maxlength=500"))

    def _goal(self, metrics: Sequence[str]) -> None:
        words("h2", "What to do")
        known = sorted({*metrics, self._values["metric"]} - {""})
        metric = ui.select(known, label="Metric", value=self._values["metric"] or None, with_input=True)
        self._keep("metric", metric.props("outlined options-dense behavior=menu"))
        with ui.element("div").classes("qb-form-row"):
            count = ui.select(_texts(COUNTS), label="Count", value=self._values["aggregate"], on_change=self._counted)
            self._keep("aggregate", count.props("outlined behavior=menu"))
            self._dimension = ui.input("Values of", value=self._values["dimension"], autocomplete=DIMENSIONS)
            self._keep("dimension", self._dimension.props("outlined"))
            self._dimension.visible = self._values["aggregate"] == Aggregate.DISTINCT
        with ui.element("div").classes("qb-form-row"):
            operator = ui.select(_texts(OPERATORS), label="Reach", value=self._values["operator"])
            self._keep("operator", operator.props("outlined behavior=menu"))
            goal = ui.number("Goal", value=self._values["threshold"], min=1, max=MAX_AMOUNT, precision=0)
            self._keep("threshold", goal.props("outlined inputmode=numeric"))
        self._conditions = ui.element("div").classes("qb-conditions")
        self._draw_filters()
        with ui.element("div").classes("qb-actions"):
            button("Add a condition", self._add_filter, quiet=True)

    def _time(self, zone: str) -> None:
        words("h2", "When")
        window = ui.select(_texts(WINDOWS), label="Repeats", value=self._values["window"])
        self._keep("window", window.props("outlined behavior=menu"))
        with ui.element("div").classes("qb-form-row"):
            for name, label in (("starts_at", "Starts"), ("ends_at", "Ends")):
                field = ui.input(label, value=self._values[name])
                self._keep(name, field.props("outlined stack-label type=datetime-local"))
        words(
            "p", f"Times are in {zone}. Without a start it begins when it is published; without an end it stays."
        ).classes("qb-hint")

    def _reward(self, badges: Sequence[BadgeSpec]) -> None:
        words("h2", "Reward")
        with ui.element("div").classes("qb-form-row"):
            xp = ui.number("XP", value=self._values["xp"], min=0, max=100_000, precision=0)
            self._keep("xp", xp.props("outlined inputmode=numeric"))
            names = {badge.id: f"{badge.name} · {badge.tier.value}" for badge in badges}
            badge = ui.select(names, label="Badge", value=self._values["badge_id"], clearable=True)
            self._keep("badge_id", badge.props("outlined behavior=menu"))

    def _draw_filters(self) -> None:
        """Rebuilt only when a condition comes or goes."""
        for name in [name for name in self._fields if name.startswith("filters.")]:
            del self._fields[name]
        self._conditions.clear()
        with self._conditions:
            for at, wanted in enumerate(self._filters):
                self._filter(at, wanted)

    def _filter(self, at: int, wanted: dict[str, Any]) -> None:
        with ui.element("fieldset").classes("qb-condition"):
            words("legend", "Only when" if at == 0 else "and when").classes("qb-hint")
            dimension = ui.input("Dimension", value=wanted["dimension"], autocomplete=DIMENSIONS)
            self._keep_filter(at, "dimension", dimension.props("outlined"))
            values = ui.input_chips("is one of", value=list(wanted["values"]), new_value_mode="add-unique")
            self._keep_filter(at, "values", values.props('outlined hint="Press Enter after each value"'))
            remove = button("Remove", lambda: self._remove_filter(at), quiet=True)
            remove.props["aria-label"] = f"Remove condition {at + 1}"

    def _keep(self, name: str, field: ValidationElement[Any]) -> None:
        self._follow(name, field, lambda: self._changed(name, field.value))

    def _keep_filter(self, at: int, part: str, field: ValidationElement[Any]) -> None:
        def changed() -> None:
            self._filters[at][part] = field.value
            self._changed("filters", self._filters)

        self._follow(f"filters.{at}.{part}", field, changed)

    def _follow(self, name: str, field: ValidationElement[Any], changed: Callable[[], None]) -> None:
        """Its message is ours to set: the field itself judges nothing."""

        def touched() -> None:
            self._touched.add(name)
            changed()

        self._fields[name] = field.without_auto_validation().mark(name)
        field.on_value_change(touched)

    def _counted(self, event: Any) -> None:
        self._dimension.visible = event.value == Aggregate.DISTINCT

    def _add_filter(self) -> None:
        self._filters.append({"dimension": "", "values": []})
        self._draw_filters()
        self._changed("filters", self._filters)

    def _remove_filter(self, at: int) -> None:
        del self._filters[at]
        self._touched = {name for name in self._touched if not name.startswith("filters.")}
        self._draw_filters()
        self._changed("filters", self._filters)


def _texts(choices: Mapping[Any, str]) -> dict[str, str]:
    return {choice.value: text for choice, text in choices.items()}
