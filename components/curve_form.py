"""The form of the level curve, with a table of the levels it makes, and of who would stand where."""

from collections.abc import Awaitable, Callable, Iterable, Sequence

from nicegui import ui

from components.forms import button
from components.frame import words
from components.table import Column, Table
from domain.specs import LevelCurve, LevelTitle
from domain.views import LevelStep

_COLUMNS = (
    Column("level", "Level", "title"),
    Column("xp", "From XP", "number"),
    Column("people", "People there now", "number"),
)
_HINT = "Whole numbers up to 1,000,000, please, and titles like “5 Regular”, each level once and in order."


class CurveForm:
    """`steps` are those of `curve`; `steps_of` says those of another; `on_save` gets the curve as it stands."""

    def __init__(
        self,
        curve: LevelCurve,
        steps: Sequence[LevelStep],
        *,
        steps_of: Callable[[LevelCurve], Awaitable[Sequence[LevelStep]]],
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
            self._titles = ui.textarea(
                "Titles, one a line: the level it begins at, and the title",
                value=as_lines(curve.titles),
                on_change=self._changed,
            )
            self._titles.props("outlined autogrow").mark("curve-titles")
            self._hint = words("p", _HINT).classes("qb-hint")
            self._hint.set_visibility(False)
            self._preview = Table(_COLUMNS, caption="Levels of this curve", timezone="UTC")
            self._show(steps)
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
        try:
            return LevelCurve(first=first, increase=increase, titles=titles_in(self._titles.value or ""))
        except ValueError:
            return None

    def _changed(self) -> Awaitable[None] | None:
        curve = self._curve()
        self._hint.set_visibility(curve is None)
        self._save.set_enabled(curve is not None)
        return self._renew(curve) if curve else None

    async def _renew(self, curve: LevelCurve) -> None:
        steps = await self._steps_of(curve)
        if curve == self._curve():  # nobody typed on meanwhile
            self._show(steps)

    def _show(self, steps: Sequence[LevelStep]) -> None:
        self._preview.show(
            [
                {
                    "id": str(step.level),
                    "level": {"title": f"Level {step.level}", "text": step.title},
                    "xp": step.xp,
                    "people": step.people,
                }
                for step in steps
            ]
        )

    async def _saved(self) -> None:
        if (curve := self._curve()) is not None:
            await self._on_save(curve)


def as_lines(titles: Iterable[LevelTitle]) -> str:
    """Titles as one writes them: `5 Regular`, one a line."""
    return "\n".join(f"{one.level} {one.title}" for one in titles)


def titles_in(text: str) -> tuple[LevelTitle, ...]:
    """The titles that somebody wrote, one a line. Raises `ValueError` where a line is none."""
    found = [line.strip().partition(" ") for line in text.splitlines() if line.strip()]
    return tuple(LevelTitle(level=int(level), title=title) for level, _, title in found)
