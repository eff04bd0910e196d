"""The form of what multiplies XP: memberships, streaks, and how boosts come together."""

from collections.abc import Awaitable, Callable, Iterable

from nicegui import ui

from components.forms import button
from components.frame import words
from components.widgets import choice
from domain.specs import FactorsSpec, Stacking, StreakStep
from domain.specs.factors import MOST_BONUS

STACKING = {
    Stacking.HIGHEST: "Of several boosts the highest counts",
    Stacking.ADDITIVE: "What each boost adds is added up",
    Stacking.COMPOUND: "Boosts multiply each other",
}
_WRONG = (
    "Factors from 1 to 5, please, steps like “5 1.1” with more days and no lower factor in each line, "
    f"and whole numbers up to {MOST_BONUS} for what levels add."
)


class FactorsForm:
    """`on_save` gets the settings as they stand."""

    def __init__(self, spec: FactorsSpec, *, on_save: Callable[[FactorsSpec], Awaitable[None]]) -> None:
        self._on_save = on_save
        with ui.element("div").classes("qb-form"):
            words(
                "p",
                "Work is worth its base times each of these, before the caps of the hour and the day. A change holds "
                "from a day on that has not begun anywhere; what was paid stays.",
            ).classes("qb-hint")
            self._members = ui.switch("Memberships count", value=spec.memberships, on_change=self._changed)
            with ui.element("div").classes("qb-form-row"):
                self._standard = self._factor("Standard", spec.standard).mark("factor-standard")
                self._premium = self._factor("Premium", spec.premium).mark("factor-premium")
            self._streaks = ui.switch("Working days in a row count", value=spec.streaks, on_change=self._changed)
            self._steps = ui.textarea(
                "Steps, one a line: days in a row, and the factor",
                value=as_lines(spec.steps),
                on_change=self._changed,
            )
            self._steps.props("outlined autogrow").mark("factor-steps")
            self._stacking = choice("Several boosts at once", STACKING, spec.stacking)
            with ui.element("div").classes("qb-form-row"):
                self._per_level = self._bonus("XP for each level", spec.per_level).mark("bonus-per-level")
                self._most = self._bonus("At most", spec.most_bonus).mark("bonus-most")
            words(
                "p",
                "For every level above the first that somebody had when the week began, so many XP are added to each "
                "piece of work. 0 adds nothing.",
            ).classes("qb-hint")
            self._problem = words("p", "").classes("qb-hint")
            with ui.element("div").classes("qb-actions"):
                self._save = button("Save what multiplies XP", self._saved, primary=True)

    def _factor(self, label: str, value: int) -> ui.number:
        field = ui.number(label, value=value / 1_000, min=1, max=5, step=0.1, on_change=self._changed)
        return field.props("outlined inputmode=decimal")

    def _bonus(self, label: str, value: int) -> ui.number:
        field = ui.number(label, value=value, min=0, max=MOST_BONUS, step=1, on_change=self._changed)
        return field.props("outlined inputmode=numeric")

    def _spec(self) -> FactorsSpec | None:
        """What the fields say, None while one of them says nothing usable."""
        try:
            return FactorsSpec(
                memberships=self._members.value,
                standard=permille(self._standard.value),
                premium=permille(self._premium.value),
                streaks=self._streaks.value,
                steps=steps_in(self._steps.value or ""),
                stacking=Stacking(self._stacking.value),
                per_level=whole(self._per_level.value),
                most_bonus=whole(self._most.value),
            )
        except ValueError:
            return None

    def _changed(self) -> None:
        usable = self._spec() is not None
        self._problem.set_text("" if usable else _WRONG)
        self._save.set_enabled(usable)

    async def _saved(self) -> None:
        if (spec := self._spec()) is not None:
            await self._on_save(spec)


def permille(value: float | str | None) -> int:
    """1.5 → 1500. Raises `ValueError` for what is no number."""
    if value is None:
        raise ValueError(value)
    return round(float(value) * 1_000)


def whole(value: float | None) -> int:
    """3.0 → 3. Raises `ValueError` for what is no whole number."""
    if value is None or value != int(value):
        raise ValueError(value)
    return int(value)


def as_factor(value: int) -> str:
    """1500 → “1.5”."""
    return f"{value / 1_000:.3f}".rstrip("0").rstrip(".")


def as_lines(steps: Iterable[StreakStep]) -> str:
    """Steps as one writes them: `5 1.1`, one a line."""
    return "\n".join(f"{one.days} {as_factor(one.factor)}" for one in steps)


def steps_in(text: str) -> tuple[StreakStep, ...]:
    """The steps that somebody wrote, one a line. Raises `ValueError` where a line is none."""
    found = [line.split() for line in text.splitlines() if line.strip()]
    return tuple(StreakStep(days=int(days), factor=permille(factor)) for days, factor in found)
