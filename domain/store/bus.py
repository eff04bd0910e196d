"""The bus: domain events to every web process, at commit.

Without Redis they travel by `NOTIFY` inside the transaction; with Redis they are published right after the commit.
Either way a message may be lost (a listener that reconnects has missed some), so `listen` says `Resync` whenever it
begins to hear, and whoever listens reads again.
"""

import threading
from collections.abc import Iterator, Sequence

import psycopg
import redis
import structlog
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlmodel import Session

from domain.events import DomainEvent, Resync, decode, encode

CHANNEL = "questboard"
#: PostgreSQL refuses NOTIFY payloads of 8,000 bytes and more.
NOTIFY_LIMIT = 7_900
REDIS_LIMIT = 60_000
#: A transaction with more events than this is announced as one `Resync`: reading again is cheaper.
BURST = 4_000
RETRY_SECONDS = 0.5
TICK_SECONDS = 0.5

log = structlog.get_logger()


class _Wire:
    """What this process was configured with."""

    database_url: str | None = None
    redis_url: str | None = None
    publisher: redis.Redis | None = None


def configure(database_url: str, redis_url: str | None) -> None:
    """Use Redis pub/sub when `redis_url` is given, `NOTIFY` on the database otherwise."""
    _Wire.database_url = database_url
    _Wire.redis_url = redis_url
    _Wire.publisher = _connect_redis(redis_url) if redis_url else None


def stage(session: Session, events: Sequence[DomainEvent]) -> None:
    """Make the announcement part of the transaction (NOTIFY); nothing to do where Redis carries it."""
    if not events or _Wire.publisher is not None:
        return
    for message in encode(_bounded(events), NOTIFY_LIMIT):
        session.execute(text("select pg_notify(:channel, :message)"), {"channel": CHANNEL, "message": message})


def announce(events: Sequence[DomainEvent]) -> None:
    """Publish on Redis after the commit. A lost Redis costs freshness, never data: screens read again."""
    if not events or _Wire.publisher is None:
        return
    try:
        for message in encode(_bounded(events), REDIS_LIMIT):
            _Wire.publisher.publish(CHANNEL, message)
    except redis.RedisError as error:
        log.warning("bus.not_announced", events=len(events), error=str(error))


def listen(stop: threading.Event) -> Iterator[list[DomainEvent]]:
    """Events as they are announced, until `stop` is set. Blocks: run it in a thread. Never raises."""
    while not stop.is_set():
        try:
            yield from _hear_redis(stop, _Wire.redis_url) if _Wire.redis_url else _hear_postgres(stop)
        except (psycopg.Error, redis.RedisError, OSError) as error:
            log.warning("bus.reconnecting", error=str(error).strip())
            stop.wait(RETRY_SECONDS)


def _hear_postgres(stop: threading.Event) -> Iterator[list[DomainEvent]]:
    with psycopg.connect(_libpq(_Wire.database_url or ""), autocommit=True, connect_timeout=5) as connection:
        connection.execute(f"listen {CHANNEL}")
        yield [Resync()]
        while not stop.is_set():
            for message in connection.notifies(timeout=TICK_SECONDS):
                yield _understood(message.payload)


def _hear_redis(stop: threading.Event, url: str) -> Iterator[list[DomainEvent]]:
    with _connect_redis(url) as client, client.pubsub(ignore_subscribe_messages=True) as channel:
        channel.subscribe(CHANNEL)
        yield [Resync()]
        while not stop.is_set():
            message = channel.get_message(timeout=TICK_SECONDS)
            if message is not None:
                yield _understood(message["data"])


def _understood(message: str | bytes) -> list[DomainEvent]:
    """The events of a message. One that cannot be read (another version's, a stranger's) may have been anything."""
    try:
        return decode(message)
    except (ValueError, TypeError) as error:
        log.warning("bus.not_understood", error=str(error))
        return [Resync()]


def _bounded(events: Sequence[DomainEvent]) -> Sequence[DomainEvent]:
    return events if len(events) <= BURST else [Resync()]


def _connect_redis(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2, health_check_interval=5)


def _libpq(url: str) -> str:
    """The URL without SQLAlchemy's driver name."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
