"""Thanks that people said to each other."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from domain.store.tables.columns import time


class KudosRow(SQLModel, table=True):
    """One person thanked another; `day` is that of whoever said it. What missions count comes by a delivery."""

    __tablename__ = "kudos"
    __table_args__ = (
        CheckConstraint("from_id <> to_id", name="kudos_go_to_somebody_else"),
        Index("kudos_of_giver", "from_id", "day"),
        Index("kudos_newest", text("at desc")),
    )
    id: UUID = Field(primary_key=True)
    from_id: UUID
    to_id: UUID
    text: str
    day: date
    at: datetime = time()
