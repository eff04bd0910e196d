"""Streaks: what has to be done in each period, and what a missed one may cost."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from domain.specs.rewards import RewardSpec
from domain.specs.values import Metric, Name, Slug, Spec

#: The streak that is always there. Boards, and conditions that name no other, mean it.
DEFAULT_STREAK = "activity"
#: A day on which somebody looked in. It is no work: nothing is earned with it.
PRESENCE = "visit.day"
BADGE = "badge.earned"


class Cadence(StrEnum):
    """What a period is. Saturdays and Sundays of a daily streak count when something is done, and never end it."""

    DAILY = "daily"
    WORKING_DAY = "working_day"
    WEEKLY = "weekly"


class Milestone(Spec):
    """What reaching a length gives, once: an achievement of its own."""

    length: Annotated[int, Field(ge=2, le=2_000)]
    xp: Annotated[int, Field(ge=0, le=10_000)] = 0
    coins: Annotated[int, Field(ge=0, le=10_000)] = 0
    badge_id: Slug | None = None
    rewards: Annotated[tuple[RewardSpec, ...], Field(max_length=5)] = ()

    @model_validator(mode="after")
    def _gives_something(self) -> Self:
        if not (self.xp or self.coins or self.badge_id or self.rewards):
            raise ValueError("A milestone gives something: XP, coins, a badge or a reward.")
        return self


class StreakSpec(Spec):
    """Consecutive periods in each of which a player did `least` things of these `metrics`; none named: anything.

    `grace` is how many missed periods in a row end nothing. `freezes` is how many a player may hold, and `repair` for
    how many days after a missed period one that came too late may still be used for it.
    """

    id: Slug
    title: Name
    metrics: Annotated[tuple[Metric, ...], Field(max_length=20)] = ()
    least: Annotated[int, Field(ge=1, le=100)] = 1
    cadence: Cadence = Cadence.WORKING_DAY
    grace: Annotated[int, Field(ge=0, le=5)] = 0
    freezes: Annotated[int, Field(ge=0, le=10)] = 2
    repair: Annotated[int, Field(ge=0, le=14)] = 3
    milestones: Annotated[tuple[Milestone, ...], Field(max_length=10)] = ()
    on: bool = True

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        for metric in self.metrics:
            if metric != BADGE and metric.partition(".")[0] in {"xp", "mission", "streak", "level", "badge"}:
                raise ValueError("A streak counts work or badges, not what the game makes of them.")
        if {BADGE, PRESENCE} & {*self.metrics} and len(self.metrics) > 1:
            raise ValueError("A streak of badges or of visits counts nothing else.")
        if self.is_presence and self.milestones:
            raise ValueError("Being here is not work: a streak of visits is shown, and gives nothing.")
        lengths = [one.length for one in self.milestones]
        if lengths != sorted(set(lengths)):
            raise ValueError("Milestones stand in the order of their lengths, each once.")
        return self

    @property
    def is_presence(self) -> bool:
        return PRESENCE in self.metrics

    @property
    def is_of_badges(self) -> bool:
        return BADGE in self.metrics

    def counts(self, metric: str) -> bool:
        """Whether it counts a metric of work, of visits or of badges."""
        return metric in self.metrics if self.metrics else metric not in {BADGE, PRESENCE}


#: What comes along; an admin's own version of one of them stands in its place.
SHIPPED_STREAKS = (
    StreakSpec(id=DEFAULT_STREAK, title="Activity"),
    StreakSpec(id="reviews", title="Reviews", metrics=("review.submitted",), on=False),
    StreakSpec(id="badges", title="Badges", metrics=(BADGE,), cadence=Cadence.WEEKLY, on=False),
    StreakSpec(id="sign-in", title="Visits", metrics=(PRESENCE,), on=False),
)
