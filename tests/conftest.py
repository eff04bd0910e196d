"""What tests share: a real PostgreSQL, a fresh database a test, a real Redis, the real Chromium, the corpus.

`database_url` is an empty migrated database; `store` has it configured as the store's; `seeded` has the default rules,
badges and missions in it as well.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from app import embedded

#: A killed process loses nothing without fsync, only a killed machine does: tests need no disk's patience.
FAST = {"fsync": "off", "full_page_writes": "off", "shared_buffers": "128MB", "max_connections": "200"}


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of the test session's PostgreSQL (its database `questboard` stays empty)."""
    home = Path(tempfile.gettempdir()) / f"questboard-tests-{uuid4().hex[:12]}"
    try:
        with embedded.running(home, options=FAST) as url:
            yield url
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def template(postgres: str) -> str:
    """The name of a migrated database that nobody is connected to."""
    from domain.store import migrate

    _run_sql(postgres, "CREATE DATABASE template_migrated")
    migrate.upgrade(with_database(postgres, "template_migrated"))
    return "template_migrated"


@pytest.fixture(scope="session")
def seeded_template(postgres: str, template: str) -> str:
    """The name of a migrated database with the default rules, badges and missions."""
    from datetime import UTC, datetime

    from domain.services import setup
    from domain.store import session

    _run_sql(postgres, f"CREATE DATABASE template_seeded TEMPLATE {template}")
    session.configure(with_database(postgres, "template_seeded"))
    session.write(setup.seed, now=datetime.now(UTC))
    session.dispose()
    return "template_seeded"


@pytest.fixture
def empty_database_url(postgres: str) -> Iterator[str]:
    """A database without any table."""
    yield from _database(postgres, "template1")


@pytest.fixture
def database_url(postgres: str, template: str) -> Iterator[str]:
    """A migrated, empty database of this test's own."""
    yield from _database(postgres, template)


@pytest.fixture
def seeded_database_url(postgres: str, seeded_template: str) -> Iterator[str]:
    """A migrated database of this test's own with the default rules, badges and missions."""
    yield from _database(postgres, seeded_template)


@pytest.fixture
def store(database_url: str) -> Iterator[str]:
    """The store on an empty database. The value is its URL."""
    yield from _configured(database_url)


@pytest.fixture
def seeded(seeded_database_url: str) -> Iterator[str]:
    """The store on a database with the default rules, badges and missions. The value is its URL."""
    yield from _configured(seeded_database_url)


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """The URL of the test session's Redis."""
    with running_redis() as url:
        yield url


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """An empty Redis."""
    import redis

    with redis.Redis.from_url(redis_server) as client:
        client.flushall()
    return redis_server


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the real Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = os.environ.get("QUESTBOARD_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.fail("Chromium is missing. Install it (Debian: apt-get install chromium) or set QUESTBOARD_CHROMIUM.")
    return found


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real input, which a user's clone does not have."""
    folder = Path(os.environ.get("QUESTBOARD_CORPUS", Path(__file__).parents[2] / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"the corpus of real deliveries is not here ({folder}); set QUESTBOARD_CORPUS")
    return folder


def with_database(url: str, name: str) -> str:
    """The same server, another database."""
    server, query = url.rsplit("?", 1)
    return f"{server.rsplit('/', 1)[0]}/{name}?{query}"


def free_port() -> int:
    """A TCP port of the loopback that nobody uses right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class running_redis:  # noqa: N801 - used like a function, and tests of lost connections stop and start it again
    """A Redis of its own as a context manager; `stop()` kills it, `start()` brings it back empty on the same port."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> str:
        self.start()
        return self.url

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        if shutil.which("redis-server") is None:
            pytest.fail("redis-server is missing. Install it (Debian: apt-get install redis-server).")
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL, cwd="/")
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        pytest.fail("redis-server did not start within ten seconds.")

    def stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None


def _database(postgres: str, template: str) -> Iterator[str]:
    name = f"test_{uuid4().hex[:16]}"
    _run_sql(postgres, f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield with_database(postgres, name)
    finally:
        _run_sql(postgres, f"DROP DATABASE {name} WITH (FORCE)")


def _configured(url: str) -> Iterator[str]:
    from domain.store import bus, session

    session.configure(url)
    bus.configure(url, None)
    try:
        yield url
    finally:
        session.dispose()


def _run_sql(url: str, statement: str) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as db:
        db.execute(statement.encode())
