"""Both queues, each on its real server."""

from collections.abc import Iterator

import pytest
from huey.api import Huey

from workers import queue


@pytest.fixture
def seeded(own_seeded: str) -> str:
    """On a database of the test's own, which triggers hold up and workers are killed in. The value is its URL."""
    return own_seeded


@pytest.fixture(params=["postgres", "redis"])
def huey(request: pytest.FixtureRequest, empty_database_url: str) -> Iterator[Huey]:
    redis_url = request.getfixturevalue("redis_url") if request.param == "redis" else None
    built = queue.build(empty_database_url, redis_url)
    yield built
    close(built)


def close(huey: Huey) -> None:
    """Close what Huey leaves to the garbage collector."""
    huey.storage.close()
    if hasattr(huey.storage, "pool"):
        huey.storage.pool.disconnect()
