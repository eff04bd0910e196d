"""The league: what it is, who is in it, and its rounds."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, SmallInteger, text
from sqlmodel import Field, SQLModel

from domain.store.tables.columns import big, json, time


class LeagueRow(SQLModel, table=True):
    """There is one, or none."""

    __tablename__ = "league"
    __table_args__ = (CheckConstraint("id = 1", name="league_is_one"),)
    id: int = Field(sa_type=SmallInteger, primary_key=True, sa_column_kwargs={"autoincrement": False})
    spec: dict[str, Any] = json()


class LeagueMemberRow(SQLModel, table=True):
    """Somebody who joined, and his division, counted from the lowest; whoever left comes back to it."""

    __tablename__ = "league_member"
    __table_args__ = (CheckConstraint("division >= 0", name="league_member_division"),)
    player_id: UUID = Field(primary_key=True)
    division: int = Field(sa_type=SmallInteger)
    joined_at: datetime = time()
    left_at: datetime | None = time(null=True)


class LeagueRoundRow(SQLModel, table=True):
    """A week or a month of the league, by what it was when its groups were drawn. One at a time is not settled."""

    __tablename__ = "league_round"
    __table_args__ = (
        Index("league_round_open", text("(true)"), unique=True, postgresql_where=text("settled_at is null")),
    )
    first: date = Field(primary_key=True)
    last: date
    spec: dict[str, Any] = json()
    drawn_at: datetime = time()
    settled_at: datetime | None = time(null=True)


class LeaguePlaceRow(SQLModel, table=True):
    """Somebody's group in a round; when that is settled, what he had and what became of him."""

    __tablename__ = "league_place"
    __table_args__ = (
        CheckConstraint("outcome in ('up', 'stays', 'down')", name="league_place_outcome"),
        Index("league_place_of_group", "first", "division", "part"),
    )
    first: date = Field(primary_key=True)
    player_id: UUID = Field(primary_key=True)
    division: int = Field(sa_type=SmallInteger)
    part: int
    score: int = big()
    outcome: str | None = None
