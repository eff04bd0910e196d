"""Scoring rules and levels."""

from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

from domain.specs.requirements import Filter
from domain.specs.streaks import PRESENCE
from domain.specs.values import MAX_AMOUNT, Metric, Name, Slug, Spec


class ScoringRuleSpec(Spec):
    """What an activity is worth: `xp` each; within a day full worth up to `full_until`, then half, up to `cap`.

    With an `hour_cap` no hour adds more than that to the day's sum. The day's pay is a function of such sums alone, so
    the order of arrival cannot change it.
    """

    id: Slug
    title: Name
    metric: Metric
    xp: Annotated[int, Field(ge=0, le=10_000)]
    full_until: Annotated[int, Field(ge=0, le=MAX_AMOUNT)]
    cap: Annotated[int, Field(ge=0, le=MAX_AMOUNT)]
    hour_cap: Annotated[int, Field(ge=1, le=MAX_AMOUNT)] | None = None
    filters: tuple[Filter, ...] = ()

    @field_validator("metric")
    @classmethod
    def _being_here_is_not_work(cls, metric: str) -> str:
        if metric == PRESENCE:
            raise ValueError("Being here is not work: visits earn nothing.")
        return metric

    @model_validator(mode="after")
    def _the_cap_is_the_higher_limit(self) -> Self:
        if self.cap < self.full_until:
            raise ValueError("The cap cannot lie below the amount that is paid in full.")
        return self


class LevelTitle(Spec):
    """What players are called from a level on."""

    level: Annotated[int, Field(ge=1, le=1_000)]
    title: Annotated[Name, Field(max_length=40)]


#: How one grows into a craft; a name for whoever has just come, too.
TITLES = tuple(
    LevelTitle(level=level, title=title)
    for level, title in (
        (1, "Newcomer"), (3, "Contributor"), (6, "Regular"), (10, "Builder"), (15, "Craftsperson"), (20, "Guide"),
        (30, "Pathfinder"), (50, "Keeper of the flame"),
    )
)  # fmt: skip


class LevelCurve(Spec):
    """Level 2 takes `first` XP; each further level takes `increase` XP more than the one before.

    `titles` stand in the order of their levels; each holds until the next one begins.
    """

    first: Annotated[int, Field(ge=1, le=1_000_000)] = 100
    increase: Annotated[int, Field(ge=0, le=1_000_000)] = 50
    titles: tuple[LevelTitle, ...] = Field(default=TITLES, max_length=50)

    @model_validator(mode="after")
    def _titles_are_in_order(self) -> Self:
        levels = [title.level for title in self.titles]
        if levels != sorted(set(levels)):
            raise ValueError("Each level has one title, and they stand in order.")
        return self
