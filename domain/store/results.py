"""Results: where everybody stood when a span of a board was decided, worked out from the days and then kept for good.

What a replay pays follows from them. It does not work them out again: who was hidden at that moment, nothing remembers.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, LiteralString
from uuid import UUID

import orjson
from sqlmodel import Session

from domain.rules import boards as rules
from domain.specs import BoardSpec, Measure, Method, Ranked
from domain.store import boards, standings
from domain.store.driver import connection
from domain.store.teams import MEMBERS

#: So many places are kept of a board; the board itself forgets them all.
KEPT = 100

_DAYS: LiteralString = """
    select player_id, sum(case when %(count)s then count else sum end)::bigint as score from metric_day
    where metric = %(metric)s and day between %(first)s and %(last)s group by player_id
"""
_GIVEN: LiteralString = "select * from json_to_recordset(%(rows)s::json) as given (player_id uuid, score bigint)"
#: Whoever may be seen, with what he has.
_SEEN: LiteralString = """
    with seen as (
        select p.id as player_id, s.score from ({source}) s join player p on p.id = s.player_id
        where p.kind = 'human' and not (p.hidden or p.paused) and s.score > 0
    )
"""
_PEOPLE: LiteralString = "select player_id as subject_id, score, null::int as members from seen"
_TEAMS: LiteralString = (
    """
    select team_id, div(sum(coalesce(score, 0)), count(*))::bigint, count(*)::int from (
        select distinct m.team_id, m.player_id from ("""
    + MEMBERS
    + """) m join player p on p.id = m.player_id where m.until is null and p.kind = 'human'
        and not (p.hidden or p.paused)
    ) member left join seen using (player_id)
    group by team_id having count(*) >= %(floor)s and sum(coalesce(score, 0)) >= count(*)
"""
)
_RANKS: dict[Method, LiteralString] = {
    Method.STANDARD: "rank() over (order by score desc)",
    Method.DENSE: "dense_rank() over (order by score desc)",
    Method.ORDINAL: "row_number() over (order by score desc, subject_id)",
}
_FREEZE: LiteralString = """
    , placed as (
        select subject_id, score, members, row_number() over (order by score desc, subject_id) as place,
               {rank} as rank
        from ({who}) who (subject_id, score, members)
    ),
    closed as (
        insert into board_close (board, first, last, spec, total, at)
        select %(board)s, %(first)s, %(last)s, %(spec)s::jsonb, count(*), %(at)s from placed
        on conflict do nothing returning board
    ),
    kept as (
        insert into board_result (board, first, last, subject_id, place, rank, score, members)
        select %(board)s, %(first)s, %(last)s, subject_id, place, rank, score, members from placed
        where exists (select from closed) and (place <= %(kept)s or rank <= %(places)s or score >= %(bar)s)
    )
    select count(*) from closed
"""


@dataclass(frozen=True, slots=True)
class Result:
    """Where somebody stood."""

    subject_id: UUID
    rank: int
    score: int


def due(session: Session, *, now: datetime) -> list[tuple[str, date, date]]:
    """(board, first, last) of spans that are over and not decided, the oldest first."""
    driver = connection(session)
    since = dict(driver.execute("select key, since from board").fetchall())
    closed = set(driver.execute("select board, first, last from board_close").fetchall())
    found = [
        (one.key, *span)
        for one in boards.specs(session)
        if one.on and one.ranked is not Ranked.FRIENDS
        for span in rules.over(one, since[one.key], now)
    ]
    return sorted(set(found) - closed, key=lambda one: (one[2], one[0]))


def freeze(session: Session, spec: BoardSpec, first: date, last: date, now: datetime) -> bool:
    """Decide a span; whether nobody did so before. The first places are kept, and whoever gets a prize."""
    given = spec.measure in {Measure.MISSIONS, Measure.STREAK}
    rows = standings.from_history(session, spec.measure, first, last) if given else []
    names: dict[str, Any] = {
        "board": spec.key,
        "first": first,
        "last": last,
        "spec": spec.model_dump_json(),
        "at": now,
        "metric": rules.metric(spec),
        "count": spec.measure is Measure.METRIC_COUNT,
        "rows": orjson.dumps(rows).decode(),
        "floor": spec.floor,
        "kept": KEPT,
        "places": max((prize.best for prize in spec.prizes if prize.best), default=0),
        "bar": min((prize.bar for prize in spec.prizes if prize.bar), default=None),
    }
    source = _GIVEN if given else _DAYS
    who = _TEAMS if spec.ranked is Ranked.TEAMS else _PEOPLE
    seen = _SEEN.replace("{source}", source)
    statement = seen + _FREEZE.replace("{who}", who).replace("{rank}", _RANKS[spec.method])
    row = connection(session).execute(statement, names).fetchone()
    return bool(row and row[0])


def front(session: Session, board: str, first: date, last: date, most: int) -> list[Result]:
    """Those with the first ranks of a span that was decided."""
    rows = connection(session).execute(
        """
        select subject_id, rank, score from board_result where (board, first, last) = (%s, %s, %s) and rank <= %s
        order by place
        """,
        (board, first, last, most),
    )
    return [Result(*row) for row in rows]


def decided(session: Session, board: str, first: date, last: date) -> tuple[BoardSpec, list[Result]]:
    """What the board was when a span was decided, and the places that were kept."""
    driver, span = connection(session), (board, first, last)
    row = driver.execute(
        "select spec::text from board_close where (board, first, last) = (%s, %s, %s)", span
    ).fetchone()
    assert row is not None, "only what was decided is asked for"  # noqa: S101
    rows = driver.execute(
        """
        select subject_id, rank, score from board_result where (board, first, last) = (%s, %s, %s) order by place
        """,
        span,
    )
    return BoardSpec.model_validate_json(row[0]), [Result(*one) for one in rows]
