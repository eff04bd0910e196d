"""Thanks, and whom one may thank."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class KudosView:
    """One person thanked another; `to_me` and `from_me` tell where the reader stands."""

    id: UUID
    at: datetime
    giver: str
    avatar_url: str | None
    receiver: str
    text: str
    to_me: bool
    from_me: bool


@dataclass(frozen=True, slots=True)
class PersonName:
    id: UUID
    name: str
    login: str


@dataclass(frozen=True, slots=True)
class KudosPage:
    """The newest thanks, how many more the reader may say this week, and whom he may thank."""

    said: tuple[KudosView, ...]
    left: int
    others: tuple[PersonName, ...]
