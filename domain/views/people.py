"""Who somebody is: signed in, in a team, in the admin's list."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.specs import PersonKind


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who sits in front of this browser."""

    player_id: UUID
    session_id: str
    name: str
    login: str
    avatar_url: str | None
    is_admin: bool


@dataclass(frozen=True, slots=True)
class SessionView:
    """A signed-in browser. `id` is a public handle, not the secret."""

    id: str
    created_at: datetime
    seen_at: datetime
    user_agent: str
    current: bool


@dataclass(frozen=True, slots=True)
class PersonView:
    """A player in the admin's list."""

    id: UUID
    name: str
    login: str
    avatar_url: str | None
    kind: PersonKind
    is_admin: bool
    hidden: bool
    xp: int
    last_activity_at: datetime | None


@dataclass(frozen=True, slots=True)
class BotView:
    """A bot or an agent: listed by its login, or marked by hand. `player_id` is None while it was never seen.

    `provider` is the tool, None of whoever was marked by hand; `listed_by` and `at` say who listed it and when.
    """

    login: str
    kind: PersonKind
    provider: str | None = None
    player_id: UUID | None = None
    listed_by: str | None = None
    at: datetime | None = None

    @property
    def id(self) -> str:
        """Names it in a table."""
        return f"{self.provider}:{self.login}" if self.provider else str(self.player_id)


@dataclass(frozen=True, slots=True)
class TeamView:
    """A team and who is in it now."""

    id: UUID
    slug: str
    name: str
    members: tuple[PersonView, ...]
