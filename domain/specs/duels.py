"""Whether there are duels, what winning one pays, and what one is about."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from domain.specs.requirements import (
    MAX_CONDITIONS,
    MAX_DEPTH,
    Condition,
    Requirement,
    conditions,
    depth,
)
from domain.specs.values import Metric, Spec

#: The most that winning pays, of XP and of coins.
MOST_FOR_A_DUEL = 50


class DuelRules(Spec):
    """Off until an admin switches them on; free of stakes, and without a reward unless he gives one."""

    on: bool = False
    xp: Annotated[int, Field(ge=0, le=MOST_FOR_A_DUEL)] = 0
    coins: Annotated[int, Field(ge=0, le=MOST_FOR_A_DUEL)] = 0


class Contest(StrEnum):
    """Whoever has more, or whoever gets there: both may."""

    MOST = "most"
    REACH = "reach"


class DuelGoal(Spec):
    """What a duel is about. Of a contest for the most only what the one condition counts matters, not its goal."""

    contest: Contest = Contest.MOST
    requirement: Requirement

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        asked = list(conditions(self.requirement))
        if self.contest is Contest.MOST and not isinstance(self.requirement, Condition):
            raise ValueError("Who does more is said of one thing. For several, choose a goal to reach.")
        if any(one.ever for one in asked):
            raise ValueError("A duel counts what is done in its days, not what was done before.")
        if depth(self.requirement) > MAX_DEPTH or len(asked) > MAX_CONDITIONS:
            raise ValueError(f"At most {MAX_CONDITIONS} conditions, nested {MAX_DEPTH} deep, please.")
        return self


def plain_goal(metric: Metric, target: int | None = None) -> DuelGoal:
    """The usual duel: who does more of one thing, or who does it so often."""
    contest = Contest.MOST if target is None else Contest.REACH
    return DuelGoal(contest=contest, requirement=Condition(metric=metric, threshold=1 if target is None else target))
