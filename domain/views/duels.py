"""Duels as one of the two sides sees them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.views.kudos import PersonName
from domain.views.missions import ConditionLine


@dataclass(frozen=True, slots=True)
class DuelView:
    """`mine` and `theirs` are how much each side has done, of a team by average; `shares` are from 0 to 1.

    `steps` are the conditions of a goal that has several, and how far one is oneself; of a team there are none.
    `answer` tells whether the reader may answer it, `ended` how it ended, in words.
    """

    id: UUID
    other: str
    team: str | None
    what: str
    days: int
    asked_at: datetime
    first_day: date | None
    last_day: date | None
    mine: str
    theirs: str
    shares: tuple[float, float]
    steps: tuple[ConditionLine, ...]
    answer: bool
    asked_by_me: bool
    ended: str | None
    xp: int
    coins: int


@dataclass(frozen=True, slots=True)
class DuelPage:
    """A player's duels, and those whom, and what about, he may challenge. `teams` are (mine, theirs) by id."""

    on: bool
    invitations: tuple[DuelView, ...]
    under_way: tuple[DuelView, ...]
    waiting: tuple[DuelView, ...]
    past: tuple[DuelView, ...]
    others: tuple[PersonName, ...]
    metrics: dict[str, str]
    my_teams: dict[str, str]
    other_teams: dict[str, str]
