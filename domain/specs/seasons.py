"""Seasons: named spans of days with their own missions, boards and prizes."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from domain.specs.missions import Coins, Rewards, Xp
from domain.specs.values import MAX_AMOUNT, Name, Slug, Spec, Text

#: A season that never ends is none.
LONGEST_SEASON = 366


class Theme(StrEnum):
    """The accents a season may wear; their colours are the house's."""

    EMBER = "ember"
    MEADOW = "meadow"
    TIDE = "tide"
    DUSK = "dusk"


class Bar(StrEnum):
    """What a prize asks for: so much XP, so many completed missions, so many days in a row."""

    XP = "xp"
    MISSIONS = "missions"
    STREAK = "streak"


class SeasonPrize(Spec):
    """What everybody gets who reached a bar; nobody has to be before anybody else."""

    bar: Bar = Bar.XP
    at_least: Annotated[int, Field(ge=1, le=MAX_AMOUNT)]
    xp: Xp = 0
    coins: Coins = 0
    badge_id: Slug | None = None
    rewards: Rewards = ()

    @model_validator(mode="after")
    def _gives_something(self) -> Self:
        if not (self.xp or self.coins or self.badge_id or self.rewards):
            raise ValueError("A prize gives XP, coins, a badge or another reward.")
        return self


class SeasonSpec(Spec):
    """A season, from its first to its last day, in everybody's own time zone. Its `id` names it for good."""

    id: Slug
    name: Name
    sentence: Text = ""
    first: date
    last: date
    theme: Theme = Theme.EMBER
    prizes: Annotated[tuple[SeasonPrize, ...], Field(max_length=10)] = ()

    @model_validator(mode="after")
    def _ends(self) -> Self:
        if self.last < self.first:
            raise ValueError("The last day comes before the first.")
        if self.first.year < 2000 or self.last.year >= 3000:
            raise ValueError("Please choose days between the years 2000 and 2999.")
        if (self.last - self.first).days >= LONGEST_SEASON:
            raise ValueError("A season lasts a year at most.")
        bars = [(prize.bar, prize.at_least) for prize in self.prizes]
        if len(set(bars)) != len(bars):
            raise ValueError("Two prizes ask for the same. Please join them.")
        return self
