"""The game as a whole: the values an admin may set for everybody."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.events import DomainEvent, Resync
from domain.services.rights import require_admin
from domain.specs import LevelCurve
from domain.store import audit
from domain.store.queries.game import level_curve
from domain.store.tables import GameRow


def set_curve(session: Session, curve: LevelCurve, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Choose another level curve. Levels are a function of XP: everybody's follow at once, nobody's XP changes."""
    require_admin(session, actor_id)
    details = {"from": level_curve(session).model_dump(), "to": curve.model_dump()}
    session.merge(GameRow(id=1, curve=curve.model_dump()))
    audit.note(session, at=now, actor_id=actor_id, action="game.level_curve", subject="game", details=details)
    return [Resync()]
