"""What `questboard doctor` looks at: each finding is a name, good or bad, and a sentence that says what to do."""

import os
import shutil
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import redis
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.exc import SQLAlchemyError

from app import embedded, settings
from app.settings import Settings
from domain.errors import Invalid, QuestboardError
from domain.store import migrate, session
from domain.store.queries import health

GIGABYTE = 10**9
#: Seconds since a worker's last heartbeat from which on it counts as gone.
WORKER_GONE = 30.0


@dataclass(frozen=True, slots=True)
class Finding:
    name: str
    ok: bool
    sentence: str


def findings() -> Iterator[Finding]:
    """Everything worth knowing, in the order in which one mends it. Starts and changes nothing."""
    yield Finding("Python", ok=True, sentence=f"{sys.version.split()[0]} on {sys.platform}.")
    for name in settings.unknown(os.environ):
        yield Finding("Settings", ok=False, sentence=f"{name} is no setting of Questboard; is it misspelled?")
    try:
        current = settings.load()
    except Invalid as error:
        for line in error.sentence.splitlines():
            yield Finding("Settings", ok=False, sentence=line)
        return
    except QuestboardError as error:
        yield Finding("Home", ok=False, sentence=error.sentence)
        return
    yield Finding("Settings", ok=True, sentence=f"{current.env.value}, at {current.base_url}.")
    yield _home(current.home.absolute())
    yield _sign_in(current)
    yield from _database(current)
    if current.redis_url:
        yield _redis(current.redis_url.get_secret_value())
    yield _port(current)


def _home(home: Path) -> Finding:
    free = shutil.disk_usage(home if home.exists() else home.parent).free / GIGABYTE
    if free < 1:
        return Finding("Home", ok=False, sentence=f"Only {free:.1f} GB are free at {home}. Make room.")
    return Finding("Home", ok=True, sentence=f"{home}, {free:.0f} GB free.")


def _sign_in(current: Settings) -> Finding:
    if current.signs_in_with_github:
        who = f"members of {current.github_org}" if current.github_org else "everybody with an account"
        return Finding("Sign-in", ok=True, sentence=f"{who} at {current.github_url}.")
    if current.offers_sample_people:
        return Finding("Sign-in", ok=True, sentence="The sample people, on this machine only.")
    return Finding(
        "Sign-in",
        ok=False,
        sentence="Nobody can sign in. Set QUESTBOARD_GITHUB_CLIENT_ID and QUESTBOARD_GITHUB_CLIENT_SECRET.",
    )


def _database(current: Settings) -> Iterator[Finding]:
    given = current.database_url.get_secret_value() if current.database_url else None
    url = given or embedded.find(current.home)
    if url is None:
        yield Finding("Database", ok=True, sentence="The embedded one; it does not run now (questboard up starts it).")
        return
    try:
        yield _migrations(url)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        yield Finding("Database", ok=False, sentence=f"It cannot be used: {reason}")
        return
    yield _back_room(url)


def _migrations(url: str) -> Finding:
    wanted = ScriptDirectory.from_config(migrate.config(url)).get_current_head()
    engine = create_engine(url, connect_args={"connect_timeout": 5})
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        version = ".".join(str(part) for part in connection.dialect.server_version_info or ())
    engine.dispose()
    if found != wanted:
        return Finding("Database", ok=False, sentence="Its tables are of another version. Run questboard migrate.")
    return Finding("Database", ok=True, sentence=f"PostgreSQL {version}, tables up to date.")


def _back_room(url: str) -> Finding:
    session.configure(url, pool_size=1)
    try:
        seen = session.read(health.health, now=datetime.now(UTC))
    except QuestboardError as error:
        return Finding("Worker", ok=False, sentence=error.sentence)
    finally:
        session.dispose()
    waiting = f"{seen.pending} deliveries wait, {seen.failed} failed."
    if seen.worker_age is None or seen.worker_age > WORKER_GONE:
        return Finding("Worker", ok=False, sentence=f"No worker runs; {waiting} Start questboard up or worker.")
    return Finding("Worker", ok=True, sentence=f"Last heard of {seen.worker_age:.0f} s ago; {waiting}")


def _redis(url: str) -> Finding:
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=3, socket_timeout=3) as client:
            client.ping()
    except (redis.RedisError, OSError) as error:
        sentence = f"It does not answer ({error}). Questboard works without it, only slower to show news."
        return Finding("Redis", ok=False, sentence=sentence)
    return Finding("Redis", ok=True, sentence="It answers.")


def _port(current: Settings) -> Finding:
    try:
        with socket.create_connection((current.host, current.port), timeout=2):
            return Finding("Address", ok=True, sentence=f"Something answers at {current.base_url}.")
    except OSError:
        return Finding("Address", ok=True, sentence=f"Port {current.port} is free.")
