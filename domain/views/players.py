"""A player's XP, level and streak, and what happened to all in the feed."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.views.factors import BoostView


@dataclass(frozen=True, slots=True)
class Level:
    """`into` of `span` XP of this level are done; `span` is what the level takes as a whole."""

    number: int
    into: int
    span: int
    title: str = ""

    @property
    def share(self) -> float:
        return self.into / self.span


@dataclass(frozen=True, slots=True)
class StreakView:
    """Consecutive working days with activity. `today` tells whether today already counts.

    `asked` is whether something is expected today; not on days off, nor of somebody who wants to see no streaks.
    """

    length: int
    best: int
    today: bool
    recent: tuple[tuple[date, bool], ...]
    asked: bool = True


@dataclass(frozen=True, slots=True)
class PlayerCard:
    """`rank` is None for players who are hidden or have no XP, `coins` as long as nobody ever got any.

    `title` is the one he wears. `boosts` make his work worth more now.
    """

    id: UUID
    name: str
    login: str
    avatar_url: str | None
    is_admin: bool
    hidden: bool
    timezone: str
    xp: int
    xp_today: int
    xp_week: int
    level: Level
    streak: StreakView
    rank: int | None
    coins: int | None = None
    title: str | None = None
    boosts: tuple[BoostView, ...] = ()


@dataclass(frozen=True, slots=True)
class LevelStep:
    """Where a level of a curve begins, and how many people stand between it and the next one shown."""

    level: int
    title: str
    xp: int
    people: int


@dataclass(frozen=True, slots=True)
class DayXp:
    day: date
    xp: int


@dataclass(frozen=True, slots=True)
class FeedLine:
    """One line of the activity feed. `why` explains the amount ("50 XP each · capped at 250 a day")."""

    id: int
    at: datetime
    player_id: UUID
    player_name: str
    avatar_url: str | None
    amount: int
    text: str
    where: str | None
    why: str
    url: str | None
    coins: int = 0
