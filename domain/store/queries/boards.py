"""Boards. Whoever is hidden, a bot, merged into another or without a score is on none of them."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.errors import NotFound
from domain.rules import boards as rules
from domain.rules.levels import level_at
from domain.specs import BoardSpec, Measure, Period, Ranked
from domain.store import boards as stored
from domain.store import rewards
from domain.store import seasons as season_rows
from domain.store.driver import connection
from domain.store.queries.game import level_curve
from domain.store.queries.standing import Part, Standing
from domain.views import Board, BoardRow, PersonalBest

#: The board that the dashboard shows, and that gives the rank on a player's card.
WEEK = "week"


def board(session: Session, key: str, *, now: datetime, limit: int = 10, offset: int = 0) -> Board:
    """A page of a board of people. Raises `NotFound` for a key that is none, or whose board is off."""
    spec = _of_people(session, key)
    return _view(session, spec, Standing(session, spec, now).page(offset, limit))


def around(session: Session, key: str, player_id: UUID, *, now: datetime, size: int = 5) -> Board:
    """The rows around one player; the top of the board while he is not on it."""
    spec = _of_people(session, key)
    standing = Standing(session, spec, now)
    return _view(session, spec, standing.around(player_id, size) or standing.page(0, min(size, 3)))


def rank(session: Session, key: str, player_id: UUID, *, now: datetime) -> int | None:
    """A player's rank; None while he is not on the board, or the board is off."""
    spec = stored.spec(session, key)
    if spec is None or not spec.on or spec.ranked is not Ranked.EVERYONE:
        return None
    return Standing(session, spec, now).rank(player_id)


def specs(session: Session) -> tuple[BoardSpec, ...]:
    """Every board, the shortest period first, those that are off too."""
    return tuple(stored.specs(session))


def seasons(session: Session) -> dict[str, str]:
    """The names of the seasons that a board can be of."""
    return {one.spec.id: one.spec.name for one in season_rows.seasons(session)}


def named(session: Session, key: str) -> BoardSpec:
    """A board that is on. Raises `NotFound`."""
    there = {one.key: one for one in stored.specs(session) if one.on}
    if key not in there:
        known = f" There are: {', '.join(there)}." if there else ""
        raise NotFound(f"There is no board “{key[:40]}”.{known}")
    return there[key]


def _of_people(session: Session, key: str) -> BoardSpec:
    spec = named(session, key)
    if spec.ranked is not Ranked.EVERYONE:
        raise NotFound(f"The board “{spec.title}” ranks {spec.ranked.value}.")
    return spec


def _view(session: Session, spec: BoardSpec, part: Part) -> Board:
    curve = level_curve(session)
    ranks = rules.ranks(spec.method, [line[-1] for line in part.lines], part.above)
    titles = rewards.worn(session, [line[0] for line in part.lines])
    rows = (
        BoardRow(rank, player, name, avatar_url, level_at(xp, curve).number, score, titles.get(player))
        for rank, (player, name, avatar_url, xp, score) in zip(ranks, part.lines, strict=True)
    )
    return Board(spec.key, spec.title, tuple(rows), part.total, rules.units(spec))


def of_the_week(session: Session, player_id: UUID, *, now: datetime) -> tuple[Board | None, Board | None]:
    """The board of this week and the rows around a player, for the dashboard; nothing while it is off."""
    spec = stored.spec(session, WEEK)
    if spec is None or not spec.on or spec.ranked is not Ranked.EVERYONE:
        return None, None
    return board(session, WEEK, now=now), around(session, WEEK, player_id, now=now)


def wants_news(session: Session, player_id: UUID) -> bool:
    """Whether a player wants to hear of his places."""
    row = connection(session).execute("select rank_news from player where id = %s", (player_id,)).fetchone()
    return bool(row and row[0])


def personal_best(session: Session, spec: BoardSpec, player_id: UUID) -> PersonalBest | None:
    """A player's best day, week, month or season by day sums; None where a board has no such span, or counts others."""
    unit = _UNITS.get(spec.period)
    if unit is None or spec.measure in {Measure.MISSIONS, Measure.STREAK}:
        return None
    rows = (
        connection(session)
        .execute(
            """
            select sum(case when %(count)s then count else sum end)::bigint as score, date_trunc(%(unit)s, day)::date
            from metric_day where player_id = %(player)s and metric = %(metric)s
            group by 2 having sum(case when %(count)s then count else sum end) > 0 order by 1 desc, 2 desc limit 2
            """,
            {
                "count": spec.measure is Measure.METRIC_COUNT,
                "unit": unit,
                "player": player_id,
                "metric": rules.metric(spec),
            },
        )
        .fetchall()
    )
    if not rows:
        return None
    score, first = rows[0]
    return PersonalBest(score, first, rows[1][0] if len(rows) > 1 else 0)


#: The same spans in PostgreSQL's words; its weeks are ISO weeks too.
_UNITS = {Period.DAY: "day", Period.WEEK: "week", Period.MONTH: "month", Period.SEASON: "quarter"}
