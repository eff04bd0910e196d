"""What the API answers where a view says too much or too little for it."""

from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from domain.views import PlayerCard

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a list: `items` from `offset` on, `total` in all."""

    items: tuple[T, ...]
    total: int
    offset: int


@dataclass(frozen=True, slots=True)
class PublicPlayer:
    """What players see of each other. Streak, time zone and daily figures are a player's own."""

    id: UUID
    name: str
    login: str
    avatar_url: str | None
    xp: int
    level: int
    rank: int | None


@dataclass(frozen=True, slots=True)
class SeasonResult:
    """What one player had when a season was decided, and his rank by XP if he may be seen and earned some."""

    xp: int
    missions: int
    badges: int
    streak: int
    rank: int | None


@dataclass(frozen=True, slots=True)
class SeasonTeamResult:
    """What the members of a team had on average; teams are in the order of their names."""

    name: str
    members: int
    xp: int
    missions: int


def public(card: PlayerCard) -> PublicPlayer:
    """The public side of a player."""
    return PublicPlayer(card.id, card.name, card.login, card.avatar_url, card.xp, card.level.number, card.rank)


def page(items: tuple[T, ...], limit: int, offset: int) -> Page[T]:
    """The part of a list that was asked for."""
    return Page(items[offset : offset + limit], len(items), offset)
