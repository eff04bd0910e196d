"""Made-up views for tests of components."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from domain.specs import BadgeTier, Window
from domain.views import BadgeView, Board, BoardRow, FeedLine, Level, MissionCard, PlayerCard, StreakView

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
ME = UUID(int=1)


def player_card(**changes: Any) -> PlayerCard:
    fields: dict[str, Any] = {
        "id": ME,
        "name": "Mira Okafor",
        "login": "mira",
        "avatar_url": None,
        "is_admin": False,
        "hidden": False,
        "timezone": "Europe/Berlin",
        "xp": 340,
        "xp_today": 50,
        "xp_week": 120,
        "level": Level(3, 90, 200),
        "streak": StreakView(2, 5, True, ((date(2026, 11, 19), True), (date(2026, 11, 20), True))),
        "rank": 4,
    }
    return PlayerCard(**{**fields, **changes})


def mission_card(**changes: Any) -> MissionCard:
    fields: dict[str, Any] = {
        "id": UUID(int=7),
        "title": "Review week",
        "description": "Ten reviews.",
        "window": Window.WEEKLY,
        "value": 7,
        "threshold": 10,
        "progress": 0.7,
        "line": "7 of 10 reviews",
        "xp": 150,
        "badge_name": None,
        "ends_at": None,
        "completed_at": None,
    }
    return MissionCard(**{**fields, **changes})


def feed_line(number: int = 1, **changes: Any) -> FeedLine:
    fields: dict[str, Any] = {
        "id": number,
        "at": NOW,
        "player_id": ME,
        "player_name": "Mira Okafor",
        "avatar_url": None,
        "amount": 50,
        "text": "merged pull request #42",
        "where": "acme/app",
        "why": "capped at 250 a day",
        "url": "https://github.com/acme/app/pull/42",
    }
    return FeedLine(**{**fields, **changes})


def badge(identity: str, earned_at: datetime | None = None) -> BadgeView:
    return BadgeView(identity, identity, "", BadgeTier.GOLD, "Craft", "star", int(earned_at is not None), 1, earned_at)


def board(*xp: int, total: int | None = None, first: int = 1) -> Board:
    """Players 1, 2, 3 … with that XP, ranked as the board ranks; `first` is the rank of the first row."""
    ranks = [first + sum(other > mine for other in xp) for mine in xp]
    rows = [
        BoardRow(rank, UUID(int=first + at), f"Player {first + at}", None, 1, mine)
        for at, (rank, mine) in enumerate(zip(ranks, xp, strict=True))
    ]
    return Board("week", "This week", tuple(rows), len(xp) if total is None else total)
