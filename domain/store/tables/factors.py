"""What multiplies XP: settings and memberships from a day on, boosts from a moment to another. A replay reads them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel, UniqueConstraint

from domain.specs.factors import MOST_FACTOR, WHOLE
from domain.store.tables.columns import json, time


class FactorsRow(SQLModel, table=True):
    """The settings from a day on, until the next ones."""

    __tablename__ = "factors"
    since: date = Field(primary_key=True)
    spec: dict[str, Any] = json()
    at: datetime = time()


class MembershipRow(SQLModel, table=True):
    """What a player is from a day on: `none`, `standard` or `premium`."""

    __tablename__ = "membership"
    __table_args__ = (CheckConstraint("level in ('none', 'standard', 'premium')", name="membership_level"),)
    player_id: UUID = Field(primary_key=True)
    since: date = Field(primary_key=True)
    level: str
    at: datetime = time()


class BoostRow(SQLModel, table=True):
    """A time in which work is worth more. `cause` lets nothing give the same one twice; one that ends when it begins
    was called off before.
    """

    __tablename__ = "boost"
    __table_args__ = (
        UniqueConstraint("cause"),
        CheckConstraint(f"factor between {WHOLE} and {MOST_FACTOR}", name="boost_bounded"),
        CheckConstraint("starts_at <= ends_at", name="boost_ends_after_its_start"),
        CheckConstraint("(scope = 'everyone') = (subject_id is null)", name="boost_has_its_scope"),
        Index("boost_by_end", "ends_at"),
    )
    id: UUID = Field(primary_key=True)
    title: str
    scope: str
    subject_id: UUID | None = None
    factor: int
    starts_at: datetime = time()
    ends_at: datetime = time()
    cause: str
    actor_id: UUID | None = None
    at: datetime = time()
