"""Rewards, and what was decided about them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from domain.store.tables.columns import json, time


class RewardRow(SQLModel, table=True):
    """A reward that somebody was given. The id follows from `grant_key`, so that it is the same in a replay.

    `title` is what it is for. `at` is when it was booked, `earned_at` when what it is for happened and `known_at` when
    that came in; one that is claimed by hand is earned when it is claimed. `settled_at` is when it was no longer
    pending, `used_at` when what it gives was used up.
    """

    __tablename__ = "reward"
    __table_args__ = (
        CheckConstraint("state in ('pending', 'claimed', 'expired', 'revoked')", name="reward_state"),
        CheckConstraint("(state = 'pending') = (settled_at is null)", name="reward_is_settled_once"),
        CheckConstraint("used_at is null or state = 'claimed'", name="reward_is_used_by_whoever_has_it"),
        Index("reward_of_player", "player_id", text("at desc")),
        Index("reward_due", "expires_at", postgresql_where=text("state = 'pending'")),
    )
    id: UUID = Field(primary_key=True)
    grant_key: str = Field(unique=True)
    player_id: UUID
    spec: dict[str, Any] = json()
    cause: str
    cause_id: str
    title: str
    state: str = "pending"
    at: datetime = time()
    earned_at: datetime = time()
    known_at: datetime = time()
    expires_at: datetime | None = time(null=True)
    settled_at: datetime | None = time(null=True)
    used_at: datetime | None = time(null=True)


class RewardDecisionRow(SQLModel, table=True):
    """A reward was claimed or used by its player, revoked by an admin, or expired (by nobody). Append-only.

    `coins` is how many of them its player had when it was revoked.
    """

    __tablename__ = "reward_decision"
    __table_args__ = (
        CheckConstraint("kind in ('claimed', 'expired', 'revoked', 'used')", name="reward_decision_kind"),
    )
    reward_id: UUID = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    at: datetime = time()
    actor_id: UUID | None = None
    reason: str = ""
    coins: int | None = Field(default=None, sa_type=BigInteger)
