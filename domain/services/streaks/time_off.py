"""Time off, which a player takes."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from domain.errors import Invalid, NotFound
from domain.events import DomainEvent, PlayerChanged
from domain.rules.zones import day_of
from domain.services.rights import require_here
from domain.services.streaks.retelling import again, wait
from domain.store import mergers, people
from domain.store.tables import PauseRow

#: So far back, and so far ahead, time off may be entered. So long it may be.
BACK, AHEAD, LONGEST = timedelta(days=31), timedelta(days=366), timedelta(days=366)


def pause(
    session: Session, pause_id: UUID, first: date, last: date, *, player_id: UUID, now: datetime
) -> list[DomainEvent]:
    """Take time off, both days included; days that were missed lately may be named afterwards. Nobody asks why."""
    at = wait(session, now)
    require_here(session, player_id)
    today = day_of(people.one(session, player_id).zones, at)
    problems = _problems(first, last, today)
    if problems:
        raise Invalid("Please check the input.", problems)
    if session.get(PauseRow, pause_id) is not None:
        return []
    return take_time_off(session, PauseRow(id=pause_id, player_id=player_id, first=first, last=last, at=at), now=at)


def _problems(first: date, last: date, today: date) -> dict[str, str]:
    if last < first:
        return {"last": "The last day comes before the first."}
    if last - first > LONGEST:
        return {"last": "At most a year at a time, please."}
    if first < today - BACK:
        return {"first": f"At most {BACK.days} days back, please."}
    return {"first": "At most a year ahead, please."} if first > today + AHEAD else {}


def take_time_off(session: Session, row: PauseRow, *, now: datetime) -> list[DomainEvent]:
    """Time off itself, and what follows from it."""

    def put() -> None:
        session.add(row)

    return [*again(session, [row.player_id], put, since=row.first, now=now), PlayerChanged(row.player_id)]


def come_back(session: Session, pause_id: UUID, *, player_id: UUID, now: datetime) -> list[DomainEvent]:
    """Take time off back."""
    at = wait(session, now)
    row = session.get(PauseRow, pause_id)
    if row is None or player_id not in {row.player_id, mergers.carries_on(session, row.player_id)}:
        raise NotFound("There is no such time off.")
    return [] if row.ended_at is not None else end_time_off(session, row, now=at)


def end_time_off(session: Session, row: PauseRow, *, now: datetime) -> list[DomainEvent]:
    """That, and what follows from it."""

    whose = mergers.carries_on(session, row.player_id)

    def put() -> None:
        row.ended_at = now

    return [*again(session, [whose], put, since=row.first, now=now), PlayerChanged(whose)]
