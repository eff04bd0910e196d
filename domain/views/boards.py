"""Boards as everybody sees them, and what they say to one player."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class BoardRow:
    """Equals stand in the order of their ids; whether they share a rank, the board says.

    `level` is that of all XP, `title` the one that is worn.
    """

    rank: int
    player_id: UUID
    name: str
    avatar_url: str | None
    level: int
    score: int
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """A part of a leaderboard. `total` counts all who are on it, `units` are one and several of what a score counts."""

    key: str
    title: str
    rows: tuple[BoardRow, ...]
    total: int
    units: tuple[str, str] = ("XP", "XP")


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team; `score` is the average of the `members` who may be seen, rounded down."""

    rank: int
    team_id: UUID
    name: str
    members: int
    score: int


@dataclass(frozen=True, slots=True)
class TeamBoard:
    """A leaderboard of teams, all of them."""

    key: str
    title: str
    rows: tuple[TeamRow, ...]
    units: tuple[str, str] = ("XP", "XP")


@dataclass(frozen=True, slots=True)
class PersonalBest:
    """The best span of a board's kind that a player ever had, by its first day, and the score `before` it."""

    score: int
    first: date
    before: int = 0


@dataclass(frozen=True, slots=True)
class PastSpan:
    """A span that was decided; `name` says it in words."""

    first: date
    last: date
    name: str


@dataclass(frozen=True, slots=True)
class LeagueView:
    """The league as one player sees it. `board` is his group in the round called `span`, once it is drawn.

    Whoever has `bar` moves up; `outcome` is what became of him last time: `up`, `stays` or `down`.
    """

    title: str
    division: str
    joined: bool
    span: str | None
    board: Board | None
    bar: int | None
    outcome: str | None
    up: int
