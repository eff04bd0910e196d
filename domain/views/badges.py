"""Badges on a profile and in the library."""

from dataclasses import dataclass
from datetime import datetime

from domain.specs import BadgeTier, BadgeType


@dataclass(frozen=True, slots=True)
class BadgeView:
    """`earned_at` is None while it is not earned; a secret one is then not shown at all.

    `tier` is the highest one held, or the first to reach; `count` is how often it was earned, `holders` how many people
    hold it.
    """

    id: str
    name: str
    description: str
    tier: BadgeTier
    type: BadgeType
    category: str
    art: str
    secret: bool
    repeatable: bool
    count: int
    holders: int
    earned_at: datetime | None
