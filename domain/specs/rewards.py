"""Rewards: what somebody gets besides, or instead of, XP and a badge."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from domain.specs.values import Name, Spec

MAX_REWARD = 100_000
#: The longest a boost lasts, in hours: a week.
LONGEST_BOOST = 7 * 24
#: The strongest boost, in percent of the XP.
STRONGEST_BOOST = 300


class RewardKind(StrEnum):
    """An item is a thing with a name; a boost, a freeze and a title wait in the inventory until they are used."""

    XP = "xp"
    COINS = "coins"
    BADGE = "badge"
    ITEM = "item"
    BOOST = "boost"
    FREEZE = "freeze"
    TITLE = "title"


#: What is there once: there is no amount of it.
SINGLE = frozenset({RewardKind.BADGE, RewardKind.ITEM, RewardKind.TITLE})
#: What names something: a badge by its id, an item or a title by what it is called.
NAMED = SINGLE
#: What stays with a player until he uses it, or for good.
KEPT = frozenset({RewardKind.ITEM, RewardKind.BOOST, RewardKind.FREEZE, RewardKind.TITLE})


class RewardSpec(Spec):
    """One reward. `amount` is XP, coins or freezes, of a boost its hours; `percent` is what a boost makes of the XP.

    `by_hand` lets it wait until the player claims it; it is lost after `days` days, where that is said.
    """

    kind: RewardKind
    amount: Annotated[int, Field(ge=1, le=MAX_REWARD)] = 1
    reference: Name | None = None
    percent: Annotated[int, Field(gt=100, le=STRONGEST_BOOST)] | None = None
    by_hand: bool = False
    days: Annotated[int, Field(ge=1, le=366)] | None = None

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if (self.kind in NAMED) != (self.reference is not None):
            raise ValueError(
                f"Which {self.kind.value}?" if self.kind in NAMED else "Only a badge, an item or a title has a name."
            )
        if self.kind in SINGLE and self.amount != 1:
            raise ValueError(f"There is one {self.kind.value} at a time.")
        if (self.kind is RewardKind.BOOST) != (self.percent is not None):
            raise ValueError("A boost, and only a boost, says what it makes of the XP, in percent.")
        if self.kind is RewardKind.BOOST and self.amount > LONGEST_BOOST:
            raise ValueError("A boost lasts a week at most.")
        if self.days is not None and not self.by_hand:
            raise ValueError("Only what is claimed by hand can expire.")
        return self
