"""What somebody got, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class BadgeEarned:
    player_id: UUID
    badge_id: str
    name: str
    tier: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RewardGranted:
    """A reward that `waits` is claimed by hand, before it expires; anything else is there already.

    `name` is what it is ("30 coins"), `title` what it is for.
    """

    player_id: UUID
    reward_id: UUID
    name: str
    title: str
    waits: bool
    expires_at: datetime | None
    at: datetime


@dataclass(frozen=True, slots=True)
class RewardChanged:
    """A reward was claimed or used, expired, or was revoked."""

    player_id: UUID
    reward_id: UUID


@dataclass(frozen=True, slots=True)
class PurchaseChanged:
    """Something was bought, or an admin agreed to it, handed it over, refused it or gave the coins back (`step`)."""

    player_id: UUID
    purchase_id: UUID
    title: str
    step: str
    reason: str
    at: datetime
