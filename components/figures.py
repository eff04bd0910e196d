"""A few large figures in a row."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from components.vue import put, vue


@dataclass(frozen=True, slots=True)
class Figure:
    icon: str
    label: str
    value: str
    text: str
    tone: Literal["", "good", "bad"] = ""
    href: str | None = None


class Figures:
    """One card a figure."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self.element = vue("figures").mark("figures")
        self.show(figures)

    def show(self, figures: Sequence[Figure]) -> None:
        put(self.element, figures=[asdict(figure) for figure in figures])
