"""The form of a scoring rule, and what it holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from nicegui import ui

from components.fields import Fields
from components.filters_form import FiltersForm
from components.frame import words
from components.layout import card
from components.mission_values import FilterInput
from components.widgets import number, propose
from domain.specs import MAX_AMOUNT, ScoringRuleSpec


@dataclass(eq=False, slots=True)
class RuleInput:
    """What the form holds, as it is typed."""

    id: str = ""
    title: str = ""
    metric: str | None = None
    xp: float | None = 25
    full_until: float | None = 75
    cap: float | None = 125
    hour_cap: float | None = None
    filters: list[FilterInput] = field(default_factory=list)


class RuleForm:
    """Writes into `typed`; `on_change` hears every edit. An id is asked for only when `slug_of` proposes one."""

    def __init__(
        self,
        typed: RuleInput,
        metrics: Sequence[str],
        *,
        slug_of: Callable[[str], str] | None,
        on_change: Callable[[], None],
    ) -> None:
        self._typed, self._changed = typed, on_change
        self.fields = Fields(typed, on_change)
        with ui.element("div").classes("qb-form"):
            self.fields.complaint(typed, "")
            with card("What it is for"):
                words("h2", "What it is for")
                self._work(metrics, slug_of)
            with card("What it is worth"):
                words("h2", "What it is worth")
                self._worth()

    def say(self, day: str, doubt: str) -> None:
        """What a day of it looks like, and what speaks against it."""
        self._day.set_text(day)
        self._doubt.set_text(doubt)
        self._doubt.set_visibility(bool(doubt))

    def _work(self, metrics: Sequence[str], slug_of: Callable[[str], str] | None) -> None:
        typed, keep = self._typed, self.fields.keep
        title = keep(typed, "title", ui.input("Title", value=typed.title).props("outlined maxlength=80"))
        if slug_of:
            propose(keep(typed, "id", ui.input("Id").props("outlined maxlength=64")), title, slug_of)
        known = sorted({*metrics, typed.metric or ""} - {""})
        metric = ui.select(known, label="Metric", value=typed.metric, with_input=True)
        keep(typed, "metric", metric.props("outlined options-dense behavior=menu"))
        self._doubt = words("p", "").classes("qb-doubt").mark("doubt").props("role=alert")
        self._doubt.set_visibility(False)
        FiltersForm(typed.filters, self.fields, self._changed)

    def _worth(self) -> None:
        typed, keep = self._typed, self.fields.keep
        with ui.element("div").classes("qb-form-row"):
            keep(typed, "xp", number("XP each", typed.xp, most=10_000))
            keep(typed, "full_until", number("In full up to, a day", typed.full_until, most=MAX_AMOUNT))
        with ui.element("div").classes("qb-form-row"):
            keep(typed, "cap", number("At most a day", typed.cap, most=MAX_AMOUNT))
            keep(typed, "hour_cap", number("At most an hour (empty: any)", typed.hour_cap, least=1, most=MAX_AMOUNT))
        self._day = words("p", "").classes("qb-hint").mark("day")


def input_of(spec: ScoringRuleSpec) -> RuleInput:
    """A rule as the form shows it."""
    filters = [FilterInput(one.dimension, one.match.value, list(one.values)) for one in spec.filters]
    values = spec.model_dump(include={"id", "title", "metric", "xp", "full_until", "cap", "hour_cap"})
    return RuleInput(**values, filters=filters)
