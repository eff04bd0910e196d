"""Who follows whom."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from domain.store.tables.columns import time


class FollowRow(SQLModel, table=True):
    """What one player has to do with another: he follows him (on), no longer does (off), or may not (refused).

    The line stays when it ends, so that nobody is told twice of the same follower.
    """

    __tablename__ = "follow"
    __table_args__ = (
        CheckConstraint("follower_id <> followed_id", name="follow_somebody_else"),
        CheckConstraint("state in ('on', 'off', 'refused')", name="follow_state"),
        Index("follow_of_followed", "followed_id", "state"),
    )
    follower_id: UUID = Field(primary_key=True)
    followed_id: UUID = Field(primary_key=True)
    state: str = "on"
    at: datetime = time()
