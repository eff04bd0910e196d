"""How the installation is doing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """`reason` says why it failed, or what was knowingly ignored in it."""

    id: int
    source: str
    delivery_id: str
    event: str
    state: str
    received_at: datetime
    done_at: datetime | None
    attempts: int
    activities: int
    reason: str | None
    size: int


@dataclass(frozen=True, slots=True)
class SilenceView:
    """A source or a scoring rule (`kind`) that was heard of regularly, and not any more since `last_day`."""

    kind: str
    name: str
    last_day: date
    working_days: int


@dataclass(frozen=True, slots=True)
class Health:
    """Ages in seconds: `pending_age` of the oldest delivery that is due, `worker_age` of the last heartbeat."""

    pending: int
    failed: int
    pending_age: float
    worker_age: float | None
    unknown_events: Mapping[str, int]
    silent: tuple[SilenceView, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One invariant of a live database, and in a sentence whether it holds."""

    name: str
    ok: bool
    sentence: str
