"""Days on which a team, or everybody, is off."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from domain.errors import Invalid, NotFound
from domain.events import DomainEvent, Resync
from domain.services.rights import require_admin
from domain.services.streaks.retelling import again, wait
from domain.store import audit, facts, teams
from domain.store.tables import DayOffRow


def name_day(
    session: Session, day_id: UUID, day: date, name: str, *, team_id: UUID | None, actor_id: UUID, now: datetime
) -> list[DomainEvent]:
    """Let a team, or everybody, be off on a day."""
    require_admin(session, actor_id)
    if not name.strip():
        raise Invalid("Please check the input.", {"name": "What is it called?"})
    at = wait(session, now)
    if session.get(DayOffRow, day_id) is not None:
        return []
    row = DayOffRow(id=day_id, team_id=team_id, day=day, name=name.strip()[:80], at=at)
    details = {"day": day.isoformat(), "name": row.name, "team": str(team_id or "everybody")}
    audit.note(session, at=at, actor_id=actor_id, action="day_off.named", subject=str(day_id), details=details)
    return put_day(session, row, now=at)


def put_day(session: Session, row: DayOffRow, *, now: datetime) -> list[DomainEvent]:
    """The day itself, and what follows from it."""

    def put() -> None:
        session.add(row)

    return [*again(session, _whose(session, row), put, since=row.day, now=now), Resync()]


def drop_day(session: Session, day_id: UUID, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Let a day be like every other again."""
    require_admin(session, actor_id)
    at = wait(session, now)
    row = session.get(DayOffRow, day_id)
    if row is None:
        raise NotFound("There is no such day.")
    if row.ended_at is not None:
        return []
    details = {"day": row.day.isoformat(), "name": row.name}
    audit.note(session, at=at, actor_id=actor_id, action="day_off.dropped", subject=str(day_id), details=details)
    return take_day(session, row, now=at)


def take_day(session: Session, row: DayOffRow, *, now: datetime) -> list[DomainEvent]:
    """That, and what follows from it."""

    def put() -> None:
        row.ended_at = now

    return [*again(session, _whose(session, row), put, since=row.day, now=now), Resync()]


def _whose(session: Session, row: DayOffRow) -> Sequence[UUID]:
    if row.team_id is None:
        return facts.players_with(session, ["streak.length"])
    return teams.ever_in(session, [row.team_id]).get(row.team_id, [])
