"""One condition of a requirement: what is counted, how much of it, and, folded away, of which work and in what time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from nicegui import ui

from components.fields import Fields
from components.filters_form import DIMENSIONS, FiltersForm
from components.forms import button
from components.mission_values import ConditionInput, GroupInput, Timeframe
from components.widgets import choice, number, span
from domain.specs import MAX_AMOUNT, Aggregate, Operator

COUNTS = {
    Aggregate.COUNT: "How often it happens",
    Aggregate.SUM: "The sum of their values",
    Aggregate.MAX: "The largest single value",
    Aggregate.DISTINCT_DAYS: "On how many different days",
    Aggregate.DISTINCT: "How many different values",
}
OPERATORS = {
    Operator.GTE: "at least",
    Operator.GT: "more than",
    Operator.LTE: "at most",
    Operator.LT: "fewer than",
    Operator.EQ: "exactly",
}
TIMEFRAMES = {
    Timeframe.WINDOW: "All of its time",
    Timeframe.WITHIN: "Within a stretch of",
    Timeframe.EVER: "Everything ever done",
}
#: What can be a step of a quest: once reached, it stays reached.
_LASTING = {Operator.GTE, Operator.GT}


@dataclass(frozen=True, slots=True)
class Terms:
    """What all conditions of a requirement share. `sentence_of` says one in words; of a `lasting` requirement nothing
    can be lost again, and nothing from before counts. That may be so without it: then there is no `past`.

    `names` has words for metrics; those without are shown as they are.
    """

    fields: Fields
    metrics: Sequence[str]
    sentence_of: Callable[[ConditionInput | GroupInput], str]
    changed: Callable[[], None]
    lasting: bool = False
    past: bool = True
    names: Mapping[str, str] = field(default_factory=dict)


class ConditionForm:
    """A condition under its own sentence."""

    def __init__(self, value: ConditionInput, terms: Terms, *, on_remove: Callable[[], None], unfolded: bool) -> None:
        self._value, self._terms, self._keep = value, terms, terms.fields.keep
        with ui.expansion(value=unfolded).classes("qb-fold qb-condition") as self.element:
            self._counted()
            self._reached()
            with ui.expansion("Which work, in what time").classes("qb-fold qb-limits") as self._limits:
                self._timeframe()
                FiltersForm(value.filters, terms.fields, terms.changed)
            self._actions = ui.element("div").classes("qb-actions")
            with self._actions:
                button("Remove this condition", on_remove, quiet=True).mark("remove-condition")

    def refresh(self, *, removable: bool, bounded: bool, aimless: bool = False) -> None:
        """Say what is typed; the goal of one that is bounded is set elsewhere, and an aimless one has none."""
        self.element.set_text(self._terms.sentence_of(self._value))
        self._actions.set_visibility(removable)
        self._goal.set_visibility(not bounded)
        self._reach.set_visibility(not aimless)
        self._dimension.set_visibility(self._value.aggregate == Aggregate.DISTINCT)
        self._span.set_visibility(self._value.timeframe == Timeframe.WITHIN)
        self._limits.props["caption"] = _limits(self._value)

    def _counted(self) -> None:
        value = self._value
        names = self._terms.names
        known = {metric: names.get(metric, metric) for metric in sorted({*self._terms.metrics, value.metric} - {""})}
        metric = ui.select(known, label="Metric", value=value.metric or None, with_input=True)
        self._keep(value, "metric", metric.props("outlined options-dense behavior=menu"))
        with ui.element("div").classes("qb-form-row"):
            self._keep(value, "aggregate", choice("Count", COUNTS, value.aggregate))
            self._dimension = ui.input("Values of", value=value.dimension, autocomplete=DIMENSIONS).props("outlined")
            self._keep(value, "dimension", self._dimension)

    def _reached(self) -> None:
        value = self._value
        with ui.element("div").classes("qb-form-row") as self._reach:
            reach = {key: text for key, text in OPERATORS.items() if not self._terms.lasting or key in _LASTING}
            self._keep(value, "operator", choice("Reach", reach, value.operator))
            self._goal = number("Goal", value.threshold, most=MAX_AMOUNT)
            self._keep(value, "threshold", self._goal)

    def _timeframe(self) -> None:
        value = self._value
        past = self._terms.past and not self._terms.lasting
        frames = {key: text for key, text in TIMEFRAMES.items() if past or key is not Timeframe.EVER}
        with ui.element("div").classes("qb-form-row"):
            self._keep(value, "timeframe", choice("Time", frames, value.timeframe))
            with ui.element("div").classes("qb-form-row is-tight") as self._span:
                span(self._terms.fields, value.span)


def _limits(value: ConditionInput) -> str:
    """What is folded away, in a few words."""
    parts = []
    match value.timeframe:
        case Timeframe.WITHIN:
            parts.append(f"within any {value.span.number or 0:g} {value.span.unit}")
        case Timeframe.EVER:
            parts.append("everything ever done")
    if value.filters:
        parts.append("1 filter" if len(value.filters) == 1 else f"{len(value.filters)} filters")
    return " · ".join(parts).capitalize() or "All of it"
