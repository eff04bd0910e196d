import asyncio
import threading
from collections.abc import Sequence

import pytest

from app.webhooks import batcher
from app.webhooks.batcher import Batcher
from domain.errors import Unavailable
from domain.specs import Delivery


def delivery(name: str, size: int = 2) -> Delivery:
    return Delivery("github", name, "ping", "application/json", b"x" * size)


class Keeper:
    """Commits in its own time, and remembers which deliveries shared a commit."""

    def __init__(self, *bad: str) -> None:
        self.batches: list[list[str]] = []
        self.gate = threading.Event()
        self.gate.set()
        self._bad = bad

    def __call__(self, deliveries: Sequence[Delivery]) -> None:
        assert self.gate.wait(5)
        names = [d.delivery_id for d in deliveries]
        self.batches.append(names)
        if set(names) & set(self._bad):
            raise ValueError("a row PostgreSQL does not take")


async def test_one_that_finds_nobody_at_work_starts_at_once() -> None:
    keeper = Keeper()
    await asyncio.wait_for(Batcher(keeper).put(delivery("a")), 1)
    assert keeper.batches == [["a"]]


async def test_those_who_come_during_a_commit_share_the_next() -> None:
    keeper = Keeper()
    keeper.gate.clear()
    batches = Batcher(keeper)
    puts = [asyncio.create_task(batches.put(delivery(name))) for name in "abcd"]
    await asyncio.sleep(0.05)
    assert not any(put.done() for put in puts), "nobody may be answered before the commit"
    keeper.gate.set()
    await asyncio.gather(*puts)
    assert keeper.batches in ([["a", "b", "c", "d"]], [["a"], ["b", "c", "d"]])


async def test_two_commits_are_under_way_at_most_and_the_rest_gathers() -> None:
    keeper = Keeper()
    keeper.gate.clear()
    batches = Batcher(keeper)
    puts = []
    for name in "abcd":
        puts.append(asyncio.create_task(batches.put(delivery(name))))
        await asyncio.sleep(0.02)
    keeper.gate.set()
    await asyncio.gather(*puts)
    assert sorted(keeper.batches) == [["a"], ["b"], ["c", "d"]]


async def test_nobody_waits_for_a_lane_that_has_ended() -> None:
    keeper = Keeper()
    batches = Batcher(keeper)

    async def one_after_the_other(sender: str) -> None:
        for number in range(300):
            await batches.put(delivery(f"{sender}{number}"))

    async with asyncio.timeout(20):
        await asyncio.gather(*(one_after_the_other(sender) for sender in "abc"))
    assert sum(map(len, keeper.batches)) == 900


async def test_a_bad_row_fails_alone() -> None:
    keeper = Keeper("b")
    batches = Batcher(keeper)
    answers = await asyncio.gather(*(batches.put(delivery(name)) for name in "abc"), return_exceptions=True)
    assert [type(answer) for answer in answers] == [type(None), ValueError, type(None)]


async def test_a_lost_database_fails_the_batch_without_trying_each() -> None:
    calls: list[int] = []

    def away(deliveries: Sequence[Delivery]) -> None:
        calls.append(len(deliveries))
        raise Unavailable("The database cannot be reached right now.")

    batches = Batcher(away)
    answers = await asyncio.gather(*(batches.put(delivery(name)) for name in "abc"), return_exceptions=True)
    assert all(isinstance(answer, Unavailable) for answer in answers)
    assert sum(calls) == 3


async def test_a_sender_that_hangs_up_does_not_disturb_the_others() -> None:
    keeper = Keeper()
    keeper.gate.clear()
    batches = Batcher(keeper)
    first, second = (asyncio.create_task(batches.put(delivery(name))) for name in "ab")
    await asyncio.sleep(0.05)
    first.cancel()
    keeper.gate.set()
    await second
    assert sorted(name for batch in keeper.batches for name in batch) == ["a", "b"], "what was taken is kept"


async def test_what_waits_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batcher, "ROOM", 100)
    keeper = Keeper()
    keeper.gate.clear()
    batches = Batcher(keeper)
    held = asyncio.create_task(batches.put(delivery("a", 80)))
    await asyncio.sleep(0.02)
    with pytest.raises(Unavailable):
        await batches.put(delivery("b", 80))
    keeper.gate.set()
    await held
    await batches.put(delivery("c", 80))


async def test_large_bodies_do_not_pile_up_in_one_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batcher, "MOST_BYTES", 100)
    keeper = Keeper()
    batches = Batcher(keeper)
    await asyncio.gather(*(batches.put(delivery(name, 60)) for name in "abc"))
    assert all(len(batch) == 1 for batch in keeper.batches)
