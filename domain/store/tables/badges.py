"""Badges, and who was given them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from domain.store.tables.columns import json, time


class BadgeRow(SQLModel, table=True):
    __tablename__ = "badge"
    id: str = Field(primary_key=True)
    spec: dict[str, Any] = json()


class BadgeAwardRow(SQLModel, table=True):
    """`cause` names the mission and its period, so that one completion gives one badge, of one tier."""

    __tablename__ = "badge_award"
    badge_id: str = Field(primary_key=True, foreign_key="badge.id")
    player_id: UUID = Field(primary_key=True)
    cause: str = Field(primary_key=True)
    tier: str
    at: datetime = time()
    known_at: datetime = time()

    __table_args__ = (Index("badge_award_of_player", "player_id"),)
