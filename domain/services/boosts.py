"""Boosts: times in which work is worth more. They lie ahead when they are made, so that nothing is paid anew."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlmodel import Session, select

from domain.errors import NotFound, Refused
from domain.events import DomainEvent, PlayerChanged, Resync
from domain.services.rights import require_admin
from domain.specs import BoostScope, BoostSpec
from domain.store import audit, definitions, people
from domain.store.tables import BoostRow, PlayerRow, TeamRow

LONGEST = timedelta(days=92)
#: Whatever is being applied while a boost is given came in before it begins.
AHEAD = timedelta(minutes=1)


def schedule(session: Session, boost_id: UUID, spec: BoostSpec, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Announce a boost. The same `boost_id` is scheduled once. One for a single person is never for oneself."""
    require_admin(session, actor_id)
    if spec.scope is BoostScope.PLAYER and spec.subject_id == actor_id:
        raise Refused("You cannot boost yourself. Ask another admin.")
    definitions.own(session)
    if session.get(BoostRow, boost_id) is not None:
        return []
    if spec.starts_at < _ahead(session, now):
        raise Refused("A boost begins at a time that lies ahead, in two minutes at the earliest.")
    if spec.ends_at - spec.starts_at > LONGEST:
        raise Refused(f"A boost lasts {LONGEST.days} days at most.")
    _check_subject(session, spec)
    session.add(_row(boost_id, spec, cause=f"boost:{boost_id}", actor_id=actor_id, now=now))
    about = spec.subject_id or "everyone"  # by id: a name would outlive his hiding
    details = {"title": spec.title, "for": about, "factor": spec.factor, "from": spec.starts_at, "until": spec.ends_at}
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        action="boost.scheduled",
        subject=str(boost_id),
        details={name: str(value) for name, value in details.items()},
    )
    return _told(spec.subject_id if spec.scope is BoostScope.PLAYER else None)


def call_off(session: Session, boost_id: UUID, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """End a boost now, or let it never begin. What was paid with it stays."""
    require_admin(session, actor_id)
    definitions.own(session)
    row = session.get(BoostRow, boost_id)
    if row is None:
        raise NotFound("There is no such boost.")
    _end(session, row, now)
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        action="boost.called_off",
        subject=str(boost_id),
        details={"title": row.title},
    )
    return _told(row.subject_id if row.scope == BoostScope.PLAYER else None)


def give(
    session: Session,
    player_id: UUID,
    factor_permille: int,
    hours: int,
    cause: str,
    now: datetime,
    *,
    title: str = "A boost",
) -> list[DomainEvent]:
    """Boost one player, whose row this transaction locks, from the next minute on. The same `cause` gives it once.

    A replay finds it there already.
    """
    people.lock(session, [player_id])
    if _of(session, cause) is not None:
        return []
    begin = _ahead(session, now)
    spec = BoostSpec(
        title=title,
        scope=BoostScope.PLAYER,
        subject_id=player_id,
        factor=factor_permille,
        starts_at=begin,
        ends_at=begin + timedelta(hours=hours),
    )
    session.add(_row(uuid5(NAMESPACE_URL, f"questboard:{cause}"), spec, cause=cause, actor_id=None, now=now))
    session.flush()  # the next one who asks for this cause finds it
    return _told(player_id)


def lasts(session: Session, cause: str, now: datetime) -> bool:
    """Whether the boost that was given under this cause runs, or is to come."""
    row = _of(session, cause)
    return row is not None and row.starts_at < row.ends_at and now < row.ends_at


def end(session: Session, cause: str, now: datetime) -> list[DomainEvent]:
    """End what was given under this cause to a player, whose row is locked; what was paid with it stays.

    It is for whoever decides, not for a replay, which finds the end there already.
    """
    row = _of(session, cause)
    if row is None or not lasts(session, cause, now):
        return []
    _end(session, row, now)
    return _told(row.subject_id)


def _of(session: Session, cause: str) -> BoostRow | None:
    return session.exec(select(BoostRow).where(BoostRow.cause == cause)).first()


def _told(player_id: UUID | None) -> list[DomainEvent]:
    """Whose pages read again: his, or everybody's."""
    return [PlayerChanged(player_id)] if player_id else [Resync()]


def _ahead(session: Session, now: datetime) -> datetime:
    return people.after_the_last(session, now) + AHEAD


def _end(session: Session, row: BoostRow, now: datetime) -> None:
    """It ends when nothing that was applied can lie behind its end; what has not begun never begins."""
    end = _ahead(session, now)
    if end < row.ends_at:
        row.ends_at = max(row.starts_at, end)
        session.add(row)
        session.flush()


def _check_subject(session: Session, spec: BoostSpec) -> None:
    """Raise `NotFound` where there is nobody it could be for."""
    match spec.scope:
        case BoostScope.TEAM:
            if session.get(TeamRow, spec.subject_id) is None:
                raise NotFound("There is no such team.")
        case BoostScope.PLAYER:
            player = session.get(PlayerRow, spec.subject_id)
            if player is None or player.kind != "human":
                raise NotFound("There is no such player.")


def _row(boost_id: UUID, spec: BoostSpec, *, cause: str, actor_id: UUID | None, now: datetime) -> BoostRow:
    return BoostRow(
        id=boost_id,
        title=spec.title,
        scope=spec.scope.value,
        subject_id=spec.subject_id,
        factor=spec.factor,
        starts_at=spec.starts_at,
        ends_at=spec.ends_at,
        cause=cause,
        actor_id=actor_id,
        at=now,
    )
