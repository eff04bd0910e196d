"""Notifications: what a player has seen."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, update

from domain.events import DomainEvent, InboxChanged
from domain.store.tables import NotificationRow


def mark_read(session: Session, player_id: UUID, *, now: datetime) -> list[DomainEvent]:
    """Mark everything in a player's inbox as read, in all his open pages."""
    session.exec(
        update(NotificationRow)
        .where(col(NotificationRow.player_id) == player_id, col(NotificationRow.read_at).is_(None))
        .values(read_at=now)
    )
    return [InboxChanged(player_id)]
