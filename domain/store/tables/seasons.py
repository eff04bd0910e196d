"""Seasons, what was decided at their beginning and end, and the results that were kept."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, ExcludeConstraint
from sqlmodel import Field, SQLModel

from domain.store.tables.columns import big, json, time


class SeasonRow(SQLModel, table=True):
    """A season as admins made it: a draft until `announced_at`. No two share a day."""

    __tablename__ = "season"
    __table_args__ = (
        CheckConstraint("first <= last", name="season_ends"),
        ExcludeConstraint((text("daterange(first, last, '[]')"), "&&"), name="season_alone", using="gist"),
    )
    id: str = Field(primary_key=True)
    spec: dict[str, Any] = json()
    first: date
    last: date
    announced_at: datetime | None = time(null=True)


class SeasonPhaseRow(SQLModel, table=True):
    """A season opened, was decided (“close”), and all its prizes were paid: each once, whoever tries.

    `hidden` and `left_out` are who was hidden, and who was no person of the game, when it was decided: a replay asks
    them from here, for nothing else remembers it.
    """

    __tablename__ = "season_phase"
    __table_args__ = (CheckConstraint("phase in ('open', 'close', 'paid')", name="season_phase_kind"),)
    season_id: str = Field(primary_key=True)
    phase: str = Field(primary_key=True)
    at: datetime = time()
    hidden: list[UUID] = Field(sa_type=ARRAY(Uuid))
    left_out: list[UUID] = Field(sa_type=ARRAY(Uuid))


class SeasonMarkRow(SQLModel, table=True):
    """As of when a season is being decided: every batch is before or behind it. A later mark takes its place."""

    __tablename__ = "season_mark"
    season_id: str = Field(primary_key=True)
    at: datetime = time()


class SeasonPaymentRow(SQLModel, table=True):
    """The prizes of everybody whose id is above one and not above the other were paid, in one transaction."""

    __tablename__ = "season_payment"
    __table_args__ = (CheckConstraint("above < upto", name="season_payment_goes_on"),)
    season_id: str = Field(primary_key=True)
    above: UUID = Field(primary_key=True)
    upto: UUID
    at: datetime = time()


class SeasonResultRow(SQLModel, table=True):
    """What somebody had when a season was decided; it never changes. `rank` is that of XP, for whoever may be seen."""

    __tablename__ = "season_result"
    __table_args__ = (
        Index("season_result_of_player", "player_id"),
        Index("season_result_in_order", "season_id", "rank", postgresql_where=text("rank is not null")),
    )
    season_id: str = Field(primary_key=True)
    player_id: UUID = Field(primary_key=True)
    xp: int = big()
    missions: int
    badges: int
    streak: int
    rank: int | None = None
    prizes: list[int] = json()


class SeasonTeamRow(SQLModel, table=True):
    """What a team's members had on average, rounded down; only of teams that are large enough to say it."""

    __tablename__ = "season_team"
    season_id: str = Field(primary_key=True)
    team_id: UUID = Field(primary_key=True)
    members: int
    xp: int = big()
    missions: int
    badges: int
