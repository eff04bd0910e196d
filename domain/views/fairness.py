"""Who reaches a mission or a season, by groups of five people or more."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ShareView:
    """`low`: less than four fifths of the best group’s share."""

    name: str
    reached: int
    people: int
    low: bool


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """Groups of one kind, the largest first. `left_out`: all there are, where they are too few to be told."""

    title: str
    shares: tuple[ShareView, ...]
    left_out: int
    sentence: str
    warns: bool


@dataclass(frozen=True, slots=True)
class FairnessView:
    """Of the `people` who did anything from `since` to `until`, `reached` reached it; None where there are too few."""

    title: str
    since: date
    until: date
    people: int
    reached: int | None
    comparisons: tuple[ComparisonView, ...]
