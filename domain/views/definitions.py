"""What an admin defines, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.specs import MissionSpec


@dataclass(frozen=True, slots=True)
class MissionDefinition:
    """A mission as an admin sees it."""

    id: UUID
    slug: str
    state: str
    version: int
    spec: MissionSpec
    published_at: datetime | None
    retired_at: datetime | None
    players: int
    completions: int


@dataclass(frozen=True, slots=True)
class RuleView:
    id: str
    version: int
    title: str
    metric: str
    xp: int
    full_until: int
    cap: int
    doubt: str | None = None
    hour_cap: int | None = None


@dataclass(frozen=True, slots=True)
class CompletionView:
    """Somebody completed a window of a mission; `reversed_because` is set where an admin took it back."""

    player_id: UUID
    name: str
    avatar_url: str | None
    period: str
    completed_at: datetime
    reversed_because: str | None
