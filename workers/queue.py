"""The queue: Huey on the database, or on Redis where there is one. It carries wake-ups, never data.

What waits in the queue is the name of a task and nothing else. That makes a wake-up harmless to lose, to double and
to forge (nothing is unpickled), and lets a second one coalesce with the one that already waits.
"""

import uuid
from typing import Any

import psycopg
from huey.api import Huey, PostgresHuey, RedisHuey
from huey.registry import Message
from huey.storage import PostgresStorage, RedisStorage
from redis import ConnectionPool
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy.engine import make_url

NAME = "questboard"
SCHEMA = "queue"
#: Seconds a worker waits for a wake-up before it looks at the stop flag again.
READ_SECONDS = 1
#: Seconds until a silent Redis counts as lost; longer than a blocking read takes.
REDIS_SECONDS = 3.0
CONNECT_SECONDS = 3

#: Losing a wake-up is harmless, so its commit does not wait for the disk.
_SESSION = f"-c search_path={SCHEMA} -c synchronous_commit=off -c statement_timeout=5000 -c TimeZone=UTC"
_DDL_LOCK = 0x51B0A2D

#: One round trip: leave the wake-up unless the same one waits already, and ring only for a new one.
_RING = """
with rung as (
    insert into {task} (queue, data, priority)
    select %(queue)s, %(name)s, 0
    where not exists (select from {task} where queue = %(queue)s and data = %(name)s)
    returning 1
)
select pg_notify(%(channel)s, '') from rung
"""


class NameSerializer:
    """A task is stored as its name."""

    def serialize(self, message: Message) -> bytes:
        return str(message.name).encode()

    def deserialize(self, name: bytes) -> Message:
        task = name.decode(errors="replace")
        return Message(id=str(uuid.uuid4()), name=task, retries=0, retry_delay=0, args=(), kwargs={})


class PostgresQueue(PostgresStorage):  # type: ignore[misc]
    """Huey's tables in their own schema, made by whoever comes first."""

    _made = False

    def _create_connection(self) -> psycopg.Connection[Any]:
        connection: psycopg.Connection[Any] = self._connect()
        if not self._made:
            self._make_tables(connection)
        return connection

    def _make_tables(self, connection: psycopg.Connection[Any]) -> None:
        with connection.transaction():
            connection.execute("select pg_advisory_xact_lock(%s)", (_DDL_LOCK,))
            for statement in (f"create schema if not exists {SCHEMA}", *self.ddl):
                connection.execute(statement)
        self._made = True

    def enqueue(self, data: bytes, priority: float | None = None) -> None:  # noqa: ARG002 - Huey's signature
        names = {"queue": self.name, "name": data, "channel": self.channel}
        self.sql(_RING.format(task=self.table_task), names)


class RedisQueue(RedisStorage):  # type: ignore[misc]
    """A Redis list in which each wake-up stands once."""

    def enqueue(self, data: bytes, priority: float | None = None) -> None:  # noqa: ARG002 - Huey's signature
        with self.conn.pipeline(transaction=True) as pipe:
            pipe.lrem(self.queue_key, 0, data)
            pipe.lpush(self.queue_key, data)
            pipe.execute()


def build(database_url: str, redis_url: str | None) -> Huey:
    """The queue of this installation. Opens no connection yet, so it can be built while the servers are away."""
    common = {"results": False, "utc": True, "serializer": NameSerializer(), "read_timeout": READ_SECONDS}
    if redis_url:
        return RedisHuey(NAME, storage_class=RedisQueue, connection_pool=_pool(redis_url), **common)
    return PostgresHuey(
        NAME, storage_class=PostgresQueue, connection=_opener(database_url), create_tables=False, **common
    )


def _pool(redis_url: str) -> ConnectionPool:
    return ConnectionPool.from_url(
        redis_url,
        socket_timeout=REDIS_SECONDS,
        socket_connect_timeout=CONNECT_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )


def _opener(database_url: str) -> Any:
    conninfo = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)

    def connect() -> psycopg.Connection[Any]:
        return psycopg.connect(
            conninfo,
            autocommit=True,
            connect_timeout=CONNECT_SECONDS,
            options=_SESSION,
            application_name="questboard queue",
        )

    return connect
