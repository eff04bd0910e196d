"""Boards of teams, by the average of those members who may be seen. A team that is too small is on none of them."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.errors import NotFound
from domain.rules import boards as rules
from domain.rules.boards import Above
from domain.specs import Ranked
from domain.store.driver import connection
from domain.store.queries.boards import board, named
from domain.store.teams import MEMBERS
from domain.views import Board, TeamBoard, TeamRow


def front(session: Session, key: str, *, now: datetime) -> Board | TeamBoard | None:
    """What every page shows of a board: the first ten people, or all teams. None while it is off, or of friends."""
    try:
        ranked = named(session, key).ranked
    except NotFound:
        return None
    match ranked:
        case Ranked.TEAMS:
            return team_board(session, key, now=now)
        case Ranked.EVERYONE:
            return board(session, key, now=now)
        case Ranked.FRIENDS:
            return None


def team_board(session: Session, key: str, *, now: datetime) -> TeamBoard:
    """All teams on a board. Raises `NotFound` for a key that is none, or whose board is off."""
    spec = named(session, key)
    if spec.ranked is not Ranked.TEAMS:
        raise NotFound(f"The board “{spec.title}” does not rank teams.")
    first, _ = rules.span(spec, now.date())
    rows = (
        connection(session)
        .execute(
            """
        with member as (
            select distinct m.team_id, m.player_id from ("""
            + MEMBERS
            + """) m
            join player p on p.id = m.player_id
            where m.until is null and p.kind = 'human' and not (p.hidden or p.paused)
        )
        select t.id, t.name, count(*), div(sum(coalesce(s.score, 0)), count(*))::bigint as score
        from member m join team t on t.id = m.team_id
        left join board_score s on s.player_id = m.player_id
         and s.period_id = (select id from board_period where board = %(key)s and first = %(first)s)
        group by t.id having count(*) >= %(floor)s and sum(coalesce(s.score, 0)) >= count(*)
        order by score desc, t.id
        """,
            {"key": spec.key, "first": first, "floor": spec.floor},
        )
        .fetchall()
    )
    ranks = rules.ranks(spec.method, [row[3] for row in rows], Above())
    lines = tuple(TeamRow(rank, *row) for rank, row in zip(ranks, rows, strict=True))
    return TeamBoard(spec.key, spec.title, lines, rules.units(spec))


def teams_of(session: Session, player_id: UUID) -> frozenset[UUID]:
    """The teams a player is in."""
    rows = connection(session).execute(
        "select m.team_id from (" + MEMBERS + ") m where m.until is null and m.player_id = %s", (player_id,)
    )
    return frozenset(row[0] for row in rows)
