"""What tools send: deliveries, the activities in them, and the facts that rules see of these."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

Dimensions = Mapping[str, str | list[str]]


class PersonKind(StrEnum):
    HUMAN = "human"
    BOT = "bot"
    AGENT = "agent"
    MERGED = "merged"  # another account of the same person carries on
    ERASED = "erased"  # left, and is nobody any more


@dataclass(frozen=True, slots=True)
class Person:
    """An account of a tool. `subject` is its stable id there (GitHub: the numeric user id), never a login."""

    provider: str
    subject: str
    login: str
    kind: PersonKind = PersonKind.HUMAN


@dataclass(frozen=True, slots=True)
class ActivitySpec:
    """One fact about a person's work.

    `key` is the natural key: the same fact has the same key on every road (webhook, redelivery, backfill).
    `occurred_at` is when the work landed. `dimensions` are what filters look at; a list holds several values.
    `reverses` is the key of the activity this one takes back (a dismissed review).
    """

    key: str
    person: Person
    metric: str
    occurred_at: datetime
    label: str
    value: int = 1
    dimensions: Dimensions = field(default_factory=dict)
    url: str | None = None
    reverses: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """What rules see of an activity. `day` is the player's own.

    `times` is how often it counts: -1 where it is taken back, more than 1 where several alike are counted together.
    `since` is when it began to count, or ceased to: of a fact taken back, when its reversal, whose key is
    `taken_back_by`, came in. `received_at` is when the last of what it says came in.
    """

    key: str
    metric: str
    value: int
    occurred_at: datetime
    day: date
    dimensions: Dimensions
    times: int = 1
    since: datetime | None = None
    player_id: UUID | None = None
    received_at: datetime | None = None
    taken_back_by: str | None = None

    @property
    def landed_at(self) -> datetime:
        """When the work was done; of a sender's clock that is ahead, when it came in."""
        return min(self.occurred_at, self.received_at or self.occurred_at)

    @property
    def moment(self) -> datetime:
        """Where it stands among the others."""
        return self.since or self.landed_at


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a tool sent, byte for byte. `event` is the tool's own name for it (`X-GitHub-Event`).

    Of a `redacted` one only the facts were kept, without those whom they named.
    """

    source: str
    delivery_id: str
    event: str
    content_type: str
    body: bytes
    redacted: bool = False
