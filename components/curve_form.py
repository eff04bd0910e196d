"""The form of the level curve, with a preview of the levels it makes."""

from collections.abc import Awaitable, Callable, Sequence

from nicegui import ui

from components.forms import button
from components.frame import words
from domain.specs import LevelCurve

#: (level, XP at which it begins)
Steps = Sequence[tuple[int, int]]


class CurveForm:
    """`steps_of` turns a curve into the levels to preview; `on_save` gets the curve as it stands."""

    def __init__(
        self,
        curve: LevelCurve,
        *,
        steps_of: Callable[[LevelCurve], Steps],
        on_save: Callable[[LevelCurve], Awaitable[None]],
    ) -> None:
        self._steps_of, self._on_save = steps_of, on_save
        with ui.element("div").classes("qb-form"):
            words("p", "Levels follow from XP: everybody’s change with the curve, nobody’s XP does.").classes("qb-hint")
            with ui.element("div").classes("qb-form-row"):
                self._first = self._number("XP for level 2", curve.first, least=1, mark="curve-first")
                self._increase = self._number(
                    "More for each next level", curve.increase, least=0, mark="curve-increase"
                )
            self._preview = words("p", self._text(curve)).classes("qb-hint").mark("curve-preview")
            with ui.element("div").classes("qb-actions"):
                self._save = button("Save level curve", self._saved, primary=True)

    def _number(self, label: str, value: int, *, least: int, mark: str) -> ui.number:
        field = ui.number(label, value=value, min=least, max=1_000_000, precision=0, on_change=self._changed)
        field.props("outlined inputmode=numeric")
        return field.mark(mark)

    def _curve(self) -> LevelCurve | None:
        """What the fields say, None while one of them says nothing usable."""
        numbers = (self._first.value, self._increase.value)
        if any(number is None or number != int(number) for number in numbers):
            return None
        first, increase = map(int, numbers)
        whole = 1 <= first <= 1_000_000 and 0 <= increase <= 1_000_000
        return LevelCurve(first=first, increase=increase) if whole else None

    def _changed(self) -> None:
        curve = self._curve()
        self._preview.set_text(self._text(curve))
        self._save.set_enabled(curve is not None)

    async def _saved(self) -> None:
        if (curve := self._curve()) is not None:
            await self._on_save(curve)

    def _text(self, curve: LevelCurve | None) -> str:
        if curve is None:
            return "Whole numbers up to 1,000,000, please."
        return " · ".join(f"Level {level}: {xp:,} XP" for level, xp in self._steps_of(curve))
