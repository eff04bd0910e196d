"""Rights: who may do what. Every verb of an admin asks here, whatever page or route called it."""

from uuid import UUID

from sqlmodel import Session

from domain.errors import Forbidden
from domain.specs import PersonKind
from domain.store.tables import PlayerRow


def require_admin(session: Session, actor_id: UUID) -> None:
    """Raise `Forbidden` unless this player is an admin now."""
    actor = session.get(PlayerRow, actor_id)
    if actor is None or not actor.is_admin or actor.kind != PersonKind.HUMAN:
        raise Forbidden("Only an admin may do this.")
