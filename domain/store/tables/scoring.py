"""What work is worth, and the ledger of what was paid for it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, text, true
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel, UniqueConstraint

from domain.specs import CAP_BY_HAND, HOLD_DAYS, MAX_AMOUNT
from domain.store.tables.columns import big, json, serial, time


class GameRow(SQLModel, table=True):
    """The one row of values that shape the whole game."""

    __tablename__ = "game"
    __table_args__ = (CheckConstraint("id = 1", name="game_is_one"),)
    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    curve: dict[str, Any] = json()
    cap_by_hand: int = Field(
        default=CAP_BY_HAND, sa_type=BigInteger, sa_column_kwargs={"server_default": str(CAP_BY_HAND)}
    )
    duels: dict[str, Any] = Field(default={}, sa_type=JSONB, sa_column_kwargs={"server_default": "{}"})
    streaks: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    hold_days: int = Field(default=HOLD_DAYS, sa_column_kwargs={"server_default": str(HOLD_DAYS)})
    holds_by_itself: bool = Field(default=True, sa_column_kwargs={"server_default": true()})


class ScoringRuleRow(SQLModel, table=True):
    __tablename__ = "scoring_rule"
    id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    spec: dict[str, Any] = json()
    published_at: datetime = time()
    retired_at: datetime | None = time(null=True)


class RuleDayRow(SQLModel, table=True):
    """What one rule has seen (`raw`) and paid on one day; paid is always a function of raw.

    `hours` has what it saw in each hour, where the rule has a cap of the hour; raw is then no more than that of each.
    """

    __tablename__ = "rule_day"
    player_id: UUID = Field(primary_key=True)
    rule_id: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    raw: int = big()
    paid: int = big()
    hours: dict[str, int] = Field(default_factory=dict, sa_type=JSONB, sa_column_kwargs={"server_default": "{}"})


class WeekLevelRow(SQLModel, table=True):
    """The level at which work of a player's week is paid, on a curve of these two numbers; it was another one `times`
    less one times before, because more, or less, was known of the days before.
    """

    __tablename__ = "week_level"
    player_id: UUID = Field(primary_key=True)
    monday: date = Field(primary_key=True)
    first: int = Field(primary_key=True)
    increase: int = Field(primary_key=True)
    level: int
    times: int


class XpEntryRow(SQLModel, table=True):
    """The ledger: XP (`amount`) and coins. Append-only (trigger); `grant_key` lets nothing be paid twice; an entry
    without either records a non-award.

    `at` is when it was booked, `occurred_at` when what it is for happened and `known_at` when that came in.
    """

    __tablename__ = "xp_entry"
    __table_args__ = (
        UniqueConstraint("grant_key"),
        CheckConstraint(f"amount between -{MAX_AMOUNT} and {MAX_AMOUNT}", name="xp_entry_bounded"),
        CheckConstraint(f"coins between -{MAX_AMOUNT} and {MAX_AMOUNT}", name="xp_entry_coins_bounded"),
        CheckConstraint(
            "cause in ('rule', 'mission', 'correction', 'hand', 'season', 'reward', 'purchase', 'hold')",
            name="xp_entry_cause",
        ),
        CheckConstraint("(cause = 'rule') = (activity_key is not null)", name="xp_entry_names_its_cause"),
        Index("xp_entry_of_player", "player_id", text("id desc")),
        Index("xp_entry_by_hand", "cause_id", postgresql_where=text("cause = 'hand'")),
        Index("xp_entry_with_coins", "player_id", text("id desc"), postgresql_where=text("coins <> 0")),
    )
    id: int = serial()
    player_id: UUID
    amount: int = big()
    at: datetime = time()
    occurred_at: datetime = time()
    known_at: datetime = time()
    day: date
    cause: str
    cause_id: str
    activity_key: str | None = None
    grant_key: str
    factors: dict[str, Any] = json()
    coins: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": "0"})


class HandEntryRow(SQLModel, table=True):
    """What an admin gave, or took, by hand; `day` is the player's own. The ledger has an entry for each."""

    __tablename__ = "hand_entry"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="hand_entry_moves_something"),
        CheckConstraint("actor_id <> player_id", name="hand_entry_is_for_somebody_else"),
        Index("hand_entry_of_day", "player_id", "day"),
    )
    id: UUID = Field(primary_key=True)
    player_id: UUID
    amount: int = big()
    day: date
    reason: str
    actor_id: UUID
    at: datetime = time()
