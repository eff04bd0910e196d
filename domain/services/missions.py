"""Missions: drafted, published, revised, retired. A published version never changes."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from domain.errors import Invalid, NotFound, Refused
from domain.events import DomainEvent, MissionPublished, MissionRetired
from domain.services.rights import require_admin
from domain.specs import MissionSpec
from domain.store import audit, progress
from domain.store.tables import BadgeRow, MissionRow


def draft(session: Session, mission_id: UUID, spec: MissionSpec, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Keep a draft, or change one that is not published yet."""
    require_admin(session, actor_id)
    _badge_exists(session, spec)
    row = session.get(MissionRow, mission_id, with_for_update=True)
    if row is None:
        session.add(_row(mission_id, mission_id, 1, spec, actor_id, now))
    elif row.state == "draft":
        row.spec = spec.model_dump(mode="json")
    else:
        raise Refused("This mission is published. Revise it to make the next version.")
    return []


def revise(
    session: Session, mission_id: UUID, new_id: UUID, spec: MissionSpec, *, actor_id: UUID, now: datetime
) -> list[DomainEvent]:
    """Draft the next version of a mission; the running one stays until that is published."""
    require_admin(session, actor_id)
    _badge_exists(session, spec)
    row = _row_of(session, mission_id)
    newest = session.exec(select(func.max(MissionRow.version)).where(MissionRow.family_id == row.family_id)).one()
    session.add(_row(new_id, row.family_id, newest + 1, spec, actor_id, now))
    return []


def publish(session: Session, mission_id: UUID, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Let a draft count from now on. The version that ran before is retired; nothing earned is taken away."""
    require_admin(session, actor_id)
    progress.own_definitions(session)
    row = _row_of(session, mission_id)
    if row.state != "draft":
        raise Refused(f"This mission is {row.state} already.")
    spec = MissionSpec.model_validate(row.spec)
    if spec.ends_at is not None and spec.ends_at <= now:
        raise Invalid("Please check the input.", {"ends_at": "This mission would be over before it begins."})
    if spec.starts_at is not None and spec.starts_at < now:
        row.spec = spec.model_copy(update={"starts_at": None}).model_dump(mode="json")
    events = _retire_before(session, row, actor_id, now)
    session.flush()  # the trigger compares with the published row: the spec is settled before the state changes
    row.state, row.published_at = "published", now
    _note(session, "mission.published", row, actor_id, now)
    return [*events, MissionPublished(mission_id, spec.title)]


def retire(session: Session, mission_id: UUID, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """End a mission. What was earned stays; open progress is no longer shown."""
    require_admin(session, actor_id)
    progress.own_definitions(session)
    row = _row_of(session, mission_id)
    if row.state == "retired":
        raise Refused("This mission is retired already.")
    return _retire(session, row, actor_id, now)


def _retire_before(session: Session, row: MissionRow, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    running = session.exec(
        select(MissionRow).where(MissionRow.family_id == row.family_id, col(MissionRow.state) == "published")
    ).all()
    return [event for old in running for event in _retire(session, old, actor_id, now)]


def _retire(session: Session, row: MissionRow, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    row.state, row.retired_at = "retired", now
    _note(session, "mission.retired", row, actor_id, now)
    return [MissionRetired(row.id)]


def _row(
    mission_id: UUID, family_id: UUID, version: int, spec: MissionSpec, actor_id: UUID, now: datetime
) -> MissionRow:
    return MissionRow(
        id=mission_id,
        family_id=family_id,
        version=version,
        spec=spec.model_dump(mode="json"),
        created_by=actor_id,
        created_at=now,
    )


def _row_of(session: Session, mission_id: UUID) -> MissionRow:
    row = session.get(MissionRow, mission_id, with_for_update=True)
    if row is None:
        raise NotFound("There is no such mission.")
    return row


def _badge_exists(session: Session, spec: MissionSpec) -> None:
    if spec.badge_id is not None and session.get(BadgeRow, spec.badge_id) is None:
        raise Invalid("Please check the input.", {"badge_id": "There is no such badge."})


def _note(session: Session, action: str, row: MissionRow, actor_id: UUID, now: datetime) -> None:
    details = {"title": row.spec["title"], "version": row.version}
    audit.note(session, at=now, actor_id=actor_id, action=action, subject=str(row.id), details=details)
