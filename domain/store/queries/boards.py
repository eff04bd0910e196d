"""Boards. Whoever is hidden, a bot or without XP is on none of them."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.errors import NotFound
from domain.rules import boards as rules
from domain.rules.boards import BoardKey
from domain.rules.derived import XP_EARNED
from domain.rules.levels import level_at
from domain.store.driver import connection
from domain.store.queries.game import level_curve
from domain.views import Board, BoardRow

#: Every board as (player, xp), then ranked; the period's first day is None for all time.
_RANKED = """
    with scored as (
        select id, xp from player where %(first)s::date is null and kind = 'human' and not hidden and xp > 0
        union all
        select p.id, sum(m.sum)::bigint from metric_day m join player p on p.id = m.player_id
        where m.metric = %(metric)s and m.day >= %(first)s::date and p.kind = 'human' and not p.hidden
        group by p.id having sum(m.sum) > 0
    ),
    ranked as (
        select id, xp, rank() over (order by xp desc) as rank, row_number() over (order by xp desc, id) - 1 as position,
               count(*) over () as total
        from scored
    )
"""


def board(session: Session, key: str, *, now: datetime, limit: int = 10, offset: int = 0) -> Board:
    """A page of a board. Raises `NotFound` for a key that is none."""
    which = _key(key)
    rows = (
        connection(session)
        .execute(
            _RANKED
            + """
        select (select count(*) from ranked), r.rank, p.id, p.name, p.avatar_url, p.xp, r.xp
        from (select) once
        left join (select * from ranked where position >= %(offset)s order by position limit %(limit)s) r on true
        left join player p using (id) order by position
        """,
            {**_parameters(which, now), "offset": offset, "limit": limit},
        )
        .fetchall()
    )
    curve = level_curve(session)
    return Board(
        key=which.value,
        title=rules.TITLES[which],
        rows=tuple(
            BoardRow(rank, player_id, name, avatar_url, level_at(total, curve).number, xp)
            for _, rank, player_id, name, avatar_url, total, xp in rows
            if rank is not None
        ),
        total=rows[0][0],
    )


def around(session: Session, key: str, player_id: UUID, *, now: datetime, size: int = 5) -> Board:
    """The rows around one player; the top of the board while he is not on it."""
    row = (
        connection(session)
        .execute(
            _RANKED + "select position, total from ranked where id = %(player)s",
            {**_parameters(_key(key), now), "player": player_id},
        )
        .fetchone()
    )
    if row is None:
        return board(session, key, now=now, limit=min(size, 3))
    offset, limit = rules.around(row[0], row[1], size)
    return board(session, key, now=now, limit=limit, offset=offset)


def rank(session: Session, key: str, player_id: UUID, *, now: datetime) -> int | None:
    """A player's rank; None while he is not on the board."""
    row = (
        connection(session)
        .execute(
            _RANKED + "select rank from ranked where id = %(player)s",
            {**_parameters(_key(key), now), "player": player_id},
        )
        .fetchone()
    )
    return row[0] if row else None


def _key(key: str) -> BoardKey:
    try:
        return BoardKey(key)
    except ValueError:
        raise NotFound(f"There is no board “{key[:40]}”. There are: {', '.join(BoardKey)}.") from None


def _parameters(key: BoardKey, now: datetime) -> dict[str, object]:
    return {"first": rules.first_day(key, now.date()), "metric": XP_EARNED}
