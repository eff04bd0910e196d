"""Whether there are duels, and what winning one pays."""

from typing import Annotated

from pydantic import Field

from domain.specs.values import Spec

#: The most that winning pays, of XP and of coins.
MOST_FOR_A_DUEL = 50


class DuelRules(Spec):
    """Off until an admin switches them on; free of stakes, and without a reward unless he gives one."""

    on: bool = False
    xp: Annotated[int, Field(ge=0, le=MOST_FOR_A_DUEL)] = 0
    coins: Annotated[int, Field(ge=0, le=MOST_FOR_A_DUEL)] = 0
