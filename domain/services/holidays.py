"""Holidays: whose public holidays hold for a player or a team. They hold from the next day on, never for the past."""

from datetime import datetime
from uuid import UUID, uuid5

from sqlmodel import Session

from domain.errors import Invalid, NotFound
from domain.events import DomainEvent, PlayerChanged, TeamChanged
from domain.rules.holidays import codes
from domain.services.rights import require_admin, require_here
from domain.store import audit, definitions, people
from domain.store.streaks import NO_HOLIDAYS
from domain.store.tables import HolidayChoiceRow, TeamRow


def choose(session: Session, player_id: UUID, code: str, *, now: datetime) -> list[DomainEvent]:
    """A player's own calendar: empty for that of his teams, `-` for none."""
    _check(code, code == NO_HOLIDAYS)
    at = _wait(session, now)
    people.lock(session, [player_id])
    require_here(session, player_id)
    row_id = uuid5(player_id, at.isoformat())
    session.add(HolidayChoiceRow(id=row_id, player_id=player_id, code=code, at=at))
    return [PlayerChanged(player_id)]


def choose_for_team(session: Session, team_id: UUID, code: str, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """The calendar of a team; empty for none."""
    require_admin(session, actor_id)
    _check(code, False)
    at = _wait(session, now)
    team = session.get(TeamRow, team_id)
    if team is None:
        raise NotFound("There is no such team.")
    session.add(HolidayChoiceRow(id=uuid5(team_id, at.isoformat()), team_id=team_id, code=code, at=at))
    details = {"team": team.slug, "calendar": code}
    audit.note(session, at=at, actor_id=actor_id, action="team.holidays", subject=str(team_id), details=details)
    return [TeamChanged(team_id)]


def _check(code: str, also: bool) -> None:  # noqa: FBT001
    if code and not also and code not in codes():
        raise Invalid("Please check the input.", {"code": "There is no such calendar."})


def _wait(session: Session, now: datetime) -> datetime:
    definitions.own(session)
    return definitions.after_all(session, now)
