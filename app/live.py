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
            board.show(await live_of(request).board("week"))    # shared: one query per process and burst
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
from collections.abc import Awaitable, Callable, Iterable, Iterator
from functools import partial
from uuid import UUID

import structlog

from app.ear import Ear
from app.news import TOPICS, Tell, Topic
from app.shared import Shared
from domain.events import DomainEvent, Resync
from domain.views import Board, FeedLine, TeamBoard

log = structlog.get_logger()

Front = Board | TeamBoard


class Live:
    """The hub of one web process. `hear` runs on the event loop; `listening` feeds it from the bus's thread."""

    def __init__(
        self,
        board: Callable[[str], Awaitable[Front | None]],
        feed: Callable[[], Awaitable[tuple[FeedLine, ...]]],
    ) -> None:
        self.heard_at = time.monotonic()
        self._ears: dict[UUID, set[Ear]] = defaultdict(set)
        self._watchers: list[Callable[[DomainEvent], None]] = []
        self._board = board
        self._boards: dict[str, Shared[Front | None]] = {}
        self._feed = Shared(feed)

    async def board(self, key: str) -> Front | None:
        """The first ten of a board, or all its teams; None while it is off. Ask only for boards that there are."""
        if key not in self._boards:
            self._boards[key] = Shared(partial(self._board, key))
        return await self._boards[key].get()

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
            topics |= TOPICS.get(type(event), frozenset())
            if (player_id := getattr(event, "player_id", None)) is not None:
                mine[player_id].append(event)
            for watcher in self._watchers:
                watcher(event)
        self._spoil(topics, resync=resync)
        self._spread(mine, frozenset(topics), resync=resync)

    def _spoil(self, topics: set[Topic], *, resync: bool) -> None:
        if resync or topics & {Topic.BOARD, Topic.PEOPLE}:
            for board in self._boards.values():
                board.spoil()
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
