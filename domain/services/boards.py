"""Boards: made and changed by admins, and kept for the days that are now."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.errors import Invalid
from domain.events import BoardChanged, DomainEvent
from domain.services.rights import require_admin
from domain.specs import BoardSpec, SeasonSpec
from domain.store import audit, boards, definitions, seasons, standings, versions
from domain.store.boards import Span
from domain.store.driver import connection
from domain.store.tables import BoardRow

#: After a change of one of these, spans that are over already are not decided any more.
BEGINS_ANEW = frozenset({"measure", "metric", "period", "first", "last", "ranked", "on"})


def put(
    session: Session, spec: BoardSpec, *, is_new: bool = False, actor_id: UUID | None, now: datetime
) -> list[DomainEvent]:
    """Create a board, or change the one of this key unless it has to be new. Its scores are worked out at once.

    `actor_id` None is the program itself, for a pack.
    """
    if actor_id is not None:
        require_admin(session, actor_id)
    definitions.own(session)
    wanted = _dated(session, spec).model_dump(mode="json")
    row = session.get(BoardRow, spec.key)
    if row is None:
        session.add(BoardRow(key=spec.key, spec=wanted, since=now.date()))
        action, details = "board.created", wanted
    else:
        if is_new:
            raise Invalid("Please check the input.", {"key": "Another board has this key."})
        before = BoardSpec.model_validate(row.spec).model_dump(mode="json")
        details = {name: {"from": before[name], "to": value} for name, value in wanted.items() if value != before[name]}
        if not details:
            return []
        row.spec, action = wanted, "board.changed"
        if details.keys() & BEGINS_ANEW:
            row.since = now.date()
    session.flush()
    _renew(session, [one.id for one in boards.kept(session) if one.spec.key == spec.key], now)
    audit.note(session, at=now, actor_id=actor_id, action=action, subject=spec.key, details=details)
    return [BoardChanged(spec.key)]


def follow(session: Session, season: SeasonSpec, *, now: datetime) -> list[DomainEvent]:
    """Give the boards that name a season its days. The caller owns the definitions."""
    events: list[DomainEvent] = []
    for spec in boards.specs(session):
        if spec.season == season.id and (spec.first, spec.last) != (season.first, season.last):
            wanted = spec.model_copy(update={"first": season.first, "last": season.last})
            session.get_one(BoardRow, spec.key).spec = wanted.model_dump(mode="json")
            session.flush()
            _renew(session, [one.id for one in boards.kept(session) if one.spec.key == spec.key], now)
            events.append(BoardChanged(spec.key))
    return events


def _dated(session: Session, spec: BoardSpec) -> BoardSpec:
    if spec.season is None:
        return spec
    season = seasons.season(session, spec.season)
    if season is None:
        raise Invalid("Please check the input.", {"season": "There is no such season."})
    return spec.model_copy(update={"first": season.spec.first, "last": season.spec.last})


def keep_up(session: Session, *, now: datetime) -> list[DomainEvent]:
    """Keep scores for the days into which work may fall now, and for no others. Comes before any other lock."""
    if any(boards.drift(session, now.date())):
        definitions.own(session)
        _renew(session, (), now)
    if standings.is_long(session):
        standings.fold(session)
    if versions.is_long(session):
        versions.fold(session)
    return []


def _renew(session: Session, stale: Collection[int], now: datetime) -> None:
    """Forget what is over, and the stale spans; begin what is missing."""
    connection(session).execute("set local statement_timeout = 0")
    _, past = boards.drift(session, now.date())
    boards.drop(session, {*stale, *past})
    missing: list[Span] = boards.drift(session, now.date())[0]
    standings.fill(session, boards.add(session, missing))
