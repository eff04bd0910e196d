"""Missions, how far everybody is in them, and what was decided."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel, UniqueConstraint

from domain.store.tables.columns import json, time


class MissionRow(SQLModel, table=True):
    """One version of a mission. `family_id` and `slug` are shared by all versions; a published spec is immutable.

    `metrics` is what it counts. It counts what occurred from `counts_from` on (None: whatever there is) and arrived
    before `retired_at`; both, like `published_at`, may lie ahead while it is scheduled.
    """

    __tablename__ = "mission"
    __table_args__ = (
        UniqueConstraint("family_id", "version"),
        CheckConstraint("state in ('draft', 'scheduled', 'published', 'retired')", name="mission_state"),
        Index("mission_live", "metrics", postgresql_using="gin", postgresql_where=text("published_at is not null")),
        Index("mission_slug", "slug", unique=True, postgresql_where=text("version = 1")),
    )
    id: UUID = Field(primary_key=True)
    family_id: UUID
    slug: str
    version: int
    state: str = "draft"
    spec: dict[str, Any] = json()
    metrics: list[str] = Field(sa_type=ARRAY(Text))
    award: str | None = None
    created_by: UUID | None = None
    created_at: datetime = time()
    published_at: datetime | None = time(null=True)
    counts_from: datetime | None = time(null=True)
    retired_at: datetime | None = time(null=True)


class ProgressRow(SQLModel, table=True):
    """How far somebody is in one window of a mission: a player, a team, or everybody (the nil UUID).

    `tallies` is what `rules.requirements` needs to go on, `latest` the moment of the last fact in them.
    `completed_at` is when the work that completed it happened, `completed_by` its natural key, `known_at` when the last
    of it came in; `rewarded` whether that is decided and everybody paid.
    """

    __tablename__ = "progress"
    __table_args__ = (
        Index("progress_owed", "mission_id", postgresql_where=text("completed_at is not null and not rewarded")),
    )
    mission_id: UUID = Field(primary_key=True)
    subject_id: UUID = Field(primary_key=True, index=True)
    period: str = Field(primary_key=True)
    tallies: list[dict[str, int]] = json()
    latest: datetime | None = time(null=True)
    completed_at: datetime | None = time(null=True)
    completed_by: str | None = None
    known_at: datetime | None = time(null=True)
    rewarded: bool = False


class LevelAtStartRow(SQLModel, table=True):
    """The level somebody had when he first worked towards a window that only some levels may take part in."""

    __tablename__ = "level_at_start"
    mission_id: UUID = Field(primary_key=True)
    player_id: UUID = Field(primary_key=True)
    period: str = Field(primary_key=True)
    level: int


class QuestRunRow(SQLModel, table=True):
    """A player's decision to take on a quest, the first, second … time."""

    __tablename__ = "quest_run"
    mission_id: UUID = Field(primary_key=True)
    player_id: UUID = Field(primary_key=True, index=True)
    number: int = Field(primary_key=True)
    accepted_at: datetime = time()
    abandoned_at: datetime | None = time(null=True)


class SettlementRow(SQLModel, table=True):
    """A window of a mission that was decided at its close: once, whoever tries."""

    __tablename__ = "settlement"
    mission_id: UUID = Field(primary_key=True)
    period: str = Field(primary_key=True)
    settled_at: datetime = time()


class ReversalRow(SQLModel, table=True):
    """A completion that an admin took back, and how many coins of it were left to take.

    `prize` is what grants and badges of it are named by: its period, or of a quest “quest”.
    """

    __tablename__ = "reversal"
    mission_id: UUID = Field(primary_key=True)
    player_id: UUID = Field(primary_key=True)
    period: str = Field(primary_key=True)
    prize: str = ""
    reason: str
    actor_id: UUID
    at: datetime = time()
    coins: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": "0"})
