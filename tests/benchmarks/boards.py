"""Boards: a page, a rank and the rows around a player, with a thousand, a hundred thousand and a million players.

In PostgreSQL alone, and with Redis beside it.
"""

import random
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from uuid import UUID

import psycopg
from sqlmodel import Session

from domain.services import boards
from domain.store import mirror, session
from domain.store.queries.boards import around, board, rank
from tests.benchmarks.busy import Busy, postmaster
from tests.benchmarks.table import Part, Row, percentile
from tests.servers import RedisServer
from workers.mirrors import Mirrors

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
#: Days of the week of `NOW` with work on them, and how often each question is asked.
DAYS, ASKED = 3, 400
AIM = 0.005

Ask = Callable[[Session], object]


def measure(url: str, *, people: int) -> Part:
    """The board of this week; every question is a transaction of its own, asked at random places."""
    players = _fill(url, people)
    began = time.perf_counter()
    session.write(boards.keep_up, now=NOW)
    opened = time.perf_counter() - began
    _settle(url)
    busy = Busy({"PostgreSQL": postmaster(url)})
    rows = _asked(players, people, "")
    with RedisServer() as server:
        mirror.configure(server.url)
        built = _reflected()
        rows += _asked(players, people, ", with Redis")
        mirror.configure(None)
    rows.append(Row("scores of everybody worked out, four boards", f"{opened:.1f} s", "when a span begins, once"))
    rows.append(Row("the same brought to an empty Redis", f"{built:.1f} s", "while work goes on"))
    return Part(f"Boards: {people:,} players", tuple(rows), busy.sentence())


def _asked(players: Sequence[UUID], people: int, where: str) -> list[Row]:
    dice = random.Random(1)
    return [
        _timed(f"first page{where}", people, lambda: lambda reading: board(reading, "week", now=NOW)),
        _timed(f"any page{where}", people, lambda: _page(dice.randrange(people))),
        _timed(f"rank{where}", people, lambda: _rank(dice.choice(players))),
        _timed(f"around me{where}", people, lambda: _around(dice.choice(players))),
    ]


def _reflected() -> float:
    """Seconds until Redis has every board of today."""
    began = time.perf_counter()
    if Mirrors(threading.Event(), clock=lambda: NOW).look() == 0:
        raise SystemExit("Redis did not take the boards.")
    return time.perf_counter() - began


def _page(offset: int) -> Ask:
    return lambda reading: board(reading, "week", now=NOW, offset=offset)


def _rank(player: UUID) -> Ask:
    return lambda reading: rank(reading, "week", player, now=NOW)


def _around(player: UUID) -> Ask:
    return lambda reading: around(reading, "week", player, now=NOW)


def _timed(what: str, people: int, question: Callable[[], Ask]) -> Row:
    taken = []
    for _ in range(ASKED):
        ask = question()
        began = time.perf_counter()
        session.read(ask)
        taken.append(time.perf_counter() - began)
    aim = f"p95 under {AIM * 1_000:.0f} ms" if people >= 1_000_000 else ""
    return Row(what, _ms(taken, 0.5), f"p95 {_ms(taken, 0.95)}", aim)


def _ms(taken: Sequence[float], share: float) -> str:
    return f"{percentile(taken, share) * 1_000:.1f} ms"


def _fill(url: str, people: int) -> list[UUID]:
    """Everybody with 15 to about 3,000 XP on the first days of the week; some of those who can be asked for."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as db:
        db.execute("truncate player, metric_day, board_score, board_count, board_version, board_period cascade")
        db.execute(
            """
            insert into player (id, name, login, kind, is_admin, hidden, sample, zones, kinds, roles, xp, created_at)
            select gen_random_uuid(), 'person-' || i, 'person-' || i, 'human', false, i %% 50 = 0, false,
                   '[[null, "UTC"]]', '[[null, "human"]]', '[[null, "player"]]', 1000 + i %% 5000, now()
            from generate_series(1, %s) i
            """,
            (people,),
        )
        db.execute(
            """
            insert into metric_day (player_id, metric, day, count, sum)
            select id, 'xp.earned', %s::date - number, 1, 5 + (random() ^ 3 * 1000)::int
            from player, generate_series(0, %s - 1) number
            """,
            (NOW.date(), DAYS),
        )
        db.execute("vacuum analyze player")
        db.execute("vacuum analyze metric_day")
        asked = "select id from player where not hidden order by md5(id::text) limit 5000"
        return [row[0] for row in db.execute(asked.encode())]


def _settle(url: str) -> None:
    """What autovacuum does by itself in the minutes after so many new rows."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as db:
        for table in ("board_score", "board_count"):
            db.execute(f"vacuum analyze {table}".encode())
