"""Places: where those who want to hear of it stood when somebody last looked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.store import locks
from domain.store.driver import connection, with_rows


@dataclass(frozen=True, slots=True)
class Place:
    """A player's place on a board. `told_at` is when he was last told of it, `is_best` whether of his best."""

    period_id: int
    player_id: UUID
    rank: int
    is_best: bool
    told_at: datetime | None


def alone(session: Session) -> bool:
    """Whether nobody else looks at the same time."""
    row = connection(session).execute("select pg_try_advisory_xact_lock(%s)", (locks.PLACES,)).fetchone()
    return bool(row and row[0])


def listeners(session: Session, period: int) -> list[tuple[UUID, Place | None]]:
    """Those on a board who want to hear of it, and where they stood."""
    rows = connection(session).execute(
        """
        select s.player_id, b.rank, b.is_best, b.told_at
        from board_score s join player p on p.id = s.player_id and p.rank_news
        left join board_place b using (period_id, player_id) where s.period_id = %s order by s.player_id
        """,
        (period,),
    )
    return [
        (player, None if rank is None else Place(period, player, rank, is_best, told_at))
        for player, rank, is_best, told_at in rows.fetchall()
    ]


def keep(session: Session, places: Sequence[Place]) -> None:
    """Remember where they stand now."""
    if places:
        with_rows(
            session,
            """
            insert into board_place (period_id, player_id, rank, is_best, told_at) select * from {rows}
            on conflict (period_id, player_id) do update
            set rank = excluded.rank, is_best = excluded.is_best, told_at = excluded.told_at
            """,
            {
                "period_id": "bigint", "player_id": "uuid", "rank": "bigint", "is_best": "boolean",
                "told_at": "timestamptz",
            },
            [(one.period_id, one.player_id, one.rank, one.is_best, one.told_at) for one in places],
        )  # fmt: skip


def forget(session: Session, player_id: UUID) -> None:
    """Somebody does not want to hear of it any more."""
    connection(session).execute("delete from board_place where player_id = %s", (player_id,))
