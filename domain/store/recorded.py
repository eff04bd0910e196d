"""Recorded work: everybody's, in the form in which a mission can be tried on it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from uuid import UUID

from psycopg import sql
from sqlmodel import Session

from domain.rules.back_test import Stretch
from domain.rules.derived import DERIVED, XP_EARNED
from domain.rules.missions import MISSION_COMPLETED
from domain.specs import Aggregate, Audience, Condition, Fact, MissionSpec, Scope, conditions
from domain.store import history
from domain.store.definitions import Mission
from domain.store.driver import connection
from domain.store.history import Wanted

#: Rows that are on their way at once, and players whose whole work is in memory at once.
ROWS, CHUNK = 10_000, 100

#: Alike work of one day, or one fact, and when the last of it was done.
Piece = tuple[Fact, datetime]


def work(
    session: Session, mission: Mission, players: Sequence[UUID], stretch: Stretch
) -> Iterator[tuple[UUID, list[Piece]]]:
    """Each player's work that may count, in the order of the players; those who did nothing may be left out."""
    if _is_plain(mission.spec):
        return _by_day(session, mission.spec, stretch)
    return _one_by_one(session, mission, players, stretch)


def _is_plain(spec: MissionSpec) -> bool:
    """Whether alike work of one day may be counted together: no moment within the day matters."""
    wanted = [condition for goal in spec.goals for condition in conditions(goal)]
    exact = any(one.within or one.ever or one.metric in DERIVED for one in wanted)
    return not (exact or spec.steps or spec.after or spec.places or spec.audience != Audience())


def _by_day(session: Session, spec: MissionSpec, stretch: Stretch) -> Iterator[tuple[UUID, list[Piece]]]:
    """Each player's work, what is alike on one day counted together by the database."""
    wanted = [condition for goal in spec.goals for condition in conditions(goal)]
    names = _dimensions(wanted)
    with connection(session).cursor("preview", binary=True) as cursor:
        cursor.itersize = ROWS
        cursor.execute(
            sql.SQL(
                """
                select player_id, metric, day, {value}, count(*), min(occurred_at), max(occurred_at), {dimensions}
                from activity a
                where metric = any(%s) and day between %s and %s and reverses is null
                  and not exists (select from activity r where r.reverses = a.key and r.player_id = a.player_id)
                group by player_id, metric, day, {value}, {dimensions} order by player_id, day
                """
            ).format(
                value=sql.SQL("value" if _needs_value(wanted) else "1"),
                dimensions=sql.SQL(", ").join(
                    [sql.SQL("dimensions -> {}").format(sql.Literal(name)) for name in (*names, "")]
                ),
            ),
            (sorted(spec.metrics), stretch.since, stretch.until),
        )
        for player, rows in groupby(cursor, key=lambda row: row[0]):
            pieces: list[Piece] = []
            for _, metric, day, value, times, first, last, *values in rows:
                found = (
                    {name: one for name, one in zip(names, values, strict=False) if one is not None} if names else {}
                )
                pieces.append((Fact(f"{day}:{metric}", metric, value, first, day, found, times, None, player), last))
            yield player, pieces


def _dimensions(wanted: Iterable[Condition]) -> list[str]:
    names = {one.dimension for one in wanted if one.dimension}
    return sorted(names | {each.dimension for one in wanted for each in one.filters})


def _needs_value(wanted: Iterable[Condition]) -> bool:
    return any(one.aggregate in {Aggregate.SUM, Aggregate.MAX} for one in wanted)


def _one_by_one(
    session: Session, mission: Mission, players: Sequence[UUID], stretch: Stretch
) -> Iterator[tuple[UUID, list[Piece]]]:
    """Each player's work, fact by fact, where moments within a day matter; of conditions of ever all there is."""
    spec = mission.spec
    metrics = spec.metrics.union(*(goal.metrics for goal in mission.goals.values()))
    metrics |= {MISSION_COMPLETED} if spec.after else set()
    ever = bool(spec.after) or any(goal.looks_back for goal in mission.goals.values())
    begin = None if ever else datetime.combine(stretch.since - timedelta(days=1), time(), UTC)
    for at in range(0, len(players), CHUNK):
        chunk = players[at : at + CHUNK]
        for player, facts in zip(
            chunk, history.read(session, [Wanted((p,), metrics, begin) for p in chunk]), strict=True
        ):
            back = {fact.key for fact in facts if fact.times < 0 and fact.metric not in DERIVED}
            mine = [fact for fact in facts if fact.day <= stretch.until and fact.key not in back]
            yield player, [(fact, fact.occurred_at) for fact in mine if ever or stretch.since <= fact.day]


def active_days(session: Session, mission: Mission, stretch: Stretch) -> Mapping[UUID, list[date]]:
    """Where doing nothing may be enough: who did anything at all, and on which days. Nobody else takes part."""
    spec = mission.spec
    levels = spec.audience.min_level or spec.audience.max_level
    if spec.scope is not Scope.PERSONAL or not spec.settles or levels:
        return {}
    if not any(goal.measure(goal.fold((), ())).done(closed=True) for goal in mission.goals.values()):
        return {}
    rows = connection(session).execute(
        """
        select player_id, array_agg(distinct day) from metric_day
        where day between %s and %s and metric <> %s and count > 0 group by player_id
        """,
        (stretch.since, stretch.until, XP_EARNED),
    )
    return dict(rows.fetchall())
