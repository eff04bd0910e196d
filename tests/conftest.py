"""What tests share: a real PostgreSQL, a swept or a fresh database, a real Redis, the real Chromium, the corpus.

`store` is the store on an empty migrated database, `seeded` the same with the default rules, badges and missions. Both
databases are swept between tests: making another takes half a second of CPU. Whoever changes the shape of one takes
`own_store`, `own_seeded` or one of the URLs.
"""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from hypothesis import settings

from tests.long import IS_LONG
from tests.servers import RedisServer, temporary_postgres, with_database

#: Half the examples in `make test`, which must end within twelve minutes on two cores; all of them in the long runs.
settings.register_profile("quick", settings.default, max_examples=50)
if not IS_LONG:
    settings.load_profile("quick")


@pytest.fixture(scope="module", autouse=True)
def _what_is_loaded_stays() -> None:
    """The simulated user of NiceGUI collects garbage twice a test: slow, where it looks at all that was ever loaded."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of the test session's PostgreSQL (its database `questboard` stays empty)."""
    with temporary_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def template(postgres: str) -> str:
    """The name of a migrated database that nobody is connected to."""
    from domain.store import migrate

    _run_sql(postgres, "CREATE DATABASE template_migrated")
    migrate.upgrade(with_database(postgres, "template_migrated"))
    return "template_migrated"


@pytest.fixture(scope="session")
def seeded_template(postgres: str, template: str) -> str:
    """The name of a migrated database with the rules, badges and missions of a small, fixed game."""
    from datetime import UTC, datetime

    from domain.store import session
    from tests.domain.services import game

    _run_sql(postgres, f"CREATE DATABASE template_seeded TEMPLATE {template}")
    session.configure(with_database(postgres, "template_seeded"))
    game.begin(now=datetime.now(UTC))
    session.dispose()
    return "template_seeded"


@pytest.fixture
def empty_database_url(postgres: str) -> Iterator[str]:
    """A database without any table."""
    yield from made_database(postgres, "template1")


@pytest.fixture
def database_url(postgres: str, template: str) -> Iterator[str]:
    """A migrated, empty database of this test's own."""
    yield from made_database(postgres, template)


@pytest.fixture
def seeded_database_url(postgres: str, seeded_template: str) -> Iterator[str]:
    """A migrated database of this test's own with the default rules, badges and missions."""
    yield from made_database(postgres, seeded_template)


@pytest.fixture
def own_store(database_url: str) -> Iterator[str]:
    """The store on an empty database of this test's own. The value is its URL."""
    yield from _configured(database_url)


@pytest.fixture
def own_seeded(seeded_database_url: str) -> Iterator[str]:
    """The same with the default rules, badges and missions."""
    yield from _configured(seeded_database_url)


@pytest.fixture(scope="session")
def swept_database(postgres: str, template: str) -> Iterator[str]:
    """A migrated database that tests leave as it is in shape, and may leave full."""
    yield from _kept(postgres, template)


@pytest.fixture(scope="session")
def swept_seeded_database(postgres: str, seeded_template: str) -> Iterator[str]:
    """The same with the default rules, badges and missions."""
    yield from _kept(postgres, seeded_template)


@pytest.fixture
def store(swept_database: str) -> Iterator[str]:
    """The store on an empty database. The value is its URL."""
    yield from swept(swept_database)


@pytest.fixture
def seeded(swept_seeded_database: str) -> Iterator[str]:
    """The store on a database with the default rules, badges and missions. The value is its URL."""
    yield from swept(swept_seeded_database)


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """The URL of the test session's Redis."""
    with RedisServer() as server:
        yield server.url


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


def made_database(postgres: str, template: str) -> Iterator[str]:
    """The URL of a database made like `template`, as long as it is wanted."""
    name = f"test_{uuid4().hex[:16]}"
    _run_sql(postgres, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    try:
        yield with_database(postgres, name)
    finally:
        _run_sql(postgres, f"DROP DATABASE {name} WITH (FORCE)")


def _kept(postgres: str, template: str) -> Iterator[str]:
    from tests.domain.services import game

    for url in made_database(postgres, template):
        game.keep(url)
        yield url


def swept(url: str) -> Iterator[str]:
    from tests.domain.services import game

    game.sweep(url)
    yield from _configured(url)


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
