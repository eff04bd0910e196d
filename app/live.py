"""Hears the bus and tells the open pages; computes what all pages show once per process.

For pages (see `app.following.follow`, which does the subscribing and the cleaning up):

    @ui.page("/")
    async def dashboard(request: Request) -> None:
        me = await current.require(request)
        view = Dashboard(...)                       # built empty or after the read
        follow(me, view.tell)                       # 1. subscribe …
        view.show(await door.read(player_card, me.player_id, now=door.now()))   # 2. … before reading

    async def tell(news: News) -> None:             # runs inside the page's client, never twice at a time
        if news.stale(Topic.BOARD):                 # true after a Resync too
            board.show(await live_of(request).week_board())     # shared: one query per process and burst
        for event in news.mine: ...                 # this player's own events, in order

`News.mine` holds the subscriber's own events since the last call (toasts, ring, progress); `News.topics` names the
shared views that changed; `News.resync` says that something may have been missed: read everything again. Calls come at
once when it was quiet and at most every `GAP` seconds otherwise. A page that is not connected, or does not read fast
enough, is not told until it can listen; too many missed events become one resync. Nothing here grows without bound.
"""

import asyncio
import threading
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar
from uuid import UUID

import structlog

from domain import events as e
from domain.errors import Unavailable
from domain.events import DomainEvent, Resync
from domain.views import Board, FeedLine

T = TypeVar("T")

#: Seconds between two calls of one page; 12 a second.
GAP = 0.08
#: More own events than this between two calls become a resync.
MISSED = 200
#: Seconds a shared model may be shown without an event: a new week begins without one.
SHARED_TTL = 30.0
#: The longest wait, in seconds, before a page that failed is told again.
PATIENCE = 30.0

log = structlog.get_logger()


class Topic(StrEnum):
    """A shared view that every page may show."""

    BOARD = "board"
    FEED = "feed"
    MISSIONS = "missions"
    BADGES = "badges"
    PEOPLE = "people"
    DELIVERIES = "deliveries"


_TOPICS: dict[type[object], frozenset[Topic]] = {
    e.XpAwarded: frozenset({Topic.BOARD, Topic.FEED}),
    e.MissionCompleted: frozenset({Topic.FEED}),
    e.BadgeEarned: frozenset({Topic.FEED, Topic.BADGES}),
    e.BadgeChanged: frozenset({Topic.BADGES}),
    e.PlayerJoined: frozenset({Topic.PEOPLE, Topic.BADGES}),
    e.PlayerChanged: frozenset({Topic.PEOPLE, Topic.BOARD, Topic.FEED}),
    e.MissionPublished: frozenset({Topic.MISSIONS}),
    e.MissionRetired: frozenset({Topic.MISSIONS}),
    e.SharedProgressed: frozenset({Topic.MISSIONS}),
    e.TeamChanged: frozenset({Topic.MISSIONS, Topic.PEOPLE}),
    e.DeliveryFailed: frozenset({Topic.DELIVERIES}),
}


@dataclass(frozen=True, slots=True)
class News:
    """What happened since a page was last told."""

    mine: tuple[DomainEvent, ...] = ()
    topics: frozenset[Topic] = frozenset()
    resync: bool = False

    def stale(self, topic: Topic) -> bool:
        """Whether what is shown under `topic` must be fetched again."""
        return self.resync or topic in self.topics


Tell = Callable[[News], Awaitable[None]]


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


class Shared(Generic[T]):
    """A value that all pages show, computed at most once per burst and only when somebody asks."""

    def __init__(self, compute: Callable[[], Awaitable[T]]) -> None:
        self._compute = compute
        self._wanted = 1
        self._made = 0
        self._made_at = float("-inf")
        self._value: T | None = None
        self._task: asyncio.Task[T] | None = None

    def spoil(self) -> None:
        """Whoever asks from now on gets a value that was computed after this moment."""
        self._wanted += 1

    async def get(self) -> T:
        """The value, at least as fresh as the last `spoil()`."""
        wanted = self._wanted
        if self._made >= wanted and time.monotonic() - self._made_at < SHARED_TTL:
            return self._value  # type: ignore[return-value]
        while True:
            task = self._task = self._task or asyncio.get_running_loop().create_task(self._make())
            value = await asyncio.shield(task)
            if self._made >= wanted:
                return value

    async def _make(self) -> T:
        try:
            if (rest := self._made_at + GAP - time.monotonic()) > 0:
                await asyncio.sleep(rest)
            wanted, began = self._wanted, time.monotonic()
            self._value = await self._compute()
            self._made, self._made_at = wanted, began
            return self._value
        finally:
            self._task = None


class Live:
    """The hub of one web process. `hear` runs on the event loop; `listening` feeds it from the bus's thread."""

    def __init__(
        self, week_board: Callable[[], Awaitable[Board]], feed: Callable[[], Awaitable[tuple[FeedLine, ...]]]
    ) -> None:
        self.heard_at = time.monotonic()
        self._ears: dict[UUID, set[Ear]] = defaultdict(set)
        self._watchers: list[Callable[[DomainEvent], None]] = []
        self._week_board = Shared(week_board)
        self._feed = Shared(feed)

    async def week_board(self) -> Board:
        """The first ten of this week."""
        return await self._week_board.get()

    async def feed(self) -> tuple[FeedLine, ...]:
        """Everybody's latest lines; hidden players are not in it."""
        return await self._feed.get()

    def subscribe(self, player_id: UUID, tell: Tell, *, ready: Callable[[], bool] = lambda: True) -> Ear:
        """Tell `tell` about this player's events and every shared view from now on. Subscribe before you read."""
        ear = Ear(player_id, tell, ready)
        self._ears[player_id].add(ear)
        return ear

    def unsubscribe(self, ear: Ear) -> None:
        """Forget a page."""
        ear.close()
        ears = self._ears.get(ear.player_id, set())
        ears.discard(ear)
        if not ears:
            self._ears.pop(ear.player_id, None)

    def watch(self, watcher: Callable[[DomainEvent], None]) -> None:
        """Call `watcher` with every single event, at once."""
        self._watchers.append(watcher)

    def ears(self) -> Iterator[Ear]:
        """Every subscription."""
        return (ear for ears in list(self._ears.values()) for ear in list(ears))

    def hear(self, events: Iterable[DomainEvent]) -> None:
        """Spread what the bus brought."""
        self.heard_at = time.monotonic()
        mine: dict[UUID, list[DomainEvent]] = defaultdict(list)
        topics: set[Topic] = set()
        resync = False
        for event in events:
            resync |= isinstance(event, Resync)
            topics |= _TOPICS.get(type(event), frozenset())
            if (player_id := getattr(event, "player_id", None)) is not None:
                mine[player_id].append(event)
            for watcher in self._watchers:
                watcher(event)
        self._spoil(topics, resync=resync)
        self._spread(mine, frozenset(topics), resync=resync)

    def _spoil(self, topics: set[Topic], *, resync: bool) -> None:
        if resync or Topic.BOARD in topics:
            self._week_board.spoil()
        if resync or Topic.FEED in topics:
            self._feed.spoil()

    def _spread(self, mine: dict[UUID, list[DomainEvent]], topics: frozenset[Topic], *, resync: bool) -> None:
        if topics or resync:
            for ear in self.ears():
                ear.hear(mine.get(ear.player_id, ()), topics, resync=resync)
        else:
            for player_id in mine.keys() & self._ears.keys():
                for ear in list(self._ears[player_id]):
                    ear.hear(mine[player_id], topics, resync=False)


class Listener:
    """The thread that waits for the bus and hands what it hears to the loop."""

    def __init__(self, live: Live, listen: Callable[[threading.Event], Iterator[list[DomainEvent]]]) -> None:
        self._live = live
        self._listen = listen
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin on the running loop."""
        loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._run, args=(loop,), name="live", daemon=True)
        self._thread.start()

    async def stop(self) -> None:
        """End; waits until the thread has let go of its connection."""
        self._stop.set()
        if self._thread is not None:
            await asyncio.to_thread(self._thread.join, 5)

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        while not self._stop.is_set():
            try:
                for events in self._listen(self._stop):
                    loop.call_soon_threadsafe(self._live.hear, events)
            except Exception:  # the ear of the process: whatever it was, listen again
                log.exception("live.listener_failed")
                self._stop.wait(1)
