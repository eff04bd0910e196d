"""Experiments: what is tried on whom is a function of these rows alone."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from domain.store.tables.columns import json, time


class ExperimentRow(SQLModel, table=True):
    """One that was started does not change. `ends` is its last day, or an earlier one after which it was stopped."""

    __tablename__ = "experiment"
    __table_args__ = (
        CheckConstraint("stopped_at is null or (started_at is not null and stop_reason is not null)",
                        name="experiment_stopped_with_a_reason"),
        Index("experiment_started", "rule_id", postgresql_where=text("started_at is not null")),
    )  # fmt: skip
    id: str = Field(primary_key=True)
    rule_id: str
    spec: dict[str, Any] = json()
    first: date
    ends: date
    started_at: datetime | None = time(null=True)
    stopped_at: datetime | None = time(null=True)
    stop_reason: str | None = None
    actor_id: UUID | None = None
