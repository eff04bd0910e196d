"""Rewards as their player sees them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.specs import RewardKind


@dataclass(frozen=True, slots=True)
class RewardView:
    """A reward. `name` is what it is, `title` what it is for; `state` is pending, claimed, expired or revoked.

    What is `handed_over` is used when a person does so. `reason` is why it was taken back, where it was.
    """

    id: UUID
    kind: RewardKind
    name: str
    title: str
    state: str
    at: datetime
    expires_at: datetime | None
    settled_at: datetime | None
    used_at: datetime | None
    handed_over: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class GivenReward:
    """A reward as an admin sees it: whose it is, whether it was bought, and until when the boost lasts that it gave."""

    reward: RewardView
    player_id: UUID
    player_name: str
    login: str
    avatar_url: str | None
    is_bought: bool
    lasts_until: datetime | None


@dataclass(frozen=True, slots=True)
class RewardsPage:
    """What waits for a player, what he keeps and can use, his titles with the one he wears, and what was before."""

    waiting: tuple[RewardView, ...]
    kept: tuple[RewardView, ...]
    titles: tuple[str, ...]
    worn: str | None
    past: tuple[RewardView, ...]
