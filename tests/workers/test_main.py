import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from domain.services import deliveries
from domain.store import session
from domain.store.queries.health import health
from tests import factories
from tests.servers import RedisServer, with_database
from tests.workers.conftest import close
from tests.workers.processes import PROGRAM, Worker, eventually
from workers import queue, tasks

AUTHOR = factories.accounts(1)[0]


@pytest.fixture
def worker(seeded: str, tmp_path: Path) -> Iterator[Worker]:
    with Worker(seeded, log=tmp_path / "worker.log") as running:
        yield running


def accept() -> None:
    session.write(deliveries.accept, [factories.merged_pull(AUTHOR)], now=datetime.now(UTC))


def pending() -> int:
    return session.read(health, now=datetime.now(UTC)).pending


def is_beating() -> bool:
    return session.read(health, now=datetime.now(UTC)).worker_age is not None


def test_a_worker_beats_and_applies_what_waits(seeded: str, worker: Worker) -> None:
    accept()

    eventually(lambda: is_beating() and not pending(), what="a heartbeat and an empty inbox")


def test_without_any_wake_up_the_sweeper_applies_it_within_its_round(seeded: str, worker: Worker) -> None:
    eventually(is_beating)
    time.sleep(0.3)
    accept()

    assert eventually(lambda: not pending(), what="the sweep") < 5


def test_a_wake_up_is_enough_without_the_sweeper(seeded: str, tmp_path: Path) -> None:
    program = PROGRAM.replace("main.run", "main.SWEEP_SECONDS = 600; main.run")
    with Worker(seeded, log=tmp_path / "worker.log", program=program):
        eventually(is_beating)
        bell = queue.build(seeded, None)
        for _ in range(5):
            time.sleep(0.1)
            accept()
            tasks.wake(bell)
            eventually(lambda: not pending(), seconds=5, what="the wake-up")
        close(bell)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_told_to_stop_ends_quietly(seeded: str, worker: Worker, number: signal.Signals) -> None:
    eventually(is_beating)

    assert worker.stop(number, seconds=5) == 0
    assert "Traceback" not in worker.output()


def test_a_running_batch_is_finished_before_the_end(seeded: str, worker: Worker) -> None:
    eventually(is_beating)
    with psycopg.connect(seeded.replace("+psycopg", ""), autocommit=True) as db:
        db.execute(
            """
            create function dawdle() returns trigger language plpgsql as
            $$ begin perform pg_sleep(1.5); return new; end $$;
            create trigger dawdle before insert on activity for each statement execute function dawdle()
            """
        )
        accept()
        busy = "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()"
        eventually(lambda: db.execute(busy).fetchone() == (1,), what="the batch")

        assert worker.stop(seconds=10) == 0
        assert db.execute("select state from delivery").fetchall() == [("done",)]


def test_a_worker_starts_before_its_database_and_finds_it_later(seeded_database_url: str, tmp_path: Path) -> None:
    name = seeded_database_url.split("/")[3].split("?", maxsplit=1)[0]
    late = with_database(seeded_database_url, f"late_{name}")
    worker = Worker(late, log=tmp_path / "worker.log")
    with psycopg.connect(with_database(late, "questboard").replace("+psycopg", ""), autocommit=True) as db:
        eventually(lambda: "queue.not_heard" in worker.output(), what="the worker missing its database")
        db.execute(f"alter database {name} rename to late_{name}".encode())
        try:
            session.configure(late)
            eventually(is_beating, what="a heartbeat")
            assert worker.output().count("queue.not_heard") == 1
        finally:
            worker.kill()
            session.dispose()
            db.execute(f"drop database late_{name} with (force)".encode())
            db.execute(f"create database {name}".encode())


def test_a_lost_redis_costs_less_than_five_seconds_and_is_logged_once(seeded: str, tmp_path: Path) -> None:
    with RedisServer() as server, Worker(seeded, server.url, log=tmp_path / "worker.log") as worker:
        bell = queue.build(seeded, server.url)
        eventually(is_beating)
        server.stop()
        time.sleep(2.5)
        accept()
        tasks.wake(bell)
        assert eventually(lambda: not pending()) < 5

        server.start()
        eventually(lambda: "queue.heard_again" in worker.output(), what="the worker hearing Redis again")
        time.sleep(tasks.REST)
        accept()
        tasks.wake(bell)
        assert eventually(lambda: not pending()) < 5
        worker.stop()
        close(bell)

    assert worker.output().count("queue.not_heard") == 1
    assert "Traceback" not in worker.output()
