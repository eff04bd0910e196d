import time

import pytest
from huey.api import Huey
from structlog.testing import capture_logs

from tests.workers.conftest import close
from workers import queue, tasks


class Counting:
    """An inbox and a closer that note what they are asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def drain(self) -> int:
        self.asked.append("drain")
        return 0

    def pay(self) -> int:
        self.asked.append("pay")
        return 0

    def settle(self) -> int:
        self.asked.append("settle")
        return 0


def test_waking_drains_the_inbox_and_pays_what_was_reached_together(huey: Huey) -> None:
    counting = Counting()
    tasks.register(huey, counting, counting)

    tasks.wake(huey)
    huey.execute(huey.dequeue())

    assert counting.asked == ["drain", "pay"]


def test_every_minute_there_is_a_sweep_and_a_look_for_windows_that_are_over(huey: Huey) -> None:
    counting = Counting()
    tasks.register(huey, counting, counting)

    for task in huey.read_periodic(None):
        huey.execute(task)

    assert sorted(counting.asked) == ["drain", "pay", "settle"]


def test_a_process_that_never_registered_the_tasks_can_wake(huey: Huey) -> None:
    tasks.wake(huey)

    assert huey.storage.dequeue() == tasks.DRAIN_INBOX.encode()


def test_the_names_are_those_huey_gives_the_tasks(huey: Huey) -> None:
    tasks.register(huey, Counting(), Counting())

    assert set(huey._registry._registry) == {tasks.DRAIN_INBOX, tasks.SWEEP, "workers.tasks.settle_period"}


@pytest.mark.parametrize("redis_url", [None, "redis://127.0.0.1:1/0"])
def test_waking_a_lost_queue_says_so_once_and_raises_nothing(
    redis_url: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "REST", 0.001)
    lost = queue.build("postgresql+psycopg://nobody@/none?host=/nowhere", redis_url)

    with capture_logs() as logs:
        for _ in range(5):
            tasks.wake(lost)
            time.sleep(0.002)

    assert [line["event"] for line in logs] == ["queue.lost"]
    close(lost)


def test_the_bell_rests_after_a_failure_and_rings_again_later(huey: Huey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "REST", 0.05)
    with monkeypatch.context() as broken:
        broken.setattr(huey.storage, "enqueue", _refuse)
        tasks.wake(huey)
    tasks.wake(huey)
    assert huey.storage.queue_size() == 0

    time.sleep(0.06)
    tasks.wake(huey)

    assert huey.storage.queue_size() == 1


def _refuse(_data: bytes) -> None:
    raise ConnectionError("away")
