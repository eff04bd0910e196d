"""A player's notifications."""

from uuid import UUID

from sqlmodel import Session

from domain.store.driver import connection
from domain.views import NotificationView


def inbox(
    session: Session, player_id: UUID, *, limit: int = 20, before: int | None = None
) -> tuple[NotificationView, ...]:
    """The newest notifications; those older than the one `before` if given."""
    rows = connection(session).execute(
        """
        select id, at, kind, title, text, read_at is not null from notification
        where player_id = %(player)s and (%(before)s::bigint is null or id < %(before)s)
        order by id desc limit %(limit)s
        """,
        {"player": player_id, "before": before, "limit": limit},
    )
    return tuple(NotificationView(*row) for row in rows)


def unread(session: Session, player_id: UUID) -> int:
    """How many notifications a player has not seen."""
    row = (
        connection(session)
        .execute("select count(*) from notification where player_id = %s and read_at is null", (player_id,))
        .fetchone()
    )
    return int(row[0]) if row else 0
