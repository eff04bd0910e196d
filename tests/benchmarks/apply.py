"""The apply rate: real activities through sources, rules, missions, badges and the ledger, by one worker."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text
from sqlmodel import Session

from domain.services import deliveries
from domain.specs import Delivery
from domain.store import session
from domain.store.inbox import due
from domain.store.queries.health import health
from tests.benchmarks import game, histories
from tests.benchmarks.busy import Busy, postmaster
from tests.benchmarks.table import Part, Row, rate
from tests.workers.processes import Worker
from workers import queue, tasks

BATCH = 1_000


def measure(url: str, *, ceiling: float | None, most: int) -> Part:
    """Three kinds of load, each applied by one worker process."""
    everything = list(histories.activities())[:most]
    scored = [activity for activity in histories.activities() if activity["metric"] in histories.SCORED][:most]
    merged = [activity for activity in scored if activity["metric"] == "pull_request.merged"][: most // 10]
    loads = (
        ("histories as they are", histories.batches(everything, BATCH, source="all"), len(everything)),
        ("only what scores", histories.batches(scored, BATCH, source="scored"), len(scored)),
        ("GitHub deliveries of 30 kB", histories.pulls(merged), len(merged)),
    )
    rows: list[Row] = []
    with _worker(url) as worker:
        busy = Busy({"worker": worker.pid, "PostgreSQL": postmaster(url)})
        for name, load, number in loads:
            reached = number / _drained(url, load, number)
            share = f"{reached / ceiling:.0%} of the ceiling" if ceiling else ""
            rows.append(Row(name, rate(reached), share, "" if rows else "aim 10,000/s"))
        limit = busy.sentence()
    return Part(f"Apply rate: one worker, {game.MISSIONS} live missions, 1,000 players", tuple(rows), limit)


@contextmanager
def _worker(url: str) -> Iterator[Worker]:
    with tempfile.TemporaryDirectory() as folder:
        worker = Worker(url, log=Path(folder) / "worker.log")
        while session.read(health, now=datetime.now(UTC)).worker_age is None:
            time.sleep(0.05)
        try:
            yield worker
        finally:
            worker.stop()


def _drained(url: str, load: list[Delivery], number: int) -> float:
    """The seconds from the commit of all of them to the last one done. Fails when anything was left out."""
    session.write(deliveries.accept, load, now=datetime.now(UTC))
    began = time.perf_counter()
    bell = queue.build(url, None)
    tasks.wake(bell)
    bell.storage.close()
    while session.read(due, now=datetime.now(UTC), limit=1):
        time.sleep(0.01)
    spent = time.perf_counter() - began
    given = session.read(_given, load[0].source)
    assert given == number, f"{given} of {number} activities were applied"
    return spent


def _given(session: Session, source: str) -> int:
    found = session.connection().execute(
        text("select coalesce(sum(activities), 0) from delivery where source = :source and state = 'done'"),
        {"source": source},
    )
    return int(found.scalar_one())
