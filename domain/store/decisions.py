"""Decisions: what people and the calendar decided, each with its place among the deliveries, for a replay.

A decision is recorded when it is made, in a table of its own that a replay only reads.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from domain.specs import Award
from domain.store.driver import connection


@dataclass(frozen=True, slots=True)
class Published:
    """A mission began, and counted what was there before it."""

    at: datetime
    mission_id: UUID
    award: Award


@dataclass(frozen=True, slots=True)
class Reversed:
    """An admin took a completion back, and `coins` of it were left."""

    at: datetime
    mission_id: UUID
    player_id: UUID
    period: str
    reason: str
    actor_id: UUID
    coins: int


@dataclass(frozen=True, slots=True)
class Settled:
    """A window was decided."""

    at: datetime
    mission_id: UUID
    period: str


@dataclass(frozen=True, slots=True)
class Merged:
    """Two accounts turned out to be one person."""

    at: datetime
    from_id: UUID
    into_id: UUID
    accounts: list[list[str]]
    actor_id: UUID


@dataclass(frozen=True, slots=True)
class ByHand:
    """An admin gave XP, or took it."""

    at: datetime
    id: UUID
    player_id: UUID
    amount: int
    day: date
    reason: str
    actor_id: UUID


@dataclass(frozen=True, slots=True)
class Reached:
    """A season opened, or was closed, while these people hid, and these were none."""

    at: datetime
    season_id: str
    phase: str
    hidden: list[UUID]
    left_out: list[UUID]


#: Whatever changed the game when it was made.
Decision = Published | Reversed | Settled | Merged | ByHand | Reached


def decisions(session: Session) -> list[Decision]:
    """Every decision, in the order in which they were made."""
    driver = connection(session)
    published = driver.execute(
        """
        select published_at, id, coalesce(award, 'from_now') from public.mission
        where published_at is not null and state <> 'scheduled' and (retired_at is null or retired_at > published_at)
        """
    ).fetchall()
    settled = driver.execute("select settled_at, mission_id, period from public.settlement").fetchall()
    back = driver.execute(
        "select at, mission_id, player_id, period, reason, actor_id, coins from public.reversal"
    ).fetchall()
    hand = driver.execute("select at, id, player_id, amount, day, reason, actor_id from public.hand_entry").fetchall()
    seasons = driver.execute("select at, season_id, phase, hidden, left_out from public.season_phase").fetchall()
    merged = driver.execute("select at, from_id, into_id, accounts, actor_id from public.merger").fetchall()
    found: list[Decision] = [
        *(ByHand(*row) for row in hand),
        *(Merged(*row) for row in merged),
        *(Published(at, mission_id, Award(award)) for at, mission_id, award in published),
        *(Settled(*row) for row in settled),
        *(Reversed(*row) for row in back),
        *(Reached(*row) for row in seasons),
    ]
    return sorted(found, key=lambda one: (one.at, type(one).__name__, str(one)))
