"""Duels of two people, and challenges of two teams."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from domain.rules.duels import LONGEST
from domain.specs import MOST_FOR_A_DUEL
from domain.store.tables.columns import json, time


class DuelRow(SQLModel, table=True):
    """Two sides, players or teams, count the same for some days; `by_id` asked. What it pays stands when it begins."""

    __tablename__ = "duel"
    __table_args__ = (
        CheckConstraint("kind in ('player', 'team')", name="duel_kind"),
        CheckConstraint("state in ('invited', 'accepted', 'declined', 'withdrawn')", name="duel_state"),
        CheckConstraint("first_id <> second_id", name="duel_has_two_sides"),
        CheckConstraint(f"days between 1 and {LONGEST}", name="duel_length"),
        CheckConstraint(
            f"xp between 0 and {MOST_FOR_A_DUEL} and coins between 0 and {MOST_FOR_A_DUEL}", name="duel_pays_little"
        ),
        CheckConstraint("(state = 'accepted') = (last_day is not null)", name="duel_begins_when_accepted"),
        Index("duel_of_first", "first_id", "asked_at"),
        Index("duel_of_second", "second_id", "asked_at"),
        Index("duel_under_way", "last_day", postgresql_where=text("state = 'accepted'")),
    )
    id: UUID = Field(primary_key=True)
    kind: str
    first_id: UUID
    second_id: UUID
    by_id: UUID
    goal: dict[str, Any] = json()
    days: int
    asked_at: datetime = time()
    state: str = "invited"
    answered_at: datetime | None = time(null=True)
    first_day: date | None = None
    last_day: date | None = None
    xp: int = 0
    coins: int = 0


class DuelResultRow(SQLModel, table=True):
    """How a duel ended: once, whoever tries. The values are those of each condition, summed up over a side's people."""

    __tablename__ = "duel_result"
    duel_id: UUID = Field(primary_key=True)
    first_values: list[int] = json()
    first_people: int
    second_values: list[int] = json()
    second_people: int
    outcome: str
    at: datetime = time()
