"""What players and admins said about streaks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from domain.store.driver import connection


@dataclass(frozen=True, slots=True)
class Redefined:
    """An admin changed a streak, or made one."""

    at: datetime
    streak: str
    version: int
    spec: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Paused:
    """A player entered time off, or took it back."""

    at: datetime
    id: UUID
    player_id: UUID
    first: date
    last: date
    ended: bool


@dataclass(frozen=True, slots=True)
class DayOff:
    """An admin named a day on which a team, or everybody, is off, or took it back."""

    at: datetime
    id: UUID
    team_id: UUID | None
    day: date
    name: str
    ended: bool


@dataclass(frozen=True, slots=True)
class Repaired:
    """A player used a freeze for a period that he had missed."""

    at: datetime
    player_id: UUID
    streak: str
    period: date
    day: date


@dataclass(frozen=True, slots=True)
class Frozen:
    """An admin gave freezes by hand; what rewards give comes again with what gave them."""

    at: datetime
    player_id: UUID
    streak: str
    count: int
    cause: str


def about_streaks(session: Session) -> Iterator[Redefined | Paused | DayOff | Repaired | Frozen]:
    driver = connection(session)
    rows = driver.execute("select at, streak, version, spec from public.streak_version").fetchall()
    yield from (Redefined(*row) for row in rows)
    rows = driver.execute(
        """
        select at, id, player_id, first, last, false from public.pause union all
        select ended_at, id, player_id, first, last, true from public.pause where ended_at is not null
        """
    ).fetchall()
    yield from (Paused(*row) for row in rows)
    rows = driver.execute(
        """
        select at, id, team_id, day, name, false from public.day_off union all
        select ended_at, id, team_id, day, name, true from public.day_off where ended_at is not null
        """
    ).fetchall()
    yield from (DayOff(*row) for row in rows)
    rows = driver.execute("select at, player_id, streak, period, day from public.streak_repair").fetchall()
    yield from (Repaired(*row) for row in rows)
    rows = driver.execute(
        "select at, player_id, streak, count, cause from public.streak_freeze where starts_with(cause, 'hand:')"
    ).fetchall()
    yield from (Frozen(*row) for row in rows)
