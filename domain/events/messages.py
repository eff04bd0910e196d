"""Every kind of domain event, and how the bus carries them."""

from collections.abc import Iterable, Iterator, Sequence

import orjson
from pydantic import TypeAdapter

from domain.events.boards import BoardClosed, LeagueMoved, PlaceTaken, RankGained
from domain.events.definitions import (
    BadgeChanged,
    BoardChanged,
    ExperimentChanged,
    MissionPublished,
    MissionRetired,
    OfferChanged,
    SeasonChanged,
)
from domain.events.fair_play import FairPlayLooked, HoldChanged
from domain.events.missions import (
    MissionCompleted,
    MissionProgressed,
    QuestAbandoned,
    QuestAccepted,
    SharedProgressed,
    StepCompleted,
)
from domain.events.operation import DeliveryFailed, Resync
from domain.events.people import DuelChanged, FollowsChanged, KudosSaid, TeamChanged
from domain.events.players import (
    InboxChanged,
    LevelReached,
    PlayerChanged,
    PlayerJoined,
    SessionRevoked,
    StreakExtended,
    XpAwarded,
)
from domain.events.rewards import BadgeEarned, PurchaseChanged, RewardChanged, RewardGranted
from domain.events.seasons import SeasonClosed, SeasonOpened

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
