"""Recorded work: everybody's, in the form in which a mission can be tried on it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from uuid import UUID

import orjson
from psycopg import sql
from sqlmodel import Session

from domain.rules.back_test import Stretch
from domain.rules.derived import DERIVED, NOT_WORK
from domain.rules.missions import MISSION_COMPLETED
from domain.rules.requirements import is_counted
from domain.rules.trial import Trail, counts_ever
from domain.specs import Aggregate, Fact, MissionSpec, Scope, conditions
from domain.store import history
from domain.store.definitions import Mission
from domain.store.driver import connection
from domain.store.history import Wanted

#: Players whose work is in memory at once, in columns or fact by fact, and pieces of work of all of them.
CHUNK, FEW, BLOCK = 100, 20, 20_000

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Symbols:
    """What a mission can tell of a piece of work, as a text: two with the same text are alike to it."""

    def __init__(self, spec: MissionSpec) -> None:
        self._wanted = [condition for goal in spec.goals for condition in conditions(goal)]
        self._metrics = sorted(spec.metrics)
        filtered = {each.dimension for one in self._wanted for each in one.filters}
        self._dimensions = sorted(filtered | {one.dimension for one in self._wanted if one.dimension})
        aggregates = {one.aggregate for one in self._wanted}
        self._has_value = not aggregates.isdisjoint({Aggregate.SUM, Aggregate.MAX})
        self._has_day = Aggregate.DISTINCT_DAYS in aggregates
        self.fact = cache(self._fact)
        self.counts = cache(self._counts)
        self.metric = cache(lambda symbol: self._fact(symbol).metric)

    @property
    def expression(self) -> sql.Composable:
        """The symbol of a row of `activity` in SQL: a JSON array of metric, value, day and dimensions."""
        parts = [
            sql.SQL("array_position({}::text[], metric::text)").format(sql.Literal(self._metrics)),
            sql.SQL("value" if self._has_value else "1"),
            sql.SQL("""'"' || day || '"'""" if self._has_day else "'null'"),
            *(
                sql.SQL("coalesce((dimensions -> {})::text, 'null')").format(sql.Literal(name))
                for name in self._dimensions
            ),
        ]
        return sql.SQL("'[' || {} || ']'").format(sql.SQL(" || ',' || ").join(parts))

    def _fact(self, symbol: str) -> Fact:
        """A fact that stands for all of a symbol; its moment and key mean nothing."""
        metric, value, day, *values = orjson.loads(symbol)
        found = {name: one for name, one in zip(self._dimensions, values, strict=True) if one is not None}
        on = date.fromisoformat(day) if day else _EPOCH.date()
        return Fact("", self._metrics[metric - 1], value, _EPOCH, on, found)

    def _counts(self, symbol: str) -> bool:
        """Whether any condition counts it."""
        return is_counted(self._wanted, self.fact(symbol))


_COLUMNS = sql.SQL(
    """
    (date_part('epoch', least(a.occurred_at, a.received_at)) * 1000000)::bigint as at, a.day - %(since)s::date as day,
    {symbol} as symbol, a.key collate "C" as key
    """
)
_WORK = sql.SQL(
    """
    metric = any(%(metrics)s) and day between %(begin)s and %(until)s and reverses is null
    and (a.player_id, a.key) not in (
        select r.player_id, r.reverses from activity r where r.reverses is not null and r.player_id = any(%(players)s)
    )
    """
)
_KEYS = sql.SQL(", array_agg(key order by at, key)")


def trails(
    session: Session, spec: MissionSpec, symbols: Symbols, players: Sequence[UUID], stretch: Stretch
) -> Iterator[tuple[UUID, Trail]]:
    """The work of each player who did any."""
    statement = sql.SQL(
        """
        select player_id, array_agg(symbol order by at, key), array_agg(at order by at, key),
               array_agg(day order by at, key) {keys}
        from (select player_id, {columns} from activity a where player_id = any(%(players)s) and {work}) work
        group by player_id order by player_id
        """
    ).format(columns=_COLUMNS.format(symbol=symbols.expression), work=_WORK, keys=_keys(spec))
    for at in range(0, len(players), CHUNK):
        asked = {**_asked(spec, stretch), "players": list(players[at : at + CHUNK])}
        for player, *columns in connection(session).cursor(binary=True).execute(statement, asked):
            yield player, _trail(stretch, *columns)


def blocks(
    session: Session, spec: MissionSpec, symbols: Symbols, players: Sequence[UUID], stretch: Stretch
) -> Iterator[tuple[float, list[int], Trail]]:
    """The work of all these players in its order: how far a block of it is, whose each piece is, and what it is.

    Players are told by their places among `players`.
    """
    statement = sql.SQL(
        """
        select max(share), array_agg(who order by at, key), array_agg(symbol order by at, key),
               array_agg(at order by at, key), array_agg(day order by at, key) {keys}
        from (select *, row_number() over (order by at, key) / %(block)s as block,
                     percent_rank() over (order by at, key) as share from (
                select (p.place - 1)::int as who, {columns} from activity a
                join unnest(%(players)s::uuid[]) with ordinality p(id, place) on p.id = a.player_id
                where {work}
              ) work) numbered
        group by block order by block
        """
    ).format(columns=_COLUMNS.format(symbol=symbols.expression), work=_WORK, keys=_keys(spec))
    with connection(session).cursor("blocks", binary=True) as cursor:
        cursor.itersize = 1
        cursor.execute(statement, {**_asked(spec, stretch), "players": list(players), "block": BLOCK})
        for share, who, *columns in cursor:
            yield share, who, _trail(stretch, *columns)


def _keys(spec: MissionSpec) -> sql.Composable:
    """Natural keys decide who was first where two did it at the same moment."""
    return _KEYS if spec.places is not None else sql.SQL("")


def _asked(spec: MissionSpec, stretch: Stretch) -> dict[str, object]:
    begin = date(1970, 1, 1) if counts_ever(spec) else stretch.since
    return {"metrics": sorted(spec.metrics), "begin": begin, "since": stretch.since, "until": stretch.until}


def _trail(
    stretch: Stretch, symbols: list[str], moments: list[int], days: list[int], keys: Sequence[str] = ()
) -> Trail:
    dates = {day: stretch.since + timedelta(days=day) for day in set(days)}
    return Trail(symbols, moments, [dates[day] for day in days], keys)


def facts(
    session: Session, mission: Mission, players: Sequence[UUID], stretch: Stretch
) -> Iterator[tuple[UUID, list[Fact]]]:
    """Each player's work, fact by fact, in the order of the players; of conditions of ever all there is."""
    spec = mission.spec
    metrics = spec.metrics.union(*(goal.metrics for goal in mission.goals.values()))
    metrics |= {MISSION_COMPLETED} if spec.after else set()
    ever = bool(spec.after) or any(goal.looks_back for goal in mission.goals.values())
    begin = None if ever else datetime.combine(stretch.since - timedelta(days=1), time(), UTC)
    for at in range(0, len(players), FEW):
        chunk = players[at : at + FEW]
        wanted = [Wanted((player,), metrics, begin) for player in chunk]
        for player, found in zip(chunk, history.read(session, wanted), strict=True):
            back = {fact.key for fact in found if fact.times < 0 and fact.metric not in DERIVED}
            mine = [fact for fact in found if fact.day <= stretch.until and fact.key not in back]
            yield player, [fact for fact in mine if ever or stretch.since <= fact.day]


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
        where day between %s and %s and metric <> all(%s) and count > 0 group by player_id
        """,
        (stretch.since, stretch.until, list(NOT_WORK)),
    )
    return dict(rows.fetchall())
