"""What admins decided about people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from domain.store.driver import connection


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
class Held:
    """What was paid for some work was put on hold."""

    at: datetime
    id: UUID
    works: list[str]
    sentence: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class GivenBack:
    """A hold was released, or nobody had decided it in time."""

    at: datetime
    hold_id: UUID
    reason: str


def about_people(session: Session) -> Iterator[Merged | ByHand | Held | GivenBack]:
    driver = connection(session)
    rows = driver.execute("select at, from_id, into_id, accounts, actor_id from public.merger").fetchall()
    yield from (Merged(*row) for row in rows)
    rows = driver.execute("select at, id, player_id, amount, day, reason, actor_id from public.hand_entry").fetchall()
    yield from (ByHand(*row) for row in rows)
    rows = driver.execute(
        """
        select h.at, h.id, array_agg(w.activity_key order by w.activity_key), h.sentence, h.expires_at
        from public.hold h join public.hold_work w on w.hold_id = h.id group by h.id
        """
    ).fetchall()
    yield from (Held(*row) for row in rows)
    rows = driver.execute("select at, hold_id, reason from public.hold_end where outcome <> 'reversed'").fetchall()
    yield from (GivenBack(*row) for row in rows)
