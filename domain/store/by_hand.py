"""What was given and taken by hand."""

from datetime import date
from uuid import UUID

from sqlmodel import Session

from domain.store.driver import connection


def moved(session: Session, player_id: UUID, day: date) -> int:
    """How much XP was given or taken, signs aside, on one of a player's days."""
    row = connection(session).execute(
        "select coalesce(sum(abs(amount)), 0)::bigint from hand_entry where player_id = %s and day = %s",
        (player_id, day),
    )
    found = row.fetchone()
    return int(found[0]) if found else 0
