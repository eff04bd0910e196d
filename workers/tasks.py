"""What the queue can wake up. Every task is a wake-up without payload: doing it twice, or never, is harmless."""

import time
from typing import Any, Protocol

import psycopg
import structlog
from huey import crontab
from huey.api import Huey
from redis import RedisError

DRAIN_INBOX = "workers.tasks.drain_inbox"
SWEEP = "workers.tasks.sweep"
#: How a lost queue shows itself.
LOST = (psycopg.Error, RedisError, OSError)
#: Seconds the bell rests after it failed, so that a hanging queue does not hold up everybody who rings.
REST = 1.0

log = structlog.get_logger()


class Inbox(Protocol):
    def drain(self) -> int: ...


class Closer(Protocol):
    def pay(self) -> int: ...

    def settle(self) -> int: ...


def register(huey: Huey, inbox: Inbox, closer: Closer) -> None:
    """Teach a worker's queue its tasks. A process that only rings needs none."""

    @huey.task(name="drain_inbox")  # type: ignore[untyped-decorator]
    def drain_inbox() -> None:
        inbox.drain()
        closer.pay()

    @huey.periodic_task(crontab(minute="*"), name="sweep")  # type: ignore[untyped-decorator]
    def sweep() -> None:
        inbox.drain()
        closer.pay()

    @huey.periodic_task(crontab(minute="*"), name="settle_period")  # type: ignore[untyped-decorator]
    def settle_period() -> None:
        closer.settle()


def wake(huey: Huey) -> None:
    """Ask the workers to drain the inbox, best effort: without it the sweeper does so within two seconds."""
    ring(huey.storage, DRAIN_INBOX)


def ring(storage: Any, name: str) -> None:
    """Leave a wake-up in the queue. An outage is logged when it begins and when it ends."""
    if time.monotonic() < getattr(storage, "rests_until", 0.0):
        return
    try:
        storage.enqueue(name.encode())
    except LOST as error:
        if not getattr(storage, "rests_until", 0.0):
            log.warning("queue.lost", error=str(error).strip())
        storage.rests_until = time.monotonic() + REST
    else:
        if getattr(storage, "rests_until", 0.0):
            log.info("queue.back")
        storage.rests_until = 0.0
