"""Both queues, each on its real server."""

from collections.abc import Iterator

import pytest
from huey.api import Huey

from workers import queue


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
