"""Teams, and who was in them when."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Index, text
from sqlmodel import Field, SQLModel

from domain.store.tables.columns import time


class TeamRow(SQLModel, table=True):
    __tablename__ = "team"
    id: UUID = Field(primary_key=True)
    slug: str = Field(unique=True)
    name: str
    created_at: datetime = time()


class TeamMemberRow(SQLModel, table=True):
    """A player's time in a team; work counts for the team he was in when it happened."""

    __tablename__ = "team_member"
    __table_args__ = (
        Index("team_member_now", "team_id", "player_id", unique=True, postgresql_where=text("until is null")),
    )
    team_id: UUID = Field(primary_key=True, foreign_key="team.id")
    player_id: UUID = Field(primary_key=True, index=True)
    since: datetime = Field(sa_type=DateTime(timezone=True), primary_key=True)
    until: datetime | None = time(null=True)
