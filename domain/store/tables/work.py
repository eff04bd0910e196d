"""Work: what tools sent, the facts read from it, and their sums by day."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, false, text
from sqlmodel import Field, SQLModel, UniqueConstraint

from domain.store.tables.columns import big, json, serial, time


class DeliveryRow(SQLModel, table=True):
    """The inbox: bytes as they came. `unknown` marks events no source knows.

    Of a `redacted` one the body is what was kept of it (`sources.kept`), after somebody it names was erased.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("source", "delivery_id"),
        CheckConstraint("state in ('pending', 'done', 'failed')", name="delivery_state"),
        Index("delivery_pending", "id", postgresql_where=text("state = 'pending'")),
        Index("delivery_failed", "id", postgresql_where=text("state = 'failed'")),
        Index("delivery_unknown", "event", postgresql_where=text("unknown")),
    )
    id: int = serial()
    source: str
    delivery_id: str
    event: str
    content_type: str
    body: bytes = Field(sa_type=LargeBinary)
    redacted: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    received_at: datetime = time()
    due_at: datetime = time()
    done_at: datetime | None = time(null=True)
    state: str = "pending"
    attempts: int = 0
    activities: int = 0
    unknown: bool = False
    reason: str | None = None


class ActivityRow(SQLModel, table=True):
    """One fact about a person's work. Append-only; the natural key makes every road lead to one row.

    Only whose it is may change: when two accounts turn out to be one person.
    """

    __tablename__ = "activity"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("activity_of_player", "player_id", "metric", "occurred_at"),
        Index("activity_reverses", "reverses", unique=True, postgresql_where=text("reverses is not null")),
    )
    id: int = serial()
    key: str
    player_id: UUID
    metric: str
    value: int = big()
    occurred_at: datetime = time()
    day: date
    received_at: datetime = time()
    delivery_id: int = big()
    label: str
    url: str | None = None
    dimensions: dict[str, Any] = json()
    reverses: str | None = None


class MetricDayRow(SQLModel, table=True):
    """The daily roll-up, by the day in the player's zone; the ledger's own day sums stand under `xp.earned`."""

    __tablename__ = "metric_day"
    __table_args__ = (Index("metric_day_by_day", "metric", "day", "player_id", postgresql_include=["sum"]),)
    player_id: UUID = Field(primary_key=True)
    metric: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    count: int = big()
    sum: int = big()
