"""Rights: who may do what. Every verb of an admin asks here, whatever page or route called it."""

from uuid import UUID

from sqlmodel import Session

from domain.errors import Forbidden, NotFound
from domain.specs import PersonKind
from domain.store.tables import PlayerRow


def require_admin(session: Session, actor_id: UUID) -> None:
    """Raise `Forbidden` unless this player is an admin now."""
    actor = session.get(PlayerRow, actor_id)
    if actor is None or not actor.is_admin or actor.kind != PersonKind.HUMAN:
        raise Forbidden("Only an admin may do this.")


def require_here(session: Session, actor_id: UUID) -> None:
    """Raise `NotFound` for whoever left, or carries on as somebody else, while a page of his was still open.

    Comes after his lock: he may be leaving at this moment.
    """
    actor = session.get(PlayerRow, actor_id, populate_existing=True)
    if actor is None or actor.kind in {PersonKind.ERASED, PersonKind.MERGED}:
        raise NotFound("There is no such player.")
