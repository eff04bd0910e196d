"""The preview: a mission tried on a year of stored work, and how much memory that takes."""

import resource
import time
from collections.abc import Mapping
from datetime import timedelta

import psycopg

from domain.specs import Aggregate, AllOf, Condition, Filter, Kind, MissionSpec, Scope, Span, Step, Unit, Window
from domain.store import session
from domain.store.queries.preview import preview
from tests.benchmarks import histories
from tests.benchmarks.busy import Busy, postmaster
from tests.benchmarks.table import Part, Row

SINCE, UNTIL = (histories.END - timedelta(days=365)).date(), histories.END.date()
REVIEW = "review.submitted"
_SUBSTANCE = (Filter(dimension="substance", values=("yes",)),)


def measure(url: str, *, stored: int) -> Part:
    """One preview of each kind on `stored` activities; CPU seconds are this process's, the rest is the database's."""
    _fill(url, stored)
    busy = Busy({"PostgreSQL": postmaster(url)})
    rows = [_time(name, spec, stored) for name, spec in _missions().items()]
    return Part(f"Preview: a year of 1,000 people, {stored:,} stored activities", tuple(rows), busy.sentence())


def _missions() -> Mapping[str, MissionSpec]:
    looked = Condition(metric=REVIEW, threshold=2)
    landed = Condition(metric="pull_request.merged", threshold=1)
    places = Condition(metric="pull_request.merged", aggregate=Aggregate.DISTINCT, dimension="repository", threshold=8)
    rolling = Condition(metric=REVIEW, threshold=12, within=Span(number=2, unit=Unit.DAYS))
    return {
        "once": _mission(Condition(metric=REVIEW, threshold=500)),
        "weekly, with a filter": _mission(Condition(metric=REVIEW, threshold=5, filters=_SUBSTANCE), Window.WEEKLY),
        "monthly, different repositories": _mission(places, Window.MONTHLY),
        "daily, two conditions": _mission(AllOf(all=(looked, landed)), Window.DAILY),
        "everybody": _mission(Condition(metric=REVIEW, threshold=5_000), Window.MONTHLY, Scope.GUILD),
        "a stretch of two days": _mission(rolling),
        "ever": _mission(Condition(metric=REVIEW, threshold=500, ever=True)),
        "a quest": MissionSpec(
            title="Tried",
            kind=Kind.QUEST,
            steps=(
                Step(title="Look", requirement=looked),
                Step(title="Look, and land", requirement=AllOf(all=(looked, landed))),
            ),
            xp=10,
        ),
    }


def _mission(
    requirement: Condition | AllOf,
    window: Window = Window.ONCE,
    scope: Scope = Scope.PERSONAL,
) -> MissionSpec:
    return MissionSpec(title="Tried", requirement=requirement, window=window, scope=scope, xp=10)


def _time(name: str, spec: MissionSpec, stored: int) -> Row:
    """Whatever memory it takes above what this process ever had before is told; a second time tells the same."""
    peak, cpu, began = _peak(), time.process_time(), time.perf_counter()
    found = session.read(preview, spec, since=SINCE, until=UNTIL, now=histories.END)
    spent, cpu = time.perf_counter() - began, time.process_time() - cpu
    assert found.activities, found
    aim = "aim 3 s" if stored >= 1_000_000 else ""
    return Row(
        f"{name} ({found.activities:,} read)", f"{spent:.2f} s", f"{cpu:.2f} s CPU, +{_peak() - peak:.0f} MB", aim
    )


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _fill(url: str, stored: int) -> None:
    """Four reviews to a merge, in twenty repositories, evenly over the year and the people."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as db:
        db.execute(
            """
            insert into activity (key, player_id, metric, value, occurred_at, day, received_at, delivery_id, label,
                                  dimensions)
            with people as (select id, row_number() over (order by id) - 1 as place from player)
            select 'made:' || i, people.id, case when i %% 5 = 0 then 'pull_request.merged' else 'review.submitted' end,
                   1, at, at::date, at, 1, 'x',
                   jsonb_build_object('repository', 'acme/r' || (i / 5 %% 20),
                                      'substance', case when i %% 3 = 0 then 'no' else 'yes' end)
            from (select i, %s::timestamptz + (i::float / %s) * interval '365 days' as at from generate_series(1, %s) i)
            made join people on people.place = (hashint8(i) & 1048575) %% (select count(*) from people)
            """,
            (SINCE, stored, stored),
        )
        db.execute("vacuum analyze activity")
