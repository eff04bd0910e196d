"""Settlement: the end of a week, and of a season with it, for a hundred thousand players who all did something."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

import psycopg

from domain.events import DomainEvent
from domain.services import boards, closing, deciding, leagues, missions, packs, season_ends, seasons, setup
from domain.specs import BoardSpec, Condition, LeagueSpec, MissionSpec, Operator, Period, SeasonSpec, Window
from domain.store import bus, migrate, session
from domain.store.queries import closing as waiting
from tests.benchmarks import meanwhile
from tests.benchmarks.busy import Busy, postmaster
from tests.benchmarks.table import Part, Row, rate
from tests.domain.services import game
from tests.factories import accounts
from tests.servers import temporary_postgres
from workers.seasons import follow

WEEK, FIRST, LAST = "2026-W47", date(2026, 11, 16), date(2026, 11, 22)
BEFORE = datetime(2026, 11, 1, tzinfo=UTC)
IN_THE_WEEK, DECIDED = datetime(2026, 11, 18, tzinfo=UTC), datetime(2026, 11, 25, 12, tzinfo=UTC)
PLACES, ISSUE, REVIEW = 100, "issue.completed", "review.submitted"
MONTH = BoardSpec(key="all-month", title="All month", period=Period.MONTH)
CONTEST = BoardSpec.model_validate(
    {"key": "contest", "title": "Contest", "prizes": [{"bar": 500, "rewards": [{"kind": "xp", "amount": 20}]}]}
)


def measure(*, people: int) -> Part:
    """Each of the verbs that a worker runs when a week is decided, once, as it would run it, while work goes on."""
    with _running() as url:
        lossy, limited, admin = _define()
        _fill(url, people, lossy, limited)
        _settle_what_is_empty()
        busy = Busy({"this process": os.getpid(), "PostgreSQL": postmaster(url)})
        session.write(boards.keep_up, now=DECIDED)
        session.write(leagues.keep_up, now=IN_THE_WEEK)
        jobs: dict[str, Callable[[], object]] = {
            "a board of a month is made": partial(session.write, boards.put, MONTH, actor_id=admin, now=DECIDED),
            "a weekly mission that could be lost until then": _written(closing.settle, lossy, WEEK),
            f"a weekly mission with {PLACES} places": _written(closing.settle, limited, WEEK),
            "a board of the week: places, prizes": _written(deciding.decide, "contest", FIRST, LAST),
            "a round of the league, and the next one drawn": _written(leagues.keep_up),
            "a season opens": _written(season_ends.open_season, "week"),
            "a season: results, teams, prizes": _follow,
        }
        rows = [_timed(url, what, people, job) for what, job in jobs.items()]
        assert session.read(waiting.due, now=DECIDED) == []
        rows.append(_said(url))
        return Part(f"Settlement of a week: {people:,} players", tuple(rows), busy.sentence())


def _settle_what_is_empty() -> None:
    """The weeks before, in which nobody did anything."""
    for mission, week in session.read(waiting.due, now=DECIDED):
        if week != WEEK:
            session.write(closing.settle, mission, week, now=DECIDED)


def _timed(url: str, what: str, people: int, job: Callable[[], object]) -> Row:
    """How long it took, and how long a batch took meanwhile at the most."""
    with meanwhile.batches(url, DECIDED + timedelta(minutes=1)) as longest:
        began = time.perf_counter()
        job()
        passed = time.perf_counter() - began
    return Row(
        what, f"{passed:.1f} s", f"{rate(people / passed)} players", f"slowest batch meanwhile {longest.seconds:.1f} s"
    )


def _written(verb: Callable[..., list[DomainEvent]], *arguments: object) -> Callable[[], object]:
    return partial(session.write, verb, *arguments, now=DECIDED)


def _follow() -> None:
    follow(threading.Event(), lambda: DECIDED)


def _said(url: str) -> Row:
    with psycopg.connect(url.replace("+psycopg", "")) as db:
        found = db.execute(
            "select (select count(*) from season_result), (select count(*) from xp_entry where cause = 'season')"
        ).fetchone()
    results, prizes = found or (0, 0)
    return Row("results kept, prizes paid", f"{results:,}", f"{prizes:,} prizes")


@contextmanager
def _running() -> Iterator[str]:
    with temporary_postgres({}) as url:
        migrate.upgrade(url)
        session.configure(url, pool_size=4)
        bus.configure(url, None)
        try:
            yield url
        finally:
            session.dispose()


def _define() -> tuple[UUID, UUID, UUID]:
    """The rules and badges of the starter pack, a season of a week, a board, a league, a mission of either kind."""
    session.write(packs.apply, setup.starter().model_copy(update={"missions": ()}), actor_id=None, now=BEFORE)
    prizes = [{"at_least": 400, "xp": 50}, {"bar": "streak", "at_least": 5, "badge_id": "polyglot"}]
    season = {"id": "week", "name": "A week", "first": FIRST, "last": LAST, "prizes": prizes}
    session.write(seasons.put, SeasonSpec.model_validate(season), actor_id=None, now=BEFORE)
    session.write(seasons.announce, "week", actor_id=None, now=BEFORE)
    admin = game.joined(accounts(1, first=9)[0], admin=True, now=BEFORE)
    session.write(boards.put, CONTEST, actor_id=admin, now=BEFORE)
    session.write(leagues.define, LeagueSpec(on=True), actor_id=admin, now=BEFORE)
    few = Condition(metric=ISSUE, operator=Operator.LTE, threshold=3)
    return (
        _published(MissionSpec(title="Calm", requirement=few, window=Window.WEEKLY, xp=30)),
        _published(
            MissionSpec(
                title="The first",
                requirement=Condition(metric=REVIEW, threshold=9),
                window=Window.WEEKLY,
                places=PLACES,
                xp=30,
            )
        ),
        admin,
    )


def _published(spec: MissionSpec) -> UUID:
    mission = uuid4()
    session.write(missions.draft, mission, spec, actor_id=None, now=BEFORE)
    session.write(missions.publish, mission, actor_id=None, now=BEFORE)
    return mission


def _fill(url: str, people: int, lossy: UUID, limited: UUID) -> None:
    """Everybody worked on five days, with about 500 XP; a fifth reached the mission with places. One in fifty hides."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as db:
        db.execute(
            """
            insert into player (id, name, login, kind, is_admin, hidden, sample, zones, kinds, roles, xp, created_at)
            select gen_random_uuid(), 'person-' || i, 'person-' || i, 'human', false, i %% 50 = 0, false,
                   '[[null, "UTC"]]', '[[null, "human"]]', '[[null, "player"]]', 500, %s
            from generate_series(1, %s) i
            """,
            (BEFORE, people),
        )
        db.execute(
            """
            insert into identity (provider, subject, player_id, login)
            select 'github', (%s + row_number() over ())::text, id, login from player limit %s
            """,
            (accounts(1)[0].number - 1, meanwhile.PEOPLE),
        )
        db.execute(
            """
            insert into metric_day (player_id, metric, day, count, sum)
            select id, metric, %s::date + number, 1, case when metric = 'xp.earned' then 60 + (random() * 80)::int
                   else 1 end
            from player, generate_series(0, 4) number, unnest(array['xp.earned', %s, %s]) metric
            """,
            (FIRST, ISSUE, REVIEW),
        )
        db.execute(
            """
            insert into progress (mission_id, subject_id, period, tallies, latest, completed_at, completed_by, known_at,
                                  rewarded)
            select %(lossy)s, id, %(week)s, jsonb_build_array(jsonb_build_object('', 1 + (random() * 5)::int)), %(at)s,
                   null, null, null, false from player
            union all
            select %(limited)s, id, %(week)s, '[{"": 9}]', %(at)s, %(at)s - random() * interval '3 days', id::text,
                   %(at)s, false from player where random() < 0.2
            """,
            {"lossy": lossy, "limited": limited, "week": WEEK, "at": DECIDED - timedelta(days=3)},
        )
        db.execute("insert into league_member (player_id, division, joined_at) select id, 0, %s from player", (BEFORE,))
        for table in (b"player", b"metric_day", b"progress"):
            db.execute(b"vacuum analyze " + table)
