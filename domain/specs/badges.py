"""Badges: what stays on a profile."""

from enum import StrEnum

from domain.specs.values import Name, Slug, Spec, Text


class BadgeTier(StrEnum):
    BRONZE = "bronze"
    SILVER = "silver"
    GOLD = "gold"
    PLATINUM = "platinum"


class BadgeType(StrEnum):
    MILESTONE = "milestone"
    COLLECTION = "collection"
    PROGRESSION = "progression"
    DISCOVERY = "discovery"
    SKILL = "skill"
    SOCIAL = "social"
    CHALLENGE = "challenge"
    SECRET = "secret"  # noqa: S105  a kind of badge


class BadgeSpec(Spec):
    """A badge. Of a `repeatable` one a player may hold several; a secret one is shown only to those who hold it.

    `tier` is the lowest one; a tiered achievement raises it.
    """

    id: Slug
    name: Name
    description: Text
    tier: BadgeTier
    type: BadgeType = BadgeType.MILESTONE
    category: Name
    art: Name
    secret: bool = False
    repeatable: bool = False
