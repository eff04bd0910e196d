"""Results of spans that were decided, as everybody may see them: whoever hides since then is left out."""

from datetime import date
from uuid import UUID

from sqlmodel import Session

from domain.errors import NotFound
from domain.rules import boards as rules
from domain.rules.levels import level_at
from domain.specs import BoardSpec, Ranked
from domain.store.driver import connection
from domain.store.queries.boards import named
from domain.store.queries.game import level_curve
from domain.views import Board, BoardRow, PastSpan, TeamBoard, TeamRow

#: So many spans are offered.
SHOWN = 12


def past(session: Session, key: str, *, limit: int = SHOWN) -> tuple[PastSpan, ...]:
    """The last spans of a board on which somebody stood, the newest first."""
    rows = connection(session).execute(
        "select first, last, spec::text from board_close where board = %s and total > 0 order by last desc limit %s",
        (key, limit),
    )
    return tuple(
        PastSpan(first, last, rules.called(BoardSpec.model_validate_json(spec), first, last))
        for first, last, spec in rows
    )


def result(session: Session, key: str, first: date) -> Board | TeamBoard:
    """The places that were kept of a span. Raises `NotFound` for one that was not decided, or a board that is off."""
    named(session, key)
    driver = connection(session)
    closed = driver.execute(
        "select last, spec::text, total from board_close where (board, first) = (%s, %s) order by last desc limit 1",
        (key, first),
    ).fetchone()
    if closed is None:
        raise NotFound("There is no such result.")
    last, text, total = closed
    spec = BoardSpec.model_validate_json(text)
    span = {"board": key, "first": first, "last": last}
    if spec.ranked is Ranked.TEAMS:
        rows = driver.execute(
            """
            select r.rank, t.id, t.name, r.members, r.score from board_result r join team t on t.id = r.subject_id
            where (board, first, last) = (%(board)s, %(first)s, %(last)s) order by place
            """,
            span,
        ).fetchall()
        return TeamBoard(key, spec.title, tuple(TeamRow(*row) for row in rows), rules.units(spec))
    rows = driver.execute(
        """
        select r.rank, p.id, p.name, p.avatar_url, p.xp, r.score
        from board_result r left join merger m on m.from_id = r.subject_id
        join player p on p.id = coalesce(m.into_id, r.subject_id) and p.kind = 'human' and not p.hidden
        where (board, first, last) = (%(board)s, %(first)s, %(last)s) order by place
        """,
        span,
    ).fetchall()
    curve = level_curve(session)
    lines = tuple(
        BoardRow(rank, who, name, avatar_url, level_at(xp, curve).number, score)
        for rank, who, name, avatar_url, xp, score in rows
    )
    return Board(key, spec.title, lines, total, rules.units(spec))


def place_of(session: Session, key: str, first: date, player_id: UUID) -> tuple[int, int] | None:
    """(rank, score) that a player had in a span, if it was kept."""
    rows = connection(session).execute(
        """
        select rank, score from board_result where (board, first, subject_id) = (%s, %s, %s) order by last desc limit 1
        """,
        (key, first, player_id),
    )
    return rows.fetchone()
