"""A player's notifications."""

from uuid import UUID

from sqlmodel import Session

from domain.store.driver import connection
from domain.views import NotificationView


def inbox(
    session: Session, player_id: UUID, *, limit: int = 20, before: int | None = None
) -> tuple[NotificationView, ...]:
    """The newest notifications; those older than the one `before` if given. Whoever hides is somebody in them."""
    rows = connection(session).execute(
        """
        select n.id, n.at, n.kind, case when n.from_id is null then n.title else replace(n.title, '{who}',
                   case when p.kind = 'human' and not p.hidden then p.name else 'Somebody' end) end,
               n.text, n.read_at is not null
        from notification n left join player p on p.id = n.from_id
        where n.player_id = %(player)s and (%(before)s::bigint is null or n.id < %(before)s)
        order by n.id desc limit %(limit)s
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
