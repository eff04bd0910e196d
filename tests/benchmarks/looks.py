"""The hourly look: at everybody, and at those about whom anything is new."""

import time
from datetime import datetime, timedelta

import psycopg

from domain.services import looking
from domain.store import findings, session
from tests.benchmarks import histories
from tests.benchmarks.busy import Busy, postmaster
from tests.benchmarks.table import Part, Row

#: What a look reads: thirty days that are told, from the first of their month on, and sixty to compare with.
DAYS = 90
PEOPLE = 1_000
#: Hours of work in a day.
WORKED = 8
DAY = histories.END.replace(hour=0, minute=30, second=0, microsecond=0)


def measure(url: str, *, stored: int) -> Part:
    """Looks at the work of 1,000 people; CPU seconds are this process's, the rest is the database's."""
    _fill(url, "before", stored, DAY - timedelta(days=DAYS), DAY)
    busy, an_hour = Busy({"PostgreSQL": postmaster(url)}), stored // DAYS // WORKED
    rows = [_look("the first of a day, at everybody", DAY), _look("", DAY + timedelta(hours=1))]
    for hour in range(2, 5):
        at = DAY + timedelta(hours=hour)
        _fill(url, f"hour {hour}", an_hour, at - timedelta(hours=1), at)
        rows.append(_look(f"after an hour with {an_hour:,} more", at))
    del rows[1:3]  # a look goes back to the one before the last
    return Part(f"Looks: {DAYS} days of 1,000 people, {stored:,} stored activities", tuple(rows), busy.sentence())


def _look(name: str, now: datetime) -> Row:
    cpu, began = time.process_time(), time.perf_counter()
    seen = session.read(looking.look, now=now)
    session.write(looking.keep, seen, now=now)
    spent, cpu = time.perf_counter() - began, time.process_time() - cpu
    kept = len(session.read(findings.kept, now - timedelta(days=30)))
    return Row(name, f"{spent:.2f} s", f"{cpu:.2f} s CPU, {kept:,} findings")


def _fill(url: str, name: str, number: int, since: datetime, until: datetime) -> None:
    """Three reviews to two merges, evenly over the time and the people; a third of the reviews say nothing."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as db:
        db.execute(
            """
            with people as (select player_id as id, subject, row_number() over (order by player_id) - 1 as place
                            from identity where provider = 'github'),
            made as (select i, %(since)s::timestamptz + (i::float / %(number)s) * (%(until)s::timestamptz - %(since)s)
                            as at from generate_series(1, %(number)s) i)
            insert into activity (key, player_id, metric, value, occurred_at, day, received_at, delivery_id, label,
                                  dimensions)
            select 'made:' || %(name)s || ':' || i, who.id,
                   case when i %% 5 < 2 then 'pull_request.merged' else 'review.submitted' end, 1, at, at::date, at, 1,
                   'x', jsonb_build_object(
                       'repository', 'acme/r' || (i / 5 %% 20), 'pull', 'pull/' || (i / 5), 'merged_by', 'person',
                       'state', 'approved', 'substance', case when i %% 3 = 0 then 'no' else 'yes' end,
                       'author', 'github:' || whose.subject, 'author_kind', 'person',
                       'open_seconds', (hashint8(i * 7) & 65535)::text, 'line_changes', 'yes', 'head', %(name)s || i)
            from made
            join people who on who.place = (hashint8(i + hashtext(%(name)s)) & 1048575) %% %(people)s
            join people whose on whose.place = (hashint8(i + 1 + hashtext(%(name)s)) & 1048575) %% %(people)s
            """,
            {"name": name, "number": number, "since": since, "until": until, "people": PEOPLE},
        )
        db.execute(
            """
            insert into metric_day (player_id, metric, day, count, sum)
            select player_id, metric, day, count(*), count(*) from activity where starts_with(key, 'made:' || %s)
            group by 1, 2, 3 on conflict (player_id, metric, day) do update
            set count = metric_day.count + excluded.count, sum = metric_day.sum + excluded.sum
            """,
            (name,),
        )
        db.execute("analyze activity, metric_day")
