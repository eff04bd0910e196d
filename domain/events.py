"""Domain events: what happened in the game, in the past tense, frozen.

Services return them, the bus carries them to every web process, screens react to them. They hold ids and
small facts only; whoever needs more reads it again.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import orjson
from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class XpAwarded:
    """A player's XP, or coins, changed. One event a player and transaction: `amount` and `coins` sum `entries` ledger
    entries, `xp` is his new XP.

    `headline` is the newest entry's sentence ("merged pull request #42 · acme/app").
    """

    player_id: UUID
    amount: int
    xp: int
    entries: int
    headline: str
    at: datetime
    coins: int = 0


@dataclass(frozen=True, slots=True)
class LevelReached:
    player_id: UUID
    level: int
    at: datetime


@dataclass(frozen=True, slots=True)
class MissionProgressed:
    """`share` is how far the player's window is now, from 0 to 1."""

    player_id: UUID
    mission_id: UUID
    share: float


@dataclass(frozen=True, slots=True)
class SharedProgressed:
    """A mission that a team, or everybody, works on together moved."""

    mission_id: UUID


@dataclass(frozen=True, slots=True)
class QuestAccepted:
    player_id: UUID
    mission_id: UUID


@dataclass(frozen=True, slots=True)
class QuestAbandoned:
    player_id: UUID
    mission_id: UUID


@dataclass(frozen=True, slots=True)
class StepCompleted:
    """One step of a quest; `title` is the step's."""

    player_id: UUID
    mission_id: UUID
    title: str
    xp: int
    at: datetime
    coins: int = 0


@dataclass(frozen=True, slots=True)
class MissionCompleted:
    """`period` names the window: `once`, an ISO day or week, a month, a quarter, a tier, or the number of a quest."""

    player_id: UUID
    mission_id: UUID
    title: str
    period: str
    xp: int
    at: datetime
    coins: int = 0


@dataclass(frozen=True, slots=True)
class BadgeEarned:
    player_id: UUID
    badge_id: str
    name: str
    tier: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RewardGranted:
    """A reward that `waits` is claimed by hand, before it expires; anything else is there already.

    `name` is what it is ("30 coins"), `title` what it is for.
    """

    player_id: UUID
    reward_id: UUID
    name: str
    title: str
    waits: bool
    expires_at: datetime | None
    at: datetime


@dataclass(frozen=True, slots=True)
class RewardChanged:
    """A reward was claimed or used, expired, or was revoked."""

    player_id: UUID
    reward_id: UUID


@dataclass(frozen=True, slots=True)
class PurchaseChanged:
    """Something was bought, or an admin agreed to it, handed it over, refused it or gave the coins back (`step`)."""

    player_id: UUID
    purchase_id: UUID
    title: str
    step: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OfferChanged:
    """Something is offered now, or differently, or there are fewer or more of it."""

    offer_id: str


@dataclass(frozen=True, slots=True)
class BadgeChanged:
    """A badge came to be, or looks or reads differently now."""

    badge_id: str


@dataclass(frozen=True, slots=True)
class BoardChanged:
    """A board came to be, was switched on or off, or ranks differently now."""

    board: str


@dataclass(frozen=True, slots=True)
class BoardClosed:
    """A span of a board was decided; its result stays as it is."""

    board: str
    first: date


@dataclass(frozen=True, slots=True)
class LeagueMoved:
    """A round of the league was settled, and a player goes on in another division."""

    player_id: UUID
    title: str
    division: str
    up: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class RankGained:
    """A player climbed on a board since somebody last looked, or beat his own best; `sentence` says which."""

    player_id: UUID
    board: str
    title: str
    rank: int
    sentence: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PlaceTaken:
    """A player came in among the first three of a span that was decided; `span` says in words which."""

    player_id: UUID
    board: str
    title: str
    span: str
    rank: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ExperimentChanged:
    """An experiment was planned, started, stopped or thrown away."""

    experiment_id: str


@dataclass(frozen=True, slots=True)
class StreakExtended:
    player_id: UUID
    length: int


@dataclass(frozen=True, slots=True)
class PlayerJoined:
    player_id: UUID


@dataclass(frozen=True, slots=True)
class PlayerChanged:
    """Profile, role, visibility or time zone changed; every view of this player is stale."""

    player_id: UUID


@dataclass(frozen=True, slots=True)
class InboxChanged:
    """A player's inbox was read, or something came into it that no other event tells of."""

    player_id: UUID


@dataclass(frozen=True, slots=True)
class KudosSaid:
    """Somebody was thanked."""

    player_id: UUID


@dataclass(frozen=True, slots=True)
class DuelChanged:
    """A duel of this player, or of his team, was asked for, answered or decided."""

    player_id: UUID


@dataclass(frozen=True, slots=True)
class FollowsChanged:
    """Whom a player follows, or who follows him, is another now."""

    player_id: UUID


@dataclass(frozen=True, slots=True)
class HoldChanged:
    """What a player got is on hold, or no longer, or he said something about it. Nobody else is told."""

    player_id: UUID


@dataclass(frozen=True, slots=True)
class FairPlayLooked:
    """The hourly look at everything that was done; `found` is how much of it seems odd."""

    found: int


@dataclass(frozen=True, slots=True)
class TeamChanged:
    """A team came to be, or somebody joined or left it."""

    team_id: UUID


@dataclass(frozen=True, slots=True)
class SeasonChanged:
    """A season was drafted, announced, withdrawn, or reads differently now."""

    season: str


@dataclass(frozen=True, slots=True)
class SeasonOpened:
    season: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SeasonClosed:
    """The results of a season are there; whoever took part finds a notification."""

    season: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SessionRevoked:
    """Open pages of this session must stop showing anything."""

    player_id: UUID
    session_id: str


@dataclass(frozen=True, slots=True)
class MissionPublished:
    mission_id: UUID
    title: str


@dataclass(frozen=True, slots=True)
class MissionRetired:
    mission_id: UUID


@dataclass(frozen=True, slots=True)
class DeliveryFailed:
    """A delivery was set aside after its last attempt."""

    delivery_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Resync:
    """Messages may have been missed (the listener reconnected, or a burst was too large): read again."""


DomainEvent = (
    XpAwarded
    | LevelReached
    | MissionProgressed
    | SharedProgressed
    | QuestAccepted
    | QuestAbandoned
    | StepCompleted
    | MissionCompleted
    | BadgeEarned
    | RewardGranted
    | RewardChanged
    | PurchaseChanged
    | OfferChanged
    | BadgeChanged
    | BoardChanged
    | BoardClosed
    | PlaceTaken
    | RankGained
    | ExperimentChanged
    | LeagueMoved
    | StreakExtended
    | PlayerJoined
    | PlayerChanged
    | InboxChanged
    | KudosSaid
    | DuelChanged
    | FollowsChanged
    | HoldChanged
    | FairPlayLooked
    | TeamChanged
    | SeasonChanged
    | SeasonOpened
    | SeasonClosed
    | SessionRevoked
    | MissionPublished
    | MissionRetired
    | DeliveryFailed
    | Resync
)

_KINDS = {kind.__name__: TypeAdapter(kind) for kind in DomainEvent.__args__}


def encode(events: Sequence[DomainEvent], limit: int) -> Iterator[str]:
    """Messages of at most `limit` bytes that together hold all `events`, in order."""
    parts: list[bytes] = []
    size = 2
    for event in events:
        part = orjson.dumps([type(event).__name__, event])
        if parts and size + len(part) > limit:
            yield _join(parts)
            parts, size = [], 2
        parts.append(part)
        size += len(part) + 1
    if parts:
        yield _join(parts)


def decode(message: str | bytes) -> list[DomainEvent]:
    """The events of one message. A kind this version does not know (a rolling update) is left out."""
    return list(_known(orjson.loads(message)))


def _known(pairs: Iterable[tuple[str, dict[str, object]]]) -> Iterator[DomainEvent]:
    for kind, fields in pairs:
        if adapter := _KINDS.get(kind):
            yield adapter.validate_python(fields)


def _join(parts: Sequence[bytes]) -> str:
    return (b"[" + b",".join(parts) + b"]").decode()
