"""The kinds of text and number that specs are made of."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

#: PostgreSQL stores any character but this one.
_NO_NUL = r"^[^\x00]*$"

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=_NO_NUL)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500, pattern=_NO_NUL)]
Value = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=_NO_NUL)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=64)]
Metric = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$", max_length=64)]
Dimension = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]

#: No balance, cap or threshold goes beyond this; far inside a PostgreSQL bigint, exact in JavaScript.
MAX_AMOUNT = 10**12

#: How much XP may be given to or taken from a player by hand in a day, unless an admin chooses another cap.
CAP_BY_HAND = 500
#: Days for which work is held for a person to look at, until an admin chooses others.
HOLD_DAYS = 14


class Spec(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
