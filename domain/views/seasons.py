"""Seasons as people see them: the clock, what can be reached, what was, and the look back."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from domain.specs import SeasonSpec
from domain.views.boards import BoardRow
from domain.views.missions import MissionCard


class SeasonState(StrEnum):
    """An announced season opens by itself; `over` is one whose last day has passed and that is not decided yet."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    OPEN = "open"
    OVER = "over"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class SeasonView:
    """A season with where it stands."""

    spec: SeasonSpec
    state: SeasonState

    @property
    def is_past(self) -> bool:
        return self.state in {SeasonState.OVER, SeasonState.CLOSED}


@dataclass(frozen=True, slots=True)
class PrizeLine:
    """A prize as one player sees it: what it asks for and gives, in words, and how far he is, 0 to 1."""

    bar: str
    gives: str
    have: int
    at_least: int

    @property
    def share(self) -> float:
        return min(1.0, self.have / self.at_least)

    @property
    def reached(self) -> bool:
        return self.have >= self.at_least


@dataclass(frozen=True, slots=True)
class SeasonCard:
    """A season with its clock, one's own numbers in it, and what the team is about to do together."""

    season: SeasonView
    days_left: int
    begins_in: int
    passed: float
    xp: int
    missions: int
    badges: int
    streak: int
    prizes: tuple[PrizeLine, ...]
    together: tuple[MissionCard, ...] = ()


@dataclass(frozen=True, slots=True)
class SeasonTotals:
    """What everybody did together; nobody is named."""

    people: int
    xp: int
    missions: int
    badges: int
    prizes: int


@dataclass(frozen=True, slots=True)
class SeasonTeam:
    name: str
    members: int
    xp: int
    missions: int
    mine: bool


@dataclass(frozen=True, slots=True)
class SeasonPage:
    """Everything about one season. Leaders are the first three of a closed one, if one of its boards ranks people.

    `was_held` says that some of the player's work was on hold when it was decided.
    """

    card: SeasonCard
    missions: tuple[MissionCard, ...]
    boards: tuple[tuple[str, str], ...]
    totals: SeasonTotals | None
    leaders: tuple[BoardRow, ...]
    teams: tuple[SeasonTeam, ...]
    others: tuple[SeasonView, ...]
    was_held: bool = False


@dataclass(frozen=True, slots=True)
class Highlight:
    """One thing worth looking back at: what it is called, the thing itself, and a sentence about it."""

    icon: str
    label: str
    value: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class RecapBadge:
    name: str
    art: str
    tier: str


@dataclass(frozen=True, slots=True)
class Recap:
    """One player's look back at a season, compared with nobody but himself. `weeks` are XP by week."""

    season: SeasonView
    player_id: UUID
    name: str
    xp: int
    missions: int
    streak: int
    badges: tuple[RecapBadge, ...]
    highlights: tuple[Highlight, ...]
    firsts: tuple[str, ...]
    titles: tuple[str, ...]
    weeks: tuple[tuple[date, int], ...]
    thanks: tuple[str, ...]
    prizes: tuple[PrizeLine, ...]
    growth: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look back at."""
        return not (self.xp or self.missions or self.badges or self.highlights)


@dataclass(frozen=True, slots=True)
class TeamRecap:
    """A team's look back: sums alone, and none of a team with fewer than five members."""

    season: SeasonView
    team: str
    members: int
    large_enough: bool
    highlights: tuple[Highlight, ...] = ()
    weeks: tuple[tuple[date, int], ...] = ()
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SeasonDefinition:
    """A season as admins see it."""

    season: SeasonView
    announced_at: datetime | None
    missions: tuple[str, ...] = ()
    boards: tuple[str, ...] = field(default=())
