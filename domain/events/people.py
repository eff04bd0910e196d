"""What people do with each other."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class KudosSaid:
    """Somebody was thanked."""

    player_id: UUID


@dataclass(frozen=True, slots=True)
class DuelChanged:
    """A duel of this player, or of his team, was asked for, answered or decided."""

    player_id: UUID


@dataclass(frozen=True, slots=True)
class FollowsChanged:
    """Whom a player follows, or who follows him, is another now."""

    player_id: UUID


@dataclass(frozen=True, slots=True)
class TeamChanged:
    """A team came to be, or somebody joined or left it."""

    team_id: UUID
