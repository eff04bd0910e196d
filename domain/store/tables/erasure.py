"""People who left, and asked to be forgotten."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from domain.store.tables.columns import serial, time


class ErasureRow(SQLModel, table=True):
    """A person's wish to be erased, carried out when it is due."""

    __tablename__ = "erasure"
    __table_args__ = (
        CheckConstraint("due_at >= asked_at", name="erasure_after_it_was_asked_for"),
        Index("erasure_waiting", "due_at", postgresql_where=text("done_at is null")),
    )
    player_id: UUID = Field(primary_key=True)
    asked_at: datetime = time()
    due_at: datetime = time()
    actor_id: UUID
    done_at: datetime | None = time(null=True)


class GoneAccountRow(SQLModel, table=True):
    """An account whose person was erased, as a salted fingerprint: it is recognised when it comes, and cannot be read.

    Its work is nobody's until the person signs in again.
    """

    __tablename__ = "gone_account"
    id: int = serial()
    salt: bytes = Field(sa_type=LargeBinary)
    fingerprint: bytes = Field(sa_type=LargeBinary)
    erased_at: datetime = time()
    returned_at: datetime | None = time(null=True)
