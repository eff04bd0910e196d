"""Deliveries: keeping what tools send, and giving a failed one another chance."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.errors import Refused
from domain.events import DomainEvent
from domain.services.rights import require_admin
from domain.specs import Delivery
from domain.store import audit, inbox


def accept(session: Session, deliveries: Sequence[Delivery], *, now: datetime) -> list[DomainEvent]:
    """Store deliveries before anybody interprets them; the same one again changes nothing."""
    inbox.keep(session, deliveries, now)
    return []


def try_again(session: Session, delivery: int, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Make a failed delivery due again, with all its attempts before it."""
    require_admin(session, actor_id)
    if not inbox.revive(session, delivery, now):
        raise Refused("This delivery is not set aside; there is nothing to try again.")
    audit.note(session, at=now, actor_id=actor_id, action="delivery.try_again", subject=str(delivery), details={})
    return []
