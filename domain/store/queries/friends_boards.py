"""Boards of friends: everybody sees himself among those who follow him and whom he follows."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.errors import NotFound
from domain.rules import boards as rules
from domain.rules.boards import Above
from domain.rules.levels import level_at
from domain.specs import Ranked
from domain.store import rewards
from domain.store.driver import connection
from domain.store.queries.boards import named
from domain.store.queries.friends import friends_of
from domain.store.queries.game import level_curve
from domain.views import Board, BoardRow


def friends_board(session: Session, key: str, player_id: UUID, *, now: datetime) -> Board:
    """All of a player's friends who have a score, and himself. Raises `NotFound` for a key that is none."""
    spec = named(session, key)
    if spec.ranked is not Ranked.FRIENDS:
        raise NotFound(f"The board “{spec.title}” is not one of friends.")
    first, _ = rules.span(spec, now.date())
    rows = (
        connection(session)
        .execute(
            """
            select p.id, p.name, p.avatar_url, p.xp, s.score from board_score s join player p on p.id = s.player_id
            where s.player_id = any(%s)
              and s.period_id = (select id from board_period where board = %s and first = %s)
            order by s.score desc, p.id
            """,
            ([*friends_of(session, player_id), player_id], key, first),
        )
        .fetchall()
    )
    curve = level_curve(session)
    ranks = rules.ranks(spec.method, [row[-1] for row in rows], Above())
    titles = rewards.worn(session, [row[0] for row in rows])
    lines = tuple(
        BoardRow(rank, who, name, avatar_url, level_at(xp, curve).number, score, titles.get(who))
        for rank, (who, name, avatar_url, xp, score) in zip(ranks, rows, strict=True)
    )
    return Board(spec.key, spec.title, lines, len(lines), rules.units(spec))


def near(board: Board, player_id: UUID, size: int = 5) -> Board:
    """The rows around a player; none while he is not on the board."""
    at = next((at for at, row in enumerate(board.rows) if row.player_id == player_id), None)
    if at is None:
        return replace(board, rows=())
    up, down = rules.around(at, len(board.rows) - at - 1, size)
    return replace(board, rows=board.rows[at - up : at + down + 1])
