"""Made-up views for tests of components."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from domain.specs import BadgeTier, BadgeType, Kind, Scope, Window
from domain.views import (
    BadgeView,
    Board,
    BoardRow,
    Evidence,
    Explanation,
    FeedLine,
    Level,
    MissionCard,
    PlayerCard,
    QuestRun,
    Standing,
    StepLine,
    StreakView,
)

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
        "kind": Kind.MISSION,
        "window": Window.WEEKLY,
        "scope": Scope.PERSONAL,
        "progress": 0.7,
        "line": "7 of 10 reviews",
        "conditions": (),
        "steps": (),
        "standing": Standing.IN_PROGRESS,
        "tier": None,
        "team": None,
        "places": None,
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


def badge(identity: str, earned_at: datetime | None = None, **changes: Any) -> BadgeView:
    fields: dict[str, Any] = {
        "id": identity,
        "name": identity,
        "description": "",
        "tier": BadgeTier.GOLD,
        "type": BadgeType.SKILL,
        "category": "Craft",
        "art": "star",
        "secret": False,
        "repeatable": False,
        "count": int(earned_at is not None),
        "holders": 1,
        "earned_at": earned_at,
    }
    return BadgeView(**{**fields, **changes})


def step(title: str, *, completed_at: datetime | None = None, **changes: Any) -> StepLine:
    fields: dict[str, Any] = {
        "title": title,
        "line": "0 of 1 review",
        "share": 0.0,
        "optional": False,
        "open": False,
        "xp": 25,
        "badge_name": None,
        "completed_at": completed_at,
    }
    return StepLine(**{**fields, **changes})


def quest_run(**changes: Any) -> QuestRun:
    fields: dict[str, Any] = {
        "mission_id": UUID(int=8),
        "title": "The way of a change",
        "standing": Standing.IN_PROGRESS,
        "accepted_at": NOW,
        "ended_at": None,
        "closed": False,
        "again": False,
        "steps": (step("Read a change", completed_at=NOW), step("Land one", open=True)),
    }
    return QuestRun(**{**fields, **changes})


def explanation(**changes: Any) -> Explanation:
    url = "https://github.com/acme/app/pull/42"
    fields: dict[str, Any] = {
        "title": "Review week",
        "sentences": ("7 of 10 reviews count.",),
        "evidence": (Evidence(NOW, "reviewed pull request #42", url, counts=True, why="counts"),),
    }
    return Explanation(**{**fields, **changes})


def board(*xp: int, total: int | None = None, first: int = 1) -> Board:
    """Players 1, 2, 3 … with that XP, ranked as the board ranks; `first` is the rank of the first row."""
    ranks = [first + sum(other > mine for other in xp) for mine in xp]
    rows = [
        BoardRow(rank, UUID(int=first + at), f"Player {first + at}", None, 1, mine)
        for at, (rank, mine) in enumerate(zip(ranks, xp, strict=True))
    ]
    return Board("week", "This week", tuple(rows), len(xp) if total is None else total)
