"""The apply rate: real activities through sources, rules, missions, badges and the ledger, by one worker."""

import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import text
from sqlmodel import Session

from domain.events import DomainEvent
from domain.services import deliveries, inbox
from domain.store import progress, session
from domain.store.inbox import due
from domain.store.queries.health import health
from tests.benchmarks import histories
from tests.benchmarks.busy import Busy, postmaster
from tests.benchmarks.histories import Activity, Post
from tests.benchmarks.table import Part, Row, rate
from tests.workers.processes import Worker
from workers import queue, tasks

BATCH = 1_000
#: Deliveries of GitHub that come in together: some hours of them, so that none is late.
TOGETHER = 100
#: Activities that come in long after others.
LATE = 2_000
#: Deliveries of which the pairs are counted.
COUNTED = 3


@dataclass(frozen=True, slots=True)
class Applied:
    """Activities a second of the histories as they are."""

    part: Part
    rate: float


def measure(
    url: str, *, missions: int, ceiling: float | None, beside: float | None = None, most: int, about: str = ""
) -> Applied:
    """What one worker does with `missions` live missions; `beside` is the rate it is compared with.

    `about` says what else is on.
    """
    everything = histories.activities(most)
    counted, rest = everything[: COUNTED * BATCH], everything[COUNTED * BATCH :]
    pairs = _pairs(histories.batches(counted, BATCH, source="all"))
    rows: list[Row] = []
    with _worker(url) as worker:
        busy = Busy({"worker": worker.pid, "PostgreSQL": postmaster(url)})
        reached = _rate(url, histories.batches(rest, BATCH, source="rest"), rest)
        rows.append(Row("histories as they are", rate(reached), _share(reached, ceiling, beside), "aim 10,000/s"))
        for name, load, work in _others(everything) if beside is None else ():
            other = _rate(url, load, work)
            rows.append(Row(name, rate(other), _share(other, ceiling)))
        limit = busy.sentence()
    rows.append(
        Row(f"(player × mission) a delivery of {BATCH:,} touches", f"{pairs:,.0f}", f"{pairs / BATCH:.1f} each")
    )
    return Applied(
        Part(f"Apply rate: one worker, {missions} live missions, 1,000 players{about}", tuple(rows), limit), reached
    )


def _others(everything: Sequence[Activity]) -> Iterator[tuple[str, Iterable[Post], Sequence[Activity]]]:
    """Further loads, each on days of its own; and a little of the first one again as other work, which is late."""
    half = histories.AFTERWARDS / 2
    scoring = [activity for activity in everything if activity["metric"] in histories.SCORED]
    scored = histories.spread(scoring, histories.END - 2 * half, half)
    merging = [activity for activity in scored if activity["metric"] == "pull_request.merged"]
    merged = histories.spread(merging, histories.END - half, half)
    late = everything[:LATE]
    yield "only what scores", histories.batches(scored, BATCH, source="scored"), scored
    yield "GitHub deliveries of 30 kB", histories.pulls(merged, TOGETHER), merged
    yield "out of order: windows are walked again", histories.batches(late, BATCH, source="late"), late


def _share(reached: float, ceiling: float | None, beside: float | None = None) -> str:
    of_the_ceiling = [f"{reached / ceiling:.0%} of the ceiling"] if ceiling else []
    of_the_other = [f"{reached / beside:.0%} of 20 missions"] if beside else []
    return ", ".join(of_the_ceiling + of_the_other)


def _pairs(load: Iterable[Post]) -> float:
    """How many windows of (player or team × mission) a delivery looks up, applied in this process."""
    asked: list[int] = []
    look_up = progress.states

    def states(reading: Session, pairs: Sequence[progress.Pair]) -> dict[progress.Pair, progress.State]:
        asked.append(len(pairs))
        return look_up(reading, pairs)

    with patch.object(progress, "states", states):
        for number, post in enumerate(load, start=1):
            session.write(deliveries.accept, post.deliveries, now=post.at)
            session.write(inbox.apply, now=post.at, limit=number)
    return sum(asked) / number


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


def _rate(url: str, load: Iterable[Post], work: Sequence[Activity]) -> float:
    """Activities a second, from the commit of all of them to the last one done. Fails when anything was left out."""
    before = session.read(_given)
    session.write(_accept, list(load))
    began = time.perf_counter()
    bell = queue.build(url, None)
    tasks.wake(bell)
    bell.storage.close()
    while session.read(due, now=datetime.now(UTC), limit=1):
        time.sleep(0.01)
    spent = time.perf_counter() - began
    given = session.read(_given) - before
    assert given == len(work), f"{given} of {len(work)} activities were applied"
    return len(work) / spent


def _accept(session: Session, load: Iterable[Post]) -> list[DomainEvent]:
    """All of it in one transaction, each as it came in: the worker sees everything or nothing."""
    return [event for post in load for event in deliveries.accept(session, post.deliveries, now=post.at)]


def _given(session: Session) -> int:
    found = session.connection().execute(
        text("select coalesce(sum(activities), 0) from delivery where state = 'done'"),
    )
    return int(found.scalar_one())
