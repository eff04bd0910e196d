"""What changed for one player."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class XpAwarded:
    """A player's XP, or coins, changed. One event a player and transaction: `amount` and `coins` sum `entries` ledger
    entries, `xp` is his new XP.

    `headline` is the newest entry's sentence ("merged pull request #42 · acme/app").
    """

    player_id: UUID
    amount: int
    xp: int
    entries: int
    headline: str
    at: datetime
    coins: int = 0


@dataclass(frozen=True, slots=True)
class LevelReached:
    player_id: UUID
    level: int
    at: datetime


@dataclass(frozen=True, slots=True)
class StreakExtended:
    player_id: UUID
    length: int


@dataclass(frozen=True, slots=True)
class PlayerJoined:
    player_id: UUID


@dataclass(frozen=True, slots=True)
class PlayerChanged:
    """Profile, role, visibility or time zone changed; every view of this player is stale."""

    player_id: UUID


@dataclass(frozen=True, slots=True)
class InboxChanged:
    """A player's inbox was read, or something came into it that no other event tells of."""

    player_id: UUID


@dataclass(frozen=True, slots=True)
class SessionRevoked:
    """Open pages of this session must stop showing anything."""

    player_id: UUID
    session_id: str
