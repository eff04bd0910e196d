"""What was decided because its time was over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from domain.store.driver import connection


@dataclass(frozen=True, slots=True)
class Settled:
    """A window was decided."""

    at: datetime
    mission_id: UUID
    period: str


@dataclass(frozen=True, slots=True)
class Duelled:
    """A duel was decided."""

    at: datetime
    duel_id: UUID


@dataclass(frozen=True, slots=True)
class Reached:
    """A season opened, was decided while these people hid and these were none, or all its prizes were paid."""

    at: datetime
    season_id: str
    phase: str
    hidden: list[UUID]
    left_out: list[UUID]


@dataclass(frozen=True, slots=True)
class SeasonPaid:
    """Whoever's id is above one and not above the other got the prizes he had won in a season."""

    at: datetime
    season_id: str
    above: UUID
    upto: UUID


@dataclass(frozen=True, slots=True)
class BoardDecided:
    """A span of a board with prizes was decided."""

    at: datetime
    board: str
    first: date
    last: date


def by_the_calendar(session: Session) -> Iterator[Settled | Duelled | Reached | SeasonPaid | BoardDecided]:
    driver = connection(session)
    rows = driver.execute("select settled_at, mission_id, period from public.settlement").fetchall()
    yield from (Settled(*row) for row in rows)
    rows = driver.execute("select at, duel_id from public.duel_result").fetchall()
    yield from (Duelled(*row) for row in rows)
    rows = driver.execute("select at, season_id, phase, hidden, left_out from public.season_phase").fetchall()
    yield from (Reached(*row) for row in rows)
    rows = driver.execute("select at, season_id, above, upto from public.season_payment").fetchall()
    yield from (SeasonPaid(*row) for row in rows)
    rows = driver.execute(
        "select at, board, first, last from public.board_close where spec -> 'prizes' <> '[]'::jsonb"
    ).fetchall()
    yield from (BoardDecided(*row) for row in rows)
