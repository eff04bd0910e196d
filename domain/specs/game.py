"""What shapes the whole game, besides levels and factors."""

from typing import Annotated

from pydantic import Field

from domain.specs.values import CAP_BY_HAND, HOLD_DAYS, Spec

MOST_BY_HAND = 100_000
LEAST_HOLD_DAYS, MOST_HOLD_DAYS = 5, 60


class GameRules(Spec):
    """Whether streaks are shown, how much XP may be given by hand in a day, and how long work is held for a person.

    `holds_by_itself`: some work is held without an admin.
    """

    streaks: bool = True
    cap_by_hand: Annotated[int, Field(ge=0, le=MOST_BY_HAND)] = CAP_BY_HAND
    hold_days: Annotated[int, Field(ge=LEAST_HOLD_DAYS, le=MOST_HOLD_DAYS)] = HOLD_DAYS
    holds_by_itself: bool = True
