"""Concurrent deliveries share a commit.

While batches are being committed, the next deliveries gather; when one is done they go together. Nothing waits for
company: a delivery that finds a free lane starts at once.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from domain.errors import QuestboardError, Unavailable
from domain.specs import Delivery

#: Deliveries a commit, and bytes a commit: one body may be 25 MB.
MOST = 200
MOST_BYTES = 32_000_000
#: Bytes that may wait. Above this a sender is asked to come again, which GitHub's users and proxies do.
ROOM = 128_000_000

#: Commits under way at one time; the database flushes them together.
LANES = 2

_Waiting = tuple[Delivery, asyncio.Future[None]]


class Batcher:
    """`keep` commits deliveries; it is called in `LANES` threads, one batch each at a time."""

    def __init__(self, keep: Callable[[Sequence[Delivery]], object]) -> None:
        self._keep = keep
        self._waiting: list[_Waiting] = []
        self._bytes = 0
        self._threads = ThreadPoolExecutor(LANES, thread_name_prefix="receiver")
        self._lanes = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def put(self, delivery: Delivery) -> None:
        """Returns when the delivery is committed. Raises `Unavailable` when it is not, or when there is no room."""
        if self._bytes + len(delivery.body) > ROOM:
            raise Unavailable("Too many deliveries are waiting.")
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        self._waiting.append((delivery, done))
        self._bytes += len(delivery.body)
        if self._lanes < LANES:
            self._lanes += 1
            task = loop.create_task(self._run())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        await done

    async def _run(self) -> None:
        try:
            while batch := self._take():
                await self._commit(batch)
        finally:
            self._lanes -= 1  # in the same step as the last look, so that nobody waits for a lane that has ended

    def _take(self) -> list[_Waiting]:
        size = count = 0
        for delivery, _ in self._waiting[:MOST]:
            size += len(delivery.body)
            if count and size > MOST_BYTES:
                break
            count += 1
        batch, self._waiting = self._waiting[:count], self._waiting[count:]
        return batch

    async def _commit(self, batch: list[_Waiting]) -> None:
        """A batch that fails for a reason of its own is tried one by one, so that only the bad delivery fails."""
        try:
            await self._in_thread([delivery for delivery, _ in batch])
        except Exception as error:  # noqa: BLE001  # each sender gets it
            if len(batch) > 1 and not isinstance(error, QuestboardError):
                for single in batch:
                    await self._commit([single])
                return
            _settle(batch, error)
        else:
            _settle(batch, None)
        self._bytes -= sum(len(delivery.body) for delivery, _ in batch)

    async def _in_thread(self, deliveries: Sequence[Delivery]) -> None:
        await asyncio.get_running_loop().run_in_executor(self._threads, self._keep, deliveries)


def _settle(batch: Sequence[_Waiting], error: Exception | None) -> None:
    for _, done in batch:
        if done.done():
            continue  # the sender hung up
        if error is None:
            done.set_result(None)
        else:
            done.set_exception(error)
