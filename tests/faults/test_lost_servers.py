"""PostgreSQL and Redis go away and come back, while deliveries arrive and a worker works."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psutil
import psycopg
import pytest

from app import embedded
from domain.store import bus, migrate, session
from tests.faults import model, steps, work
from tests.servers import FAST, RedisServer
from tests.workers.conftest import close
from tests.workers.processes import eventually
from workers import queue, tasks


@pytest.fixture
def server() -> Iterator[embedded.Server]:
    """A PostgreSQL of this test's own, with a game on it."""
    home = Path(tempfile.gettempdir()) / f"questboard-faults-{uuid4().hex[:12]}"
    home.mkdir(mode=0o755)
    running = embedded.Server(home)
    running.start(FAST)
    migrate.upgrade(running.url)
    session.configure(running.url)
    bus.configure(running.url, None)
    model.begin()
    yield running
    session.dispose()
    running.stop()
    shutil.rmtree(running.folder, ignore_errors=True)
    shutil.rmtree(home, ignore_errors=True)


def kill_postmaster(server: embedded.Server) -> None:
    """As the kernel does when memory runs out: its other processes notice and end."""
    os.kill(postmaster(server), signal.SIGKILL)


def kill_one_backend(server: embedded.Server) -> None:
    """The server then throws everybody out and recovers by itself."""
    children = psutil.Process(postmaster(server)).children()
    backends = [child for child in children if "questboard" in " ".join(child.cmdline())]
    random.choice(backends or children).kill()


def stop_at_once(server: embedded.Server) -> None:
    server._run("pg_ctl", "stop", "-m", "immediate", "-W", "-D", str(server._cluster))


def postmaster(server: embedded.Server) -> int:
    return int((server._cluster / "postmaster.pid").read_text().split()[0])


@pytest.mark.parametrize("blow", [kill_postmaster, kill_one_backend, stop_at_once])
def test_a_database_that_dies_and_returns_costs_nothing(server: embedded.Server, blow: object, times: int) -> None:
    assert callable(blow)
    given = work.busy_days(700 * times)
    url = server.url
    worker = steps.start(url)
    with work.Sender(given) as sender:
        while sender.sends:
            time.sleep(random.uniform(0.3, 0.8))
            blow(server)
            time.sleep(random.uniform(0.05, 0.4))
            eventually(lambda: _is_back(server, url), what="PostgreSQL")
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as db:
        eventually(work.settled(db), what="an empty inbox", seconds=60)
        assert worker.is_alive(), "the worker died with its database"
        steps.kill(worker)
        model.compare(db, given)


def _is_back(server: embedded.Server, url: str) -> bool:
    if not server.is_ready():
        server.start(FAST)
    with contextlib.suppress(psycopg.OperationalError), psycopg.connect(url.replace("+psycopg", "")):
        return True
    return False


def killed(redis: RedisServer) -> None:
    redis.stop()
    time.sleep(random.uniform(0.1, 0.5))
    redis.start()


def flushed(redis: RedisServer) -> None:
    subprocess.run(["redis-cli", "-p", str(redis.port), "flushall"], check=True, capture_output=True)


def frozen(redis: RedisServer) -> None:
    process = redis._process
    assert process is not None
    process.send_signal(signal.SIGSTOP)
    time.sleep(1.5)
    process.send_signal(signal.SIGCONT)


@pytest.mark.parametrize("blow", [killed, flushed, frozen])
def test_a_redis_in_trouble_costs_at_most_five_seconds_and_no_data(
    game: str, db: model.Connection, blow: object, times: int
) -> None:
    assert callable(blow)
    given = work.busy_days(400 * times)
    with RedisServer() as redis:
        worker = steps.start(game, redis.url)
        bell = queue.build(game, redis.url)
        with work.Sender(given) as sender:
            while sender.sends:
                tasks.wake(bell)
                blow(redis)
        assert eventually(work.settled(db), what="an empty inbox") < 5
        assert worker.is_alive()
        steps.kill(worker)
        close(bell)
    model.compare(db, given)


def test_a_redis_that_is_gone_for_good_costs_at_most_five_seconds(game: str, db: model.Connection) -> None:
    with RedisServer() as redis:
        bus.configure(game, redis.url)
        worker = steps.start(game, redis.url)
        work.send(work.busy_days(20))
        eventually(work.settled(db))
        redis.stop()
        late = work.busy_days(200, first=1_000)
        work.send(late)

        assert eventually(work.settled(db), what="an empty inbox") < 5
        steps.kill(worker)
        bus.configure(game, None)
    model.compare(db, work.busy_days(20) + late)
