"""A worker brings the boards into Redis, and again after Redis was emptied or gone."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import redis

from domain.store import boards, mirror, session, versions
from domain.store.mirror import wire
from tests.faults import steps
from tests.servers import RedisServer
from tests.workers.processes import eventually


@pytest.fixture
def server() -> Iterator[RedisServer]:
    with RedisServer() as running:
        mirror.configure(running.url)
        yield running
        mirror.configure(None)


def is_used() -> bool:
    """Whether Redis answers for every board of today."""
    wire._Wire.away_until = 0.0
    today = datetime.now(UTC).date()
    now = [one for one in session.read(boards.kept) if one.first <= today <= one.last]
    known = session.read(versions.of, [one.id for one in now])
    return bool(now) and all(mirror.page(one.id, known[one.id], one.spec.method, 0, 1) for one in now)


def test_a_worker_looks_after_the_boards_whatever_happens_to_redis(seeded: str, server: RedisServer) -> None:
    worker = steps.start(seeded, server.url)
    eventually(is_used)
    with redis.Redis.from_url(server.url) as client:
        client.flushall()
    eventually(is_used)
    server.stop()
    assert not is_used()
    server.start()

    assert eventually(is_used, what="boards in a Redis that came back") < 10
    steps.kill(worker)
