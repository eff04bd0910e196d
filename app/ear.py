"""One page's ear: what it hears is told as soon as the page can listen, in bursts, and never grows without bound."""

import asyncio
import time
from collections.abc import Callable, Sequence
from uuid import UUID

import structlog

from app.news import GAP, News, Tell, Topic
from domain.errors import Unavailable
from domain.events import DomainEvent

#: More own events than this between two calls become a resync.
MISSED = 200
#: The longest wait, in seconds, before a page that failed is told again.
PATIENCE = 30.0

log = structlog.get_logger()


class Ear:
    """One page's subscription. `wake()` after `ready` may have turned true; `close()` when the page is gone."""

    def __init__(self, player_id: UUID, tell: Tell, ready: Callable[[], bool]) -> None:
        self.player_id = player_id
        self._tell = tell
        self._ready = ready
        self._mine: list[DomainEvent] = []
        self._topics: set[Topic] = set()
        self._resync = False
        self._failures = 0
        self._told_at = float("-inf")
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    def hear(self, mine: Sequence[DomainEvent], topics: frozenset[Topic], *, resync: bool) -> None:
        """Take note, and tell the page as soon as it may be told."""
        self._topics |= topics
        self._mine += mine
        self._resync |= resync
        if len(self._mine) > MISSED:
            self._mine.clear()
            self._resync = True
        self.wake()

    def wake(self) -> None:
        """Tell what is waiting, unless that is under way already."""
        if self._task is None and not self._closed and self._waiting():
            self._task = asyncio.get_running_loop().create_task(self._run())

    def close(self) -> None:
        """Hear no more."""
        self._closed = True
        self._mine.clear()

    def _waiting(self) -> bool:
        return bool(self._mine or self._topics or self._resync) and self._ready()

    async def _run(self) -> None:
        try:
            while not self._closed and self._waiting():
                if (rest := self._told_at + GAP - time.monotonic()) > 0:
                    await asyncio.sleep(rest)
                    continue
                self._told_at = time.monotonic()
                await self._tell_now(self._take())
        finally:
            self._task = None

    def _take(self) -> News:
        news = News(tuple(self._mine), frozenset(self._topics), self._resync)
        self._mine.clear()
        self._topics.clear()
        self._resync = False
        return news

    async def _tell_now(self, news: News) -> None:
        """A page that could not follow (no database, a bug) is told to read everything, ever more patiently."""
        try:
            await self._tell(news)
            self._failures = 0
        except Unavailable as error:
            log.warning("live.page_not_told", error=error.sentence)
            await self._later()
        except Exception:
            log.exception("live.page_failed")
            await self._later()

    async def _later(self) -> None:
        self._failures += 1
        await asyncio.sleep(min(2.0 ** (self._failures - 1), PATIENCE))
        self._resync = True
