"""Boards: what people, or teams, are ranked by, and in which span of time."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from domain.specs.rewards import RewardSpec
from domain.specs.streaks import PRESENCE
from domain.specs.values import MAX_AMOUNT, Metric, Name, Slug, Spec

#: A prize for the best is for so many at most.
MOST_PLACES = 100
#: Below this size a team's average would say too much about its members.
TEAM_FLOOR = 3


class Measure(StrEnum):
    """What a board ranks by; of a metric either how often or how much. A streak is the longest one in the span."""

    XP = "xp"
    COINS = "coins"
    METRIC_COUNT = "metric_count"
    METRIC_SUM = "metric_sum"
    MISSIONS = "missions"
    STREAK = "streak"


class Period(StrEnum):
    """The span a board counts; weeks are ISO weeks, seasons calendar quarters. `custom` has its own days."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    CUSTOM = "custom"
    ALL = "all"


class Method(StrEnum):
    """Who shares a rank: 1, 2, 2, 4 (standard), 1, 2, 2, 3 (dense) or nobody, 1, 2, 3, 4 (ordinal)."""

    STANDARD = "standard"
    DENSE = "dense"
    ORDINAL = "ordinal"


class Ranked(StrEnum):
    """Of friends everybody sees another board: himself, and those who follow him and whom he follows."""

    EVERYONE = "everyone"
    FRIENDS = "friends"
    TEAMS = "teams"


class BoardPrize(Spec):
    """What the first ranks get when a span is decided, the `best` so many, or everybody who has at least `bar`."""

    best: Annotated[int, Field(ge=1, le=MOST_PLACES)] | None = None
    bar: Annotated[int, Field(ge=1, le=MAX_AMOUNT)] | None = None
    rewards: Annotated[tuple[RewardSpec, ...], Field(min_length=1, max_length=5)]

    @model_validator(mode="after")
    def _is_won(self) -> Self:
        if (self.best is None) == (self.bar is None):
            raise ValueError("A prize is for the best so many, or for everybody who has so much.")
        return self


class BoardSpec(Spec):
    """A board. `floor` is the least size of a team that is ranked, by the average of its members.

    One that names a season has the days of that; whoever makes it leaves them empty.
    """

    key: Slug
    title: Name
    measure: Measure = Measure.XP
    metric: Metric | None = None
    period: Period = Period.WEEK
    season: Slug | None = None
    first: date | None = None
    last: date | None = None
    method: Method = Method.STANDARD
    ranked: Ranked = Ranked.EVERYONE
    floor: int = Field(default=TEAM_FLOOR, ge=TEAM_FLOOR, le=1_000)
    on: bool = True
    prizes: Annotated[tuple[BoardPrize, ...], Field(max_length=10)] = ()

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        counts = self.measure in {Measure.METRIC_COUNT, Measure.METRIC_SUM}
        if (self.metric is not None) != counts:
            raise ValueError(
                "Which metric should this board rank by?" if counts else "Only boards of a metric name one."
            )
        if self.metric is not None and self.metric.startswith("copilot."):
            raise ValueError("Copilot data ranks nobody.")
        if self.metric == PRESENCE:
            raise ValueError("Being here is not work: visits rank nobody.")
        if self.season is not None and self.period is not Period.CUSTOM:
            raise ValueError("A board of a season has days of its own: those of the season.")
        if self.season is None and (self.period is Period.CUSTOM) != (self.first is not None and self.last is not None):
            raise ValueError("A board with days of its own, and only such a one, has a first and a last day.")
        if self.prizes and (self.ranked is not Ranked.EVERYONE or self.period is Period.ALL):
            raise ValueError("Prizes are for boards of people whose spans come to an end.")
        if self.first is not None and self.last is not None and self.last < self.first:
            raise ValueError("The last day comes before the first.")
        return self
