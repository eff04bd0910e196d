"""The form of an experiment, and what it holds."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial

from nicegui import ui

from components.fields import Fields
from components.forms import button
from components.frame import words
from components.layout import card
from components.widgets import number, offer, propose
from domain.specs import LEAST_PEOPLE, MAX_AMOUNT, ExperimentSpec
from domain.views import RuleView

MOST_GROUPS = 3


@dataclass(eq=False, slots=True)
class VariantInput:
    """One group, as it is typed."""

    key: str = ""
    title: str = ""
    xp: float | None = None
    full_until: float | None = None
    cap: float | None = None


@dataclass(eq=False, slots=True)
class ExperimentInput:
    """What the form holds, as it is typed."""

    id: str = ""
    title: str = ""
    question: str = ""
    rule: str | None = None
    variants: list[VariantInput] = field(default_factory=lambda: [VariantInput()])
    first: str | None = None
    last: str | None = None
    outcome: str = ""
    least: float | None = 30


class ExperimentForm:
    """Writes into `typed`; `on_change` hears every edit. A key is asked for only when `slug_of` proposes one."""

    def __init__(
        self,
        typed: ExperimentInput,
        rules: Sequence[RuleView],
        metrics: Sequence[str],
        *,
        slug_of: Callable[[str], str],
        is_new: bool,
        on_change: Callable[[], None],
    ) -> None:
        self._typed, self._rules, self._slug_of, self._changed = typed, rules, slug_of, on_change
        self.fields = Fields(typed, on_change)
        self._groups: dict[VariantInput, ui.element] = {}
        with ui.element("div").classes("qb-form"):
            self.fields.complaint(typed, "")
            with card("What you want to know"):
                words("h2", "What you want to know")
                self._question(is_new=is_new)
            with card("Who gets what"):
                words("h2", "Who gets what")
                self._what()
            with card("When, and what counts in the end"):
                words("h2", "When, and what counts in the end")
                self._when(metrics)

    def _question(self, *, is_new: bool) -> None:
        typed, keep = self._typed, self.fields.keep
        title = keep(typed, "title", ui.input("Title", value=typed.title).props("outlined maxlength=80"))
        if is_new:
            key = keep(typed, "id", ui.input("Key").props("outlined maxlength=64"))
            propose(key, title, self._slug_of)
        question = ui.textarea("Question", value=typed.question).props("outlined autogrow maxlength=300")
        keep(typed, "question", question)
        words("p", "Everybody who takes part reads it: “Does a higher cap lead to more reviews?”").classes("qb-hint")

    def _what(self) -> None:
        typed = self._typed
        names = {rule.id: rule.title for rule in self._rules}
        if typed.rule:
            names.setdefault(typed.rule, typed.rule)
        rule = ui.select(names, label="Scoring rule", value=typed.rule).props("outlined behavior=menu")
        self.fields.keep(typed, "rule", rule)
        words(
            "p",
            "People are parted by chance into equal groups, and stay in theirs. For the first group the rule stays as "
            "it is.",
        ).classes("qb-hint")
        self.fields.complaint(typed, "variants")
        self._list = ui.element("div").classes("qb-form")
        for one in typed.variants:
            self._draw(one)
        with ui.element("div").classes("qb-actions"):
            self._more = button("Add a group", self._add, quiet=True).mark("add-group")
        self._refresh()

    def _draw(self, one: VariantInput) -> None:
        keep = self.fields.keep
        with self._list, ui.element("fieldset").classes("qb-tier") as group:
            words("legend", "A group")
            title = keep(one, "title", ui.input("Name", value=one.title).props("outlined maxlength=80"))
            key = keep(one, "key", ui.input("Key", value=one.key).props("outlined maxlength=64"))
            if not one.key:
                propose(key, title, self._slug_of)
            with ui.element("div").classes("qb-form-row"):
                keep(one, "xp", number("XP each", one.xp, most=10_000))
                keep(one, "full_until", number("In full up to", one.full_until, most=MAX_AMOUNT))
                keep(one, "cap", number("At most a day", one.cap, most=MAX_AMOUNT))
            with ui.element("div").classes("qb-actions"):
                button("Remove", partial(self._remove, one), quiet=True)
        self._groups[one] = group

    def _add(self) -> None:
        self._typed.variants.append(VariantInput())
        self._draw(self._typed.variants[-1])
        self._tell()

    def _remove(self, one: VariantInput) -> None:
        self._typed.variants.remove(one)
        self._groups.pop(one).delete()
        self._tell()

    def _tell(self) -> None:
        self._refresh()
        self._changed()

    def _refresh(self) -> None:
        self._more.set_visibility(len(self._typed.variants) < MOST_GROUPS)

    def _when(self, metrics: Sequence[str]) -> None:
        typed, keep = self._typed, self.fields.keep
        with ui.element("div").classes("qb-form-row"):
            for name, label in (("first", "First day"), ("last", "Last day")):
                day = ui.input(label, value=getattr(typed, name) or "").props("outlined type=date stack-label")
                keep(typed, name, day)
        outcome = keep(typed, "outcome", ui.input("What counts", value=typed.outcome).props("outlined maxlength=64"))
        offer(outcome, metrics)
        words("p", "How often each person does this on these days. It is fixed once the experiment starts.").classes(
            "qb-hint"
        )
        keep(typed, "least", number("Least people in a group", typed.least, least=LEAST_PEOPLE, most=10_000))


def input_of(spec: ExperimentSpec) -> ExperimentInput:
    """The form that shows `spec`."""
    values = spec.model_dump(mode="json")
    return ExperimentInput(**{**values, "variants": [VariantInput(**one) for one in values["variants"]]})


def values_of(typed: ExperimentInput) -> dict[str, object]:
    """What is typed, as the spec wants it: what is empty is left out."""
    values = {name: value for name, value in asdict(typed).items() if value not in ("", None)}
    groups = [{name: value for name, value in asdict(one).items() if value not in ("", None)} for one in typed.variants]
    return {**values, "variants": groups}
