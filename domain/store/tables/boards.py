"""Boards, and the scores that stand on them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, SmallInteger, text
from sqlmodel import Field, SQLModel, UniqueConstraint

from domain.store.tables.columns import big, json, serial, time


class BoardRow(SQLModel, table=True):
    """`since`: spans that were over before this day are not decided any more."""

    __tablename__ = "board"
    key: str = Field(primary_key=True)
    spec: dict[str, Any] = json()
    since: date = Field(sa_column_kwargs={"server_default": text("current_date")})


class BoardPeriodRow(SQLModel, table=True):
    """A span of days for which a board's scores are kept: those of now, not those that are over."""

    __tablename__ = "board_period"
    __table_args__ = (UniqueConstraint("board", "first"),)
    id: int = serial()
    board: str = Field(foreign_key="board.key")
    first: date
    last: date


class BoardScoreRow(SQLModel, table=True):
    """What somebody has on a board, always more than 0. Whoever may not be seen has no row."""

    __tablename__ = "board_score"
    __table_args__ = (Index("board_score_in_order", "period_id", text("(- score)"), "player_id"),)
    period_id: int = Field(sa_type=BigInteger, primary_key=True)
    player_id: UUID = Field(primary_key=True)
    score: int = big()


class BoardCountRow(SQLModel, table=True):
    """How many players have a score, or one in its neighbourhood: `bucket` is the score without its last `bits`.

    Lines are only added, so that nobody waits for anybody; they count together. The `folded` ones stand for many.
    """

    __tablename__ = "board_count"
    __table_args__ = (
        Index("board_count_of_bucket", "period_id", "bits", "bucket", postgresql_include=["players"]),
        Index("board_count_to_fold", "period_id", postgresql_where=text("not folded")),
    )
    id: int = serial()
    period_id: int = big()
    bits: int = Field(sa_type=SmallInteger)
    bucket: int = big()
    players: int = big()
    folded: bool = False


class BoardVersionRow(SQLModel, table=True):
    """A number by chance for each change of a span's scores. Their sum says whether a mirror has seen all of them.

    Lines are only added, and folded when they are older than any change under way. `at` is the database's clock.
    """

    __tablename__ = "board_version"
    __table_args__ = (
        Index("board_version_of_period", "period_id", postgresql_include=["token"]),
        Index("board_version_to_fold", "at", postgresql_where=text("not folded")),
    )
    id: int = serial()
    period_id: int = big()
    token: int = big()
    at: datetime = time()
    folded: bool = False


class BoardCloseRow(SQLModel, table=True):
    """A span of a board that was decided, by what the board was then. `total` is how many were on it."""

    __tablename__ = "board_close"
    board: str = Field(primary_key=True)
    first: date = Field(primary_key=True)
    last: date = Field(primary_key=True)
    spec: dict[str, Any] = json()
    total: int = big()
    at: datetime = time()


class BoardResultRow(SQLModel, table=True):
    """Where a player, or a team of so many members, stood when a span was decided. It never changes."""

    __tablename__ = "board_result"
    __table_args__ = (
        UniqueConstraint("board", "first", "last", "place"),
        Index("board_result_of_subject", "subject_id"),
    )
    board: str = Field(primary_key=True)
    first: date = Field(primary_key=True)
    last: date = Field(primary_key=True)
    subject_id: UUID = Field(primary_key=True)
    place: int = big()
    rank: int = big()
    score: int = big()
    members: int | None = None


class BoardPlaceRow(SQLModel, table=True):
    """Where somebody who wants to hear of it stood on a board when that was last looked at, and what he was told."""

    __tablename__ = "board_place"
    period_id: int = Field(sa_type=BigInteger, primary_key=True)
    player_id: UUID = Field(primary_key=True)
    rank: int = big()
    is_best: bool = False
    told_at: datetime | None = time(null=True)
