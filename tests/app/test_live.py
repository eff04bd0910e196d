import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import psycopg

from app.ear import MISSED
from app.live import Listener, Live
from app.news import GAP, News, Topic
from app.shared import Shared
from domain.errors import Unavailable
from domain.events import (
    DomainEvent,
    LevelReached,
    MissionProgressed,
    MissionPublished,
    PlayerChanged,
    Resync,
    SessionRevoked,
    TeamChanged,
    XpAwarded,
    encode,
)
from domain.store import bus
from domain.views import Board, FeedLine

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ME, OTHER = uuid4(), uuid4()
QUIET = GAP * 4


class Boards:
    """Counts how often the shared models are computed."""

    def __init__(self) -> None:
        self.boards = self.feeds = 0

    async def board(self, key: str) -> Board:
        self.boards += 1
        await asyncio.sleep(0.01)
        return Board(key, "This week", (), self.boards)

    async def feed(self) -> tuple[FeedLine, ...]:
        self.feeds += 1
        return ()


class Page:
    """A page that writes down what it was told and when."""

    def __init__(self) -> None:
        self.news: list[News] = []
        self.times: list[float] = []

    async def tell(self, news: News) -> None:
        self.news.append(news)
        self.times.append(asyncio.get_running_loop().time())


async def total(live: Live) -> int:
    board = await live.board("week")
    assert isinstance(board, Board)
    return board.total


def hub() -> Live:
    boards = Boards()
    return Live(boards.board, boards.feed)


def xp(player: UUID, amount: int = 50) -> XpAwarded:
    return XpAwarded(player, amount, amount, 1, "merged a pull request", NOW)


async def test_a_player_hears_his_own_events_and_everybody_hears_the_topics() -> None:
    live, mine, others = hub(), Page(), Page()
    live.subscribe(ME, mine.tell)
    live.subscribe(OTHER, others.tell)
    live.hear([xp(ME), LevelReached(ME, 2, NOW)])
    await _until(lambda: bool(mine.news and others.news))
    assert [type(event) for event in mine.news[0].mine] == [XpAwarded, LevelReached]
    assert others.news == [News((), frozenset({Topic.BOARD, Topic.FEED}), resync=False)]


async def test_what_concerns_one_player_alone_wakes_nobody_else() -> None:
    live, mine, others = hub(), Page(), Page()
    live.subscribe(ME, mine.tell)
    live.subscribe(OTHER, others.tell)
    live.hear([MissionProgressed(ME, uuid4(), 0.3)])
    await asyncio.sleep(QUIET)
    assert len(mine.news) == 1
    assert others.news == []


async def test_the_first_news_come_at_once_and_a_burst_is_told_in_few_calls_without_loss() -> None:
    live, page = hub(), Page()
    live.subscribe(ME, page.tell)
    live.hear([xp(ME, 0)])
    for _ in range(10):
        await asyncio.sleep(0)  # a turn of the loop takes no time
    assert len(page.news) == 1
    for amount in range(1, 100):
        live.hear([xp(ME, amount)])
        await asyncio.sleep(0.005)
    await _until(lambda: xp(ME, 99) in page.news[-1].mine)
    assert all(later - earlier >= GAP * 0.95 for earlier, later in zip(page.times, page.times[1:], strict=False))
    assert [event.amount for news in page.news for event in news.mine if isinstance(event, XpAwarded)] == [*range(100)]


async def test_a_page_is_never_told_twice_at_a_time() -> None:
    live = hub()
    busy = 0

    async def slow(news: News) -> None:
        nonlocal busy
        busy += 1
        assert busy == 1
        await asyncio.sleep(GAP * 2)
        busy -= 1

    live.subscribe(ME, slow)
    for _ in range(10):
        live.hear([xp(ME)])
        await asyncio.sleep(GAP / 2)


async def test_a_page_that_cannot_listen_is_told_later_and_too_much_becomes_a_resync() -> None:
    live, page = hub(), Page()
    connected = False
    ear = live.subscribe(ME, page.tell, ready=lambda: connected)
    for _ in range(MISSED + 1):
        live.hear([xp(ME)])
    await asyncio.sleep(QUIET)
    assert page.news == []
    connected = True
    ear.wake()
    await _until(lambda: bool(page.news))
    assert len(page.news) == 1
    assert page.news[0].resync
    assert page.news[0].mine == ()
    assert page.news[0].stale(Topic.MISSIONS)


async def test_a_resync_reaches_everybody_and_makes_everything_stale() -> None:
    live, page = hub(), Page()
    live.subscribe(ME, page.tell)
    live.hear([Resync()])
    await _until(lambda: bool(page.news))
    assert page.news[0].resync
    assert all(page.news[0].stale(topic) for topic in Topic)


async def test_a_page_that_failed_is_told_to_read_everything_again() -> None:
    live, page = hub(), Page()
    away, refused = True, 0

    async def tell(news: News) -> None:
        nonlocal refused
        if away:
            refused += 1
            raise Unavailable("The database cannot be reached right now.")
        await page.tell(news)

    live.subscribe(ME, tell)
    live.hear([xp(ME)])
    await _until(lambda: refused == 1)
    away = False
    await _until(lambda: bool(page.news))
    assert [news.resync for news in page.news] == [True]


async def test_a_closed_page_is_forgotten() -> None:
    live, page = hub(), Page()
    ear = live.subscribe(ME, page.tell)
    live.hear([xp(ME)])
    live.unsubscribe(ear)
    live.hear([xp(ME), MissionPublished(uuid4(), "Review week")])
    await asyncio.sleep(QUIET)
    assert page.news == []
    assert list(live.ears()) == []


async def test_the_board_is_computed_once_for_all_who_ask() -> None:
    boards = Boards()
    live = Live(boards.board, boards.feed)
    assert len({id(board) for board in await asyncio.gather(*(live.board("week") for _ in range(50)))}) == 1
    assert boards.boards == 1


async def test_whoever_asks_after_an_event_gets_a_board_from_after_the_event() -> None:
    boards = Boards()
    live = Live(boards.board, boards.feed)
    first = asyncio.create_task(live.board("week"))
    await asyncio.sleep(0.005)  # being computed now, from before the event
    live.hear([xp(OTHER)])
    assert await total(live) == 2
    assert (await first) == Board("week", "This week", (), 1)
    live.hear([MissionProgressed(OTHER, uuid4(), 0.5)])
    assert await total(live) == 2, "nothing on the board has changed"
    live.hear([PlayerChanged(OTHER)])
    assert await total(live) == 3, "somebody may have hidden himself"
    live.hear([TeamChanged(uuid4())])
    assert await total(live) == 4, "a team may have another average"


async def test_a_burst_costs_few_boards() -> None:
    boards = Boards()
    live = Live(boards.board, boards.feed)
    asked, began = [], time.monotonic()
    for _ in range(50):
        live.hear([xp(OTHER)])
        asked.append(asyncio.create_task(live.board("week")))
        await asyncio.sleep(GAP / 20)
    await asyncio.gather(*asked)
    gaps = (time.monotonic() - began) / GAP
    assert boards.boards <= gaps + 3, "fifty bursts within two and a half gaps, or more on a busy machine"


async def test_a_shared_model_that_failed_is_tried_again() -> None:
    answers = iter([Unavailable("away"), 42])

    async def compute() -> int:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[return-value]

    shared = Shared(compute)
    for expected in (Unavailable, int):
        try:
            got: object = await shared.get()
        except Unavailable as error:
            got = error
        assert isinstance(got, expected)


async def test_the_listener_survives_whatever_the_bus_does() -> None:
    calls = 0

    def listen(stop: threading.Event) -> Iterator[list[DomainEvent]]:
        nonlocal calls
        calls += 1
        yield [Resync()]
        if calls == 1:
            raise RuntimeError("something nobody thought of")
        stop.wait(5)

    live, page = hub(), Page()
    live.subscribe(ME, page.tell)
    listener = Listener(live, listen)
    listener.start()
    await _until(lambda: len(page.news) == 2)
    await listener.stop()
    assert calls == 2
    assert [news.resync for news in page.news] == [True, True]


async def test_events_travel_from_a_commit_to_the_page_and_a_lost_connection_makes_it_read_again(store: str) -> None:
    live, page = hub(), Page()
    live.subscribe(ME, page.tell)
    listener = Listener(live, bus.listen)
    listener.start()
    try:
        await _until(lambda: len(page.news) == 1)
        assert page.news[0].resync, "the beginning may have been missed"
        await asyncio.to_thread(_notify, store, SessionRevoked(ME, "abc"))
        await _until(lambda: len(page.news) == 2)
        assert page.news[1].mine == (SessionRevoked(ME, "abc"),)
        await asyncio.to_thread(_cut_connections, store)
        await _until(lambda: len(page.news) == 3)
        assert page.news[2].resync
    finally:
        await listener.stop()


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110  # what it waits for happens in a thread and a database
            await asyncio.sleep(0.01)


def _notify(url: str, event: DomainEvent) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as db:
        for message in encode([event], bus.NOTIFY_LIMIT):
            db.execute("select pg_notify(%s, %s)", (bus.CHANNEL, message))


def _cut_connections(url: str) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as db:
        db.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
