"""The way to Redis: short, and left alone for a moment after it failed, so that no page waits for it twice."""

import time
from collections.abc import Callable
from typing import TypeVar

import redis
import structlog
from redis.backoff import NoBackoff
from redis.retry import Retry

T = TypeVar("T")

#: Seconds that a page, or a commit, waits for Redis at most.
PATIENCE = 0.25
#: The same for whoever builds a mirror in the back room.
LONG_PATIENCE = 10.0
#: Seconds in which nobody tries again after a failure.
PAUSE = 2.0

log = structlog.get_logger()


class _Wire:
    """What this process was configured with."""

    quick: redis.Redis | None = None
    patient: redis.Redis | None = None
    away_until = float("-inf")


def configure(url: str | None) -> None:
    """Mirror the boards in the Redis at `url`; nowhere without one."""
    for client in (_Wire.quick, _Wire.patient):
        if client is not None:
            client.close()
    _Wire.quick = _client(url, PATIENCE) if url else None
    _Wire.patient = _client(url, LONG_PATIENCE) if url else None
    _Wire.away_until = float("-inf")


def is_on() -> bool:
    """Whether there is a Redis, which may be away."""
    return _Wire.quick is not None


def quickly(job: Callable[[redis.Redis], T]) -> T | None:
    """What `job` makes of Redis; nothing without it, or while it is away."""
    return _unless_away(_Wire.quick, job)


def patiently(job: Callable[[redis.Redis], T]) -> T | None:
    """The same for what may take longer."""
    return _unless_away(_Wire.patient, job)


def _unless_away(client: redis.Redis | None, job: Callable[[redis.Redis], T]) -> T | None:
    if client is None or time.monotonic() < _Wire.away_until:
        return None
    try:
        return job(client)
    except (redis.RedisError, OSError) as error:
        _Wire.away_until = time.monotonic() + PAUSE
        client.connection_pool.disconnect()
        log.warning("mirror.away", error=str(error))
        return None


def _client(url: str, patience: float) -> redis.Redis:
    return redis.Redis.from_url(
        url, socket_timeout=patience, socket_connect_timeout=patience, retry=Retry(NoBackoff(), 0)
    )
