"""Streaks: their definitions, and what people's streaks depend on besides their work."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from domain.store.tables.columns import json, time


class StreakVersionRow(SQLModel, table=True):
    """A definition of a streak; the newest one is in force. One that comes along has none until it is changed."""

    __tablename__ = "streak_version"
    streak: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    spec: dict[str, Any] = json()
    at: datetime = time()


class PauseRow(SQLModel, table=True):
    """Time off that a player entered `at` some time, both days included; it holds until it was `ended_at`."""

    __tablename__ = "pause"
    __table_args__ = (
        CheckConstraint("first <= last", name="pause_has_an_end"),
        Index("pause_of_player", "player_id"),
    )
    id: UUID = Field(primary_key=True)
    player_id: UUID
    first: date
    last: date
    at: datetime = time()
    ended_at: datetime | None = time(null=True)


class DayOffRow(SQLModel, table=True):
    """A day on which a team, or everybody (no team), does not work."""

    __tablename__ = "day_off"
    id: UUID = Field(primary_key=True)
    team_id: UUID | None = None
    day: date
    name: str
    at: datetime = time()
    ended_at: datetime | None = time(null=True)


class HolidayChoiceRow(SQLModel, table=True):
    """Whose public holidays hold for a player or a team, from the day after it was chosen on. Empty: nobody's."""

    __tablename__ = "holiday_choice"
    __table_args__ = (
        CheckConstraint("(player_id is null) <> (team_id is null)", name="holiday_choice_of_one"),
        Index("holiday_choice_of_player", "player_id", postgresql_where=text("player_id is not null")),
    )
    id: UUID = Field(primary_key=True)
    player_id: UUID | None = None
    team_id: UUID | None = None
    code: str
    at: datetime = time()


class StreakFreezeRow(SQLModel, table=True):
    """Freezes that a player was given, once for each cause; they cover what is not over on their `day`."""

    __tablename__ = "streak_freeze"
    __table_args__ = (CheckConstraint("count > 0", name="streak_freeze_gives_something"),)
    player_id: UUID = Field(primary_key=True)
    cause: str = Field(primary_key=True)
    streak: str
    count: int
    day: date
    at: datetime = time()


class StreakRepairRow(SQLModel, table=True):
    """A missed period for which a player used a freeze that he got too late; `day` is when he did."""

    __tablename__ = "streak_repair"
    __table_args__ = (CheckConstraint("period <= day", name="streak_repair_comes_after"),)
    player_id: UUID = Field(primary_key=True)
    streak: str = Field(primary_key=True)
    period: date = Field(primary_key=True)
    day: date
    at: datetime = time()
