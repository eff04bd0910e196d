"""What XP is multiplied by, as an admin sets it. Factors are whole per mille: 1,500 is one and a half times."""

from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Self
from uuid import UUID

from pydantic import AwareDatetime, Field, model_validator

from domain.specs.scoring import LevelCurve
from domain.specs.values import Name, Spec

#: As much as there is without any factor.
WHOLE = 1_000
MOST_FACTOR = 5_000
#: All levels together add no more than this to a piece of work.
MOST_BONUS = 50
Factor = Annotated[int, Field(ge=WHOLE, le=MOST_FACTOR)]


class Membership(StrEnum):
    """What an admin may name a player; nobody is anything at first."""

    NONE = "none"
    STANDARD = "standard"
    PREMIUM = "premium"


class Stacking(StrEnum):
    """What several boosts at once come to: the highest, what each adds, or all multiplied."""

    HIGHEST = "highest"
    ADDITIVE = "additive"
    COMPOUND = "compound"


class StreakStep(Spec):
    """What XP is multiplied by from so many working days in a row on."""

    days: Annotated[int, Field(ge=1, le=1_000)]
    factor: Factor


STEPS = tuple(
    StreakStep(days=days, factor=factor)
    for days, factor in ((5, 1_100), (10, 1_200), (20, 1_300), (40, 1_400), (60, 1_500))
)


class FactorsSpec(Spec):
    """Memberships and streaks count only where they are on. `steps` stand in the order of their days and factors.

    `per_level` XP are added for each level above the first, `most_bonus` at most; `curve` is what levels are told by,
    as `first` and `increase` of the level curve of that time.
    """

    memberships: bool = False
    standard: Factor = 1_500
    premium: Factor = 2_000
    streaks: bool = False
    steps: Annotated[tuple[StreakStep, ...], Field(min_length=1, max_length=10)] = STEPS
    stacking: Stacking = Stacking.HIGHEST
    per_level: Annotated[int, Field(ge=0, le=MOST_BONUS)] = 0
    most_bonus: Annotated[int, Field(ge=0, le=MOST_BONUS)] = MOST_BONUS
    curve: tuple[int, int] = (LevelCurve().first, LevelCurve().increase)

    @property
    def adds(self) -> bool:
        """Whether levels add anything."""
        return self.per_level > 0 < self.most_bonus

    @model_validator(mode="after")
    def _steps_rise(self) -> Self:
        for one, next_one in pairwise(self.steps):
            if next_one.days <= one.days or next_one.factor < one.factor:
                raise ValueError("Each step of a streak needs more days than the one before, and pays no less.")
        return self


class BoostScope(StrEnum):
    EVERYONE = "everyone"
    TEAM = "team"
    PLAYER = "player"


class BoostSpec(Spec):
    """A time in which work is worth more, for everyone, a team or a player (`subject_id`)."""

    title: Name
    scope: BoostScope = BoostScope.EVERYONE
    subject_id: UUID | None = None
    factor: Factor
    starts_at: AwareDatetime
    ends_at: AwareDatetime

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if (self.scope is BoostScope.EVERYONE) != (self.subject_id is None):
            raise ValueError("Please say for which team, or for whom.")
        if self.ends_at <= self.starts_at:
            raise ValueError("The end must come after the start.")
        return self

    def covers(self, moment: datetime) -> bool:
        """Whether work of that moment is worth more."""
        return self.starts_at <= moment < self.ends_at
