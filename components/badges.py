"""Badges: the row on the dashboard and the whole collection."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from components.outside import plain
from components.vue import put, vue
from domain.specs import BadgeTier
from domain.views import BadgeView

_HEIGHT = {tier: height for height, tier in enumerate(BadgeTier)}


class BadgeShelf:
    """The collection: by category, and in each the earned ones first."""

    def __init__(self, badges: Sequence[BadgeView], *, timezone: str, players: int) -> None:
        self.element = vue("badges", zone=timezone, **_collection(badges, players)).mark("badges")

    def show(self, badges: Sequence[BadgeView], *, players: int) -> None:
        put(self.element, **_collection(badges, players))


class BadgeRow:
    """A few badges, the latest earned ones first."""

    def __init__(self, badges: Sequence[BadgeView], *, most: int, more: str) -> None:
        self._most = most
        self.element = vue("badges", heading="Badges", compact=True, more=more, groups=self._row(badges)).mark("badges")

    def show(self, badges: Sequence[BadgeView]) -> None:
        put(self.element, groups=self._row(badges))

    def _row(self, badges: Sequence[BadgeView]) -> list[dict[str, Any]]:
        row = earned_first(badges)[: self._most]
        return [{"title": "", "badges": plain(row)}] if row else []


class BadgePreview:
    """A badge that is being made: as its holders see it and, unless it is secret, as everybody else does."""

    def __init__(self) -> None:
        self.element = vue("badges", heading="Preview", groups=[]).mark("preview")

    def show(self, badge: Mapping[str, object], *, now: datetime) -> None:
        """`badge` holds the fields of a spec, as they are typed."""
        earned = {**badge, "id": "earned", "count": 1, "earned_at": now}
        both = [earned] if badge["secret"] else [earned, {**earned, "id": "before", "earned_at": None}]
        put(self.element, groups=[{"title": "", "badges": plain(both)}])


def earned_first(badges: Sequence[BadgeView]) -> list[BadgeView]:
    """The earned ones, the latest leading, then the others from bronze to platinum."""
    earned = [(badge.earned_at, badge) for badge in badges if badge.earned_at]
    latest = [badge for _, badge in sorted(earned, key=lambda pair: pair[0], reverse=True)]
    return [*latest, *sorted((badge for badge in badges if not badge.earned_at), key=lambda one: _HEIGHT[one.tier])]


def rarity(badge: BadgeView, players: int) -> str:
    """How rare it is. The share is rounded down, so that “100 %” means everybody."""
    holders = min(badge.holders, players)
    if not holders:
        return "Nobody holds it yet"
    if holders == 1 and badge.earned_at:
        return "Only you hold it"
    if holders == players:
        return "Everybody holds it"
    share = 100 * holders // players
    return f"Held by {share or 'less than 1'} % of {players:,} people"


def _collection(badges: Sequence[BadgeView], players: int) -> dict[str, Any]:
    earned = sum(badge.earned_at is not None for badge in badges)
    titles = sorted({badge.category for badge in badges})
    groups = [_group(title, [badge for badge in badges if badge.category == title], players) for title in titles]
    return {"heading": f"{earned} of {len(badges)} earned" if badges else "Badges", "groups": groups}


def _group(title: str, badges: Sequence[BadgeView], players: int) -> dict[str, Any]:
    return {
        "title": title,
        "earned": sum(badge.earned_at is not None for badge in badges),
        "badges": [{**plain(badge), "rarity": rarity(badge, players)} for badge in earned_first(badges)],
    }
