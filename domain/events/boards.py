"""Who stands where, and where a span ended."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class BoardClosed:
    """A span of a board was decided; its result stays as it is."""

    board: str
    first: date


@dataclass(frozen=True, slots=True)
class LeagueMoved:
    """A round of the league was settled, and a player goes on in another division."""

    player_id: UUID
    title: str
    division: str
    up: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class RankGained:
    """A player climbed on a board since somebody last looked, or beat his own best; `sentence` says which."""

    player_id: UUID
    board: str
    title: str
    rank: int
    sentence: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PlaceTaken:
    """A player came in among the first three of a span that was decided; `span` says in words which."""

    player_id: UUID
    board: str
    title: str
    span: str
    rank: int
    at: datetime
