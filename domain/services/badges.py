"""Badges: made and changed in place, never deleted, for people hold them.

Each verb owns the definitions: no batch gives a badge, and no pack changes one, while it changes.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session, col, select

from domain.errors import Invalid, NotFound
from domain.events import BadgeChanged, DomainEvent
from domain.services.rights import require_admin
from domain.specs import BadgeSpec, Name
from domain.store import audit, definitions
from domain.store.tables import BadgeAwardRow, BadgeRow

_NAME = TypeAdapter(Name)
#: What may not change any more once somebody has earned a badge.
_FIXED = ("tier", "repeatable")


def put(session: Session, spec: BadgeSpec, *, is_new: bool = False, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Create a badge, or change the one of this id unless it has to be new. Whoever holds it sees it as it is now."""
    require_admin(session, actor_id)
    definitions.own(session)
    wanted = spec.model_dump(mode="json")
    row = session.get(BadgeRow, spec.id)
    if row is None:
        session.add(BadgeRow(id=spec.id, spec=wanted))
        _note(session, "badge.created", spec.id, actor_id, now, wanted)
        return [BadgeChanged(spec.id)]
    if is_new:
        raise Invalid("Please check the input.", {"id": "Another badge has this id."})
    before = BadgeSpec.model_validate(row.spec).model_dump(mode="json")
    changes = {name: {"from": before[name], "to": value} for name, value in wanted.items() if value != before[name]}
    if not changes:
        return []
    if refused := fixed(session, spec.id, changes.keys()):
        raise Invalid(
            "Please check the input.", dict.fromkeys(refused, "Somebody has earned this badge, so this stays.")
        )
    row.spec = wanted
    _note(session, "badge.changed", spec.id, actor_id, now, changes)
    return [BadgeChanged(spec.id)]


def fixed(session: Session, badge_id: str, changed: Collection[str]) -> list[str]:
    """Which of the changed fields must stay: they decided how an earned badge was given, and replay gives it again."""
    names = [name for name in _FIXED if name in changed]
    awards = select(BadgeAwardRow.badge_id).where(BadgeAwardRow.badge_id == badge_id)
    return names if names and session.exec(awards.limit(1)).first() else []


def rename_category(session: Session, old: str, new: str, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Give every badge of a category another one; the name of an existing category joins the two."""
    require_admin(session, actor_id)
    try:
        name = _NAME.validate_python(new)
    except ValidationError:
        raise Invalid(
            "Please check the input.", {"category": "Please fill this in, with at most 80 characters."}
        ) from None
    definitions.own(session)
    rows = session.exec(
        select(BadgeRow).where(col(BadgeRow.spec)["category"].as_string() == old).order_by(col(BadgeRow.id))
    ).all()
    if not rows:
        raise NotFound("No badge is in this category.")
    if name == old:
        return []
    for row in rows:
        row.spec = {**row.spec, "category": name}
    ids = [row.id for row in rows]
    _note(session, "badge.category_renamed", old, actor_id, now, {"to": name, "badges": ids})
    return [BadgeChanged(badge_id) for badge_id in ids]


def _note(session: Session, action: str, subject: str, actor_id: UUID, now: datetime, details: dict[str, Any]) -> None:
    audit.note(session, at=now, actor_id=actor_id, action=action, subject=subject, details=details)
