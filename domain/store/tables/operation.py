"""What keeps the game running and accountable: workers, and the audit trail."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from domain.store.tables.columns import json, serial, time


class WorkerRow(SQLModel, table=True):
    __tablename__ = "worker"
    id: str = Field(primary_key=True)
    started_at: datetime = time()
    beat_at: datetime = time()


class AuditRow(SQLModel, table=True):
    """What people with power did. Append-only (trigger), each line chained to the one before by SHA-256.

    Sealed is the digest of `salt` and details, so that names can be taken out of these: then there is no salt any more.
    """

    __tablename__ = "audit"
    id: int = serial()
    at: datetime = time()
    actor_id: UUID | None = None
    action: str
    subject: str
    details: dict[str, Any] = json()
    salt: bytes = Field(sa_type=LargeBinary)
    digest: bytes = Field(sa_type=LargeBinary)
    previous: bytes = Field(sa_type=LargeBinary)
    hash: bytes = Field(sa_type=LargeBinary)
