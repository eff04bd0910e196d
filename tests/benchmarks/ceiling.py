"""The raw ceiling: what PostgreSQL takes when nothing is computed."""

import os
import time
from datetime import date
from typing import Any
from uuid import UUID

import psycopg

from tests.benchmarks import histories
from tests.benchmarks.busy import Busy, postmaster
from tests.benchmarks.table import Part, Row, rate

BATCH = 1_000
XP = 10


def measure(url: str, *, seconds: float, most: int) -> tuple[Part, float]:
    """Activities a second with the same tables, indexes and triggers as the game's, one transaction a batch."""
    with psycopg.connect(url.replace("+psycopg", "")) as db:
        players = _players(db)
        busy = Busy({"PostgreSQL": postmaster(url), "this process": os.getpid()})
        done, began = 0, time.perf_counter()
        chosen = histories.activities(most)
        while (spent := time.perf_counter() - began) < seconds and done < len(chosen):
            part = chosen[done : done + BATCH]
            _write(db, [(activity, players[int(activity["person"]["id"]) - 1]) for activity in part])
            db.commit()
            done += len(part)
        spent = time.perf_counter() - began
        limit = busy.sentence()
    row = Row(f"one transaction a batch of {BATCH:,}", rate(done / spent))
    title = "Raw ceiling: activity + ledger entry + balance, hand-written SQL"
    return Part(title, (row,), limit), done / spent


def _players(db: psycopg.Connection[Any]) -> list[UUID]:
    rows = db.execute(
        """
        insert into player (id, name, login, kind, is_admin, hidden, sample, zones, kinds, roles, xp, created_at)
        select gen_random_uuid(), n, n, 'human', false, false, false, '[]', '[]', '[]', 0, now()
        from generate_series(1, %s) n
        returning id
        """,
        (histories.PEOPLE,),
    ).fetchall()
    db.commit()
    return [row[0] for row in rows]


def _write(db: psycopg.Connection[Any], work: list[tuple[histories.Activity, UUID]]) -> None:
    with (
        db.cursor() as cursor,
        cursor.copy(
            "copy activity (key, player_id, metric, value, occurred_at, day, received_at, delivery_id,"
            " label, dimensions) from stdin"
        ) as copy,
    ):
        for activity, player in work:
            at = activity["occurred_at"]
            copy.write_row(
                (activity["key"], player, activity["metric"], activity["value"], at, date.fromisoformat(at[:10]), at, 1,
                 activity["label"], '{"repository": "acme/app"}')
            )  # fmt: skip
    with (
        db.cursor() as cursor,
        cursor.copy(
            "copy xp_entry (player_id, amount, at, day, occurred_at, known_at, cause, cause_id, activity_key,"
            " grant_key, factors) from stdin"
        ) as copy,
    ):
        for activity, player in work:
            at, key = activity["occurred_at"], activity["key"]
            copy.write_row((player, XP, at, at[:10], at, at, "rule", "raw", key, f"raw:{key}", '{"each": 10}'))
    gains: dict[UUID, int] = {}
    for _, player in work:
        gains[player] = gains.get(player, 0) + XP
    db.execute(
        "update player set xp = xp + gain from unnest(%s::uuid[], %s::bigint[]) as g (who, gain) where id = who",
        (list(gains), list(gains.values())),
    )
