"""People as they see each other: followed, followers, friends."""

from dataclasses import dataclass
from uuid import UUID

from domain.views.badges import BadgeView
from domain.views.kudos import PersonName
from domain.views.players import Level


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody in a player's list: whether he follows them, they follow him, or he refuses them."""

    id: UUID
    name: str
    login: str
    avatar_url: str | None
    level: Level
    followed: bool
    follows: bool
    refused: bool

    @property
    def friend(self) -> bool:
        return self.followed and self.follows


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A player's people, each by name; `others` is everybody who can be found."""

    followed: tuple[PersonLine, ...]
    followers: tuple[PersonLine, ...]
    refused: tuple[PersonLine, ...]
    others: tuple[PersonName, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """What a player lets others see. `streak` is None where he keeps it to himself.

    `refused`: he does not let the viewer follow him; `shut_out`: the viewer does not let him.
    """

    id: UUID
    name: str
    login: str
    avatar_url: str | None
    level: Level
    badges: tuple[BadgeView, ...]
    streak: int | None
    followed: bool
    follows: bool
    refused: bool
    shut_out: bool
    title: str | None = None
