"""The steps of a quest, in their order."""

from collections.abc import Callable, Sequence
from functools import partial

from nicegui import ui

from components.condition_form import Terms
from components.forms import button
from components.mission_values import StepInput
from components.requirement_form import RequirementForm
from components.rewards_form import RewardsForm
from components.widgets import reward
from domain.specs import BadgeSpec

MAX_STEPS = 20


class StepsForm:
    """Draws `steps` and writes into them; steps move, come and go in place."""

    def __init__(self, steps: list[StepInput], terms: Terms, *, badges: Sequence[BadgeSpec]) -> None:
        self._steps, self._terms, self._badges = steps, terms, badges
        self._forms: dict[StepInput, StepForm] = {}
        self._list = ui.element("div").classes("qb-step-list")
        for step in steps:
            self._draw(step, unfolded=len(steps) == 1)
        with ui.element("div").classes("qb-actions"):
            self._more = button("Add a step", self._add, quiet=True).mark("add-step")

    def refresh(self) -> None:
        """Number the steps and say what is typed in them."""
        last = len(self._steps) - 1
        for at, step in enumerate(self._steps):
            self._forms[step].refresh(at, last=last)
        self._more.set_visibility(last + 1 < MAX_STEPS)

    def _draw(self, step: StepInput, *, unfolded: bool) -> None:
        with self._list:
            self._forms[step] = StepForm(
                step,
                self._terms,
                badges=self._badges,
                on_move=partial(self._move, step),
                on_remove=partial(self._remove, step),
                unfolded=unfolded,
            )

    def _add(self) -> None:
        step = StepInput()
        self._steps.append(step)
        self._draw(step, unfolded=True)
        self._terms.changed()

    def _move(self, step: StepInput, by: int) -> None:
        at = self._steps.index(step)
        self._steps.insert(at + by, self._steps.pop(at))
        self._forms[step].element.move(target_index=at + by)
        self._terms.changed()

    def _remove(self, step: StepInput) -> None:
        self._steps.remove(step)
        self._forms.pop(step).element.delete()
        self._terms.changed()


class StepForm:
    """One step under its number and title."""

    def __init__(
        self,
        value: StepInput,
        terms: Terms,
        *,
        badges: Sequence[BadgeSpec],
        on_move: Callable[[int], None],
        on_remove: Callable[[], None],
        unfolded: bool,
    ) -> None:
        self._value, self._terms = value, terms
        with ui.expansion(value=unfolded).classes("qb-fold qb-step") as self.element:
            title = ui.input("Title of the step", value=value.title).props("outlined maxlength=80")
            terms.fields.keep(value, "title", title).mark("step-title")
            terms.fields.complaint(value, "requirement")
            self._requirement = RequirementForm(value.requirement, terms)
            reward(terms.fields, value, badges)
            self._rewards = RewardsForm(value.rewards, terms.fields, badges, terms.changed)
            optional = ui.switch("May be skipped", value=value.optional)
            terms.fields.keep(value, "optional", optional)
            with ui.element("div").classes("qb-actions"):
                self._earlier = button("Move up", lambda: on_move(-1), quiet=True).mark("move-up")
                self._later = button("Move down", lambda: on_move(1), quiet=True).mark("move-down")
                self._remove = button("Remove this step", on_remove, quiet=True).mark("remove-step")

    def refresh(self, at: int, *, last: int) -> None:
        """It stands at `at` of `last`, both from 0."""
        step = f"step {at + 1}"
        self.element.set_text(f"{step.capitalize()} · {self._value.title or 'without a title'}")
        self.element.props["caption"] = self._terms.sentence_of(self._value.requirement)
        for move, text, possible in ((self._earlier, "up", at > 0), (self._later, "down", at < last)):
            move.props["aria-label"] = f"Move {step} {text}"
            move.set_visibility(possible)
        self._remove.props["aria-label"] = f"Remove {step}"
        self._remove.set_visibility(last > 0)
        self._requirement.refresh()
        self._rewards.refresh()
