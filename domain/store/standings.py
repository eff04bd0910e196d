"""Standings: what everybody has on the boards that are on, kept in step by the transactions that change it.

A score is always worked out anew from what it follows from (day sums, completed windows, active days) and never moved
by a difference: in which order, or how often, things came in does not matter. How many players have a score is kept
beside it, by score and in two kinds of coarser buckets: how many stand above a score is the sum of a few short
stretches.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, LiteralString, TypeVar
from uuid import UUID

import orjson
from sqlmodel import Session

from domain.rules import boards as rules
from domain.rules.boards import DAY
from domain.rules.missions import MISSION_COMPLETED
from domain.rules.zones import day_of
from domain.specs import Measure
from domain.store import boards, facts, history, locks, mirror, versions
from domain.store.boards import Open
from domain.store.driver import connection

#: How many last bits of a score each kind of bucket leaves away: one holds 1,024 of the kind before it.
BITS = (0, 10, 20)
#: So many lines about how many have which score are worth folding together.
FOLD = 4_000

#: What is read back from history; everything else follows from day sums.
_HISTORY = (Measure.MISSIONS, Measure.STREAK)
Key = TypeVar("Key")

_SUMS: LiteralString = """
    select s.id as period_id, player_id,
           sum(case when b.spec ->> 'measure' = 'metric_count' then m.count else m.sum end)::bigint as score
    from board_period s join board b on b.key = s.board
    join metric_day m on m.day between s.first and s.last and m.metric = coalesce(
        b.spec ->> 'metric', case b.spec ->> 'measure' when 'coins' then 'coins.earned' else 'xp.earned' end)
    where s.id = any(%(periods)s) and {whose} group by s.id, player_id
"""
_GIVEN: LiteralString = """
    select * from json_to_recordset(%(rows)s::json) as given (period_id bigint, player_id uuid, score bigint)
"""
#: What is there beside what should be; whoever has nothing, or may not be seen, should not be there.
_CHANGED: LiteralString = """
    with wanted as (
        select w.* from ({source}) w join player p on p.id = w.player_id
        where p.kind = 'human' and not (p.hidden or p.paused) and w.score > 0
    ),
    changed as (
        select period_id, player_id, held.score as old, wanted.score as new
        from (select * from board_score where period_id = any(%(periods)s) and {whose}) held
        full join wanted using (period_id, player_id) where held.score is distinct from wanted.score
    )
"""
_WRITE: LiteralString = """
    , gone as (
        delete from board_score s using changed c
        where c.new is null and s.period_id = c.period_id and s.player_id = c.player_id
    ),
    kept as (
        insert into board_score (period_id, player_id, score)
        select period_id, player_id, new from changed where new is not null
        on conflict (period_id, player_id) do update set score = excluded.score
    ),
    counted as (
        insert into board_count (period_id, bits, bucket, players, folded)
        select period_id, bits, bucket, sum(players), false from (
            select period_id, bits, old >> bits as bucket, -1 as players from changed, unnest(%(bits)s::int[]) bits
            where old is not null
            union all
            select period_id, bits, new >> bits, 1 from changed, unnest(%(bits)s::int[]) bits where new is not null
        ) moved group by period_id, bits, bucket having sum(players) <> 0
    ),
    numbered as (
        insert into board_version (period_id, token, at, folded)
        select distinct period_id, %(token)s::bigint, now(), false from changed
    )
    select period_id, player_id, coalesce(old, 0), coalesce(new, 0) from changed where %(is_told)s
"""


def renew(session: Session, players: Collection[UUID]) -> None:
    """Bring the scores of these players in line. The caller shares the definitions, so no span is opened meanwhile."""
    if players and (periods := boards.kept(session)):
        token = versions.token()
        changed: dict[int, list[mirror.Change]] = defaultdict(list)
        for period, *change in _each(session, _WRITE, periods, sorted(players), token):
            changed[period].append(mirror.Change(*change))
        for one in periods:
            if one.id in changed:
                mirror.collect(session, one, token, changed[one.id])


def fill(session: Session, periods: Sequence[Open]) -> None:
    """The scores of everybody, for spans that were just opened."""
    _each(session, _WRITE, periods, None, versions.token())


def is_long(session: Session) -> bool:
    """Whether many lines about how many have which score wait to be folded."""
    row = connection(session).execute(
        "select count(*) from (select from board_count where not folded limit %s) new", (FOLD,)
    )
    found = row.fetchone()
    return bool(found and found[0] >= FOLD)


def fold(session: Session) -> None:
    """Replace lines by fewer ones that say the same, unless somebody does. What others add meanwhile stays."""
    connection(session).execute(
        """
        with alone as materialized (select pg_try_advisory_xact_lock(%s) as mine),
        gone as (
            delete from board_count using alone
            where mine and period_id in (select distinct period_id from board_count where not folded)
            returning period_id, bits, bucket, players
        )
        insert into board_count (period_id, bits, bucket, players, folded)
        select period_id, bits, bucket, sum(players), true from gone group by 1, 2, 3 having sum(players) <> 0
        """,
        (locks.BOARD_COUNTS,),
    )


def astray(session: Session) -> int:
    """How many scores, and how many numbers of players with a score, are not what they should be."""
    wrong: int = sum(row[0] for row in _each(session, "select count(*) from changed", boards.kept(session), None))
    row = connection(session).execute(
        """
        select count(*) from (
            select period_id, bits, score >> bits as bucket, count(*) as players
            from board_score, unnest(%s::int[]) bits group by 1, 2, 3
        ) s full join (
            select period_id, bits, bucket, sum(players) as players from board_count group by 1, 2, 3
            having sum(players) <> 0
        ) c using (period_id, bits, bucket) where s.players is distinct from c.players
        """,
        (list(BITS),),
    )
    found = row.fetchone()
    return wrong + (found[0] if found else 0)


def _each(
    session: Session, then: LiteralString, periods: Sequence[Open], players: list[UUID] | None, token: int = 0
) -> list[tuple[Any, ...]]:
    """Do `then` with what changed on boards of either kind; the rows it gives."""
    sums = [one for one in periods if one.spec.measure not in _HISTORY]
    others = [one for one in periods if one.spec.measure in _HISTORY]
    found: list[tuple[Any, ...]] = []
    for source, some in ((_SUMS, sums), (_GIVEN, others)):
        if some:
            names = {
                "periods": [one.id for one in some],
                "players": players,
                "rows": orjson.dumps(_worked_out(session, some, players) if source is _GIVEN else []).decode(),
                "bits": list(BITS),
                "token": token,
                "is_told": players is not None and mirror.is_on(),
            }
            whose: LiteralString = "true" if players is None else "player_id = any(%(players)s)"
            statement = (_CHANGED.replace("{source}", source) + then).replace("{whose}", whose)
            found += connection(session).execute(statement, names).fetchall()
    return found


def from_history(session: Session, measure: Measure, first: date, last: date) -> list[dict[str, object]]:
    """Everybody's score in a span, on boards of completed missions and streaks."""
    whose = facts.players_with(session, [MISSION_COMPLETED])
    return [
        {"player_id": player, "score": score}
        for player, score in _scores(session, measure, {None: (first, last)}, whose)[None].items()
    ]


def _worked_out(session: Session, periods: Sequence[Open], players: list[UUID] | None) -> list[dict[str, object]]:
    """The scores that follow from completed missions and streaks."""
    whose = players if players is not None else facts.players_with(session, [MISSION_COMPLETED])
    return [
        {"period_id": period, "player_id": player, "score": score}
        for measure in _HISTORY
        if (spans := {one.id: (one.first, one.last) for one in periods if one.spec.measure is measure})
        for period, scores in _scores(session, measure, spans, whose).items()
        for player, score in scores.items()
    ]


def _scores(
    session: Session, measure: Measure, spans: Mapping[Key, tuple[date, date]], players: list[UUID]
) -> dict[Key, dict[UUID, int]]:
    """By span and player; who has nothing is left out."""
    if measure is Measure.STREAK:
        lengths = history.standing(session, players)
        return {
            key: {player: rules.longest(mine, *span) for player, mine in lengths.items()} for key, span in spans.items()
        }
    days: dict[UUID, list[date]] = defaultdict(list)
    for player, at, zones in history.completions(session, players, *_around(spans.values())):
        days[player].append(day_of(zones, at))
    return {key: {player: rules.completed(mine, *span) for player, mine in days.items()} for key, span in spans.items()}


def _around(spans: Collection[tuple[date, date]]) -> tuple[datetime, datetime]:
    """Moments between which everything of these spans happened, wherever somebody was."""
    first, last = min(first for first, _ in spans), max(last for _, last in spans)
    return (
        datetime.combine(max(first, date.min + 2 * DAY) - 2 * DAY, time.min, UTC),
        datetime.combine(min(last, date.max - 2 * DAY) + 2 * DAY, time.max, UTC),
    )
