"""The league: groups of equal people, from which some move up and some move down when a week or a month is over."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from domain.specs.boards import Period
from domain.specs.values import Name, Spec

Percent = Annotated[int, Field(ge=0, le=50)]


class LeagueSpec(Spec):
    """`divisions` from the lowest to the highest; `up` and `down` are percents of a group of about `size` people.

    It counts XP, and only people who joined it.
    """

    title: Name = "League"
    divisions: Annotated[tuple[Name, ...], Field(min_length=2, max_length=10)] = ("Bronze", "Silver", "Gold")
    size: Annotated[int, Field(ge=5, le=100)] = 20
    up: Percent = 20
    down: Percent = 10
    period: Period = Period.WEEK
    on: bool = False

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.period not in {Period.WEEK, Period.MONTH}:
            raise ValueError("A league goes by weeks or by months.")
        if len(set(self.divisions)) != len(self.divisions):
            raise ValueError("Two divisions have the same name.")
        return self
