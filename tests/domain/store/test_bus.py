"""The bus on its real carriers: NOTIFY inside the transaction, and Redis right after the commit."""

import queue
import threading
import time
from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest
from sqlmodel import Session

from domain.errors import Refused
from domain.events import DomainEvent, PlayerChanged, PlayerJoined, Resync, XpAwarded, encode
from domain.store import bus, session
from tests.domain.services import game
from tests.domain.services.game import ADA, NOW
from tests.servers import RedisServer

SECONDS = 15


class Listener:
    """Hears the bus in a thread, as the web process does."""

    def __init__(self) -> None:
        self._heard: queue.Queue[DomainEvent] = queue.Queue()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> "Listener":
        self._thread.start()
        assert self.next() == Resync(), "whoever begins to listen has missed something"
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(SECONDS)
        assert not self._thread.is_alive()

    def next(self) -> DomainEvent:
        return self._heard.get(timeout=SECONDS)

    def take(self, number: int) -> list[DomainEvent]:
        return [self.next() for _ in range(number)]

    def until_resync(self) -> list[DomainEvent]:
        """What came before the next `Resync`."""
        return [*iter(self.next, Resync())]

    def is_quiet(self) -> bool:
        time.sleep(0.2)
        return self._heard.empty()

    def _listen(self) -> None:
        for events in bus.listen(self._stop):
            for event in events:
                self._heard.put(event)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Listeners look more often whether they shall stop, or may come back."""
    monkeypatch.setattr(bus, "TICK_SECONDS", 0.05)
    monkeypatch.setattr(bus, "RETRY_SECONDS", 0.05)


@pytest.fixture(params=["postgres", "redis"])
def carrier(request: pytest.FixtureRequest, playing: str) -> Iterator[str]:
    """Both carriers. The value is the database's URL."""
    if request.param == "redis":
        bus.configure(playing, request.getfixturevalue("redis_url"))
    yield playing
    bus.configure(playing, None)


def say(*events: DomainEvent) -> None:
    def service(_: Session) -> list[DomainEvent]:
        return [*events]

    session.write(service)


def changes(number: int) -> list[DomainEvent]:
    return [PlayerChanged(UUID(int=place)) for place in range(1, number + 1)]


def test_events_arrive_as_they_were_and_in_order(carrier: str) -> None:
    with Listener() as listener:
        told = game.play(game.merged(ADA, 1))

        assert listener.take(len(told)) == told
        assert len(told) > 4
        assert listener.is_quiet()


def test_everybody_who_listens_hears_everything(carrier: str) -> None:
    with Listener() as one, Listener() as other:
        say(*changes(3))

        assert one.take(3) == other.take(3) == changes(3)


def test_what_is_rolled_back_is_never_heard(carrier: str) -> None:
    def service(writing: Session) -> list[DomainEvent]:
        bus.stage(writing, changes(1))
        raise Refused("No.")

    with Listener() as listener:
        with pytest.raises(Refused):
            session.write(service)
        say(PlayerJoined(UUID(int=9)))

        assert listener.next() == PlayerJoined(UUID(int=9))


def test_events_are_heard_only_after_they_can_be_read(carrier: str) -> None:
    with Listener() as listener:
        for round_ in range(20):
            expected = game.play(game.issue(ADA, round_ + 1))
            award = next(event for event in listener.take(len(expected)) if isinstance(event, XpAwarded))
            assert game.xp(ADA) == award.xp


def test_a_large_transaction_comes_in_several_messages_and_whole(carrier: str) -> None:
    """Far more than the 8,000 bytes of one NOTIFY."""
    with Listener() as listener:
        say(*changes(1_000))

        assert listener.take(1_000) == changes(1_000)


def test_a_burst_becomes_one_word_to_read_again(carrier: str) -> None:
    with Listener() as listener:
        say(*changes(bus.BURST + 1))

        assert listener.next() == Resync()
        assert listener.is_quiet()


def test_nothing_to_say_says_nothing(carrier: str) -> None:
    with Listener() as listener:
        say()

        assert listener.is_quiet()


def test_no_message_is_too_long_for_notify() -> None:
    longest = XpAwarded(UUID(int=1), 10**12, 10**12, 10_000, "ü" * 400, NOW)

    assert all(len(message.encode()) < 8_000 for message in encode([longest] * 500, bus.NOTIFY_LIMIT))


@pytest.mark.parametrize(
    "message", ["", "nonsense", "[1]", '[["XpAwarded", {"player_id": "nobody"}]]', '[["XpAwarded"]]', "null"]
)
def test_a_message_that_nobody_can_read_is_a_reason_to_read_again(carrier: str, message: str) -> None:
    """Another version's, during a rolling update, or a stranger's on the same channel."""
    with Listener() as listener:
        _shout(carrier, message)
        assert listener.next() == Resync()
        say(*changes(1))

        assert listener.take(1) == changes(1)


def _shout(url: str, message: str) -> None:
    if bus._Wire.publisher is not None:
        bus._Wire.publisher.publish(bus.CHANNEL, message)
        return
    with psycopg.connect(url.replace("+psycopg", "")) as db:
        db.execute("select pg_notify(%s, %s)", (bus.CHANNEL, message))


def test_a_listener_whose_connection_was_killed_comes_back_and_says_so(playing: str) -> None:
    with Listener() as listener:
        with psycopg.connect(playing.replace("+psycopg", "")) as db:
            killed = db.execute(
                """
                select pg_terminate_backend(pid) from pg_stat_activity
                where query like 'listen %' and datname = current_database()
                """
            ).fetchall()
        assert killed == [(True,)]
        assert listener.until_resync() == []
        say(*changes(2))

        assert listener.take(2) == changes(2)


def test_a_listener_survives_a_restart_of_redis_and_says_so(playing: str) -> None:
    with RedisServer() as server:
        bus.configure(playing, server.url)
        with Listener() as listener:
            server.stop()
            say(*changes(1))  # lost, which is what the Resync is for
            server.start()
            assert listener.until_resync() == []
            say(*changes(2))

            assert listener.take(2) == changes(2)
    bus.configure(playing, None)


def test_a_lost_redis_costs_no_data_and_little_time(playing: str) -> None:
    with RedisServer() as server:
        bus.configure(playing, server.url)
    before = time.monotonic()
    game.play(game.issue(ADA, 1))

    assert game.xp(ADA) == 25
    assert time.monotonic() - before < 5
    bus.configure(playing, None)


def test_where_redis_carries_the_bus_the_database_is_not_bothered(playing: str, redis_url: str) -> None:
    with Listener() as on_postgres:
        bus.configure(playing, redis_url)
        say(*changes(1))
        assert on_postgres.is_quiet()
        bus.configure(playing, None)


def test_a_listener_that_is_told_to_stop_ends_within_a_second_or_so(carrier: str) -> None:
    with Listener():
        before = time.monotonic()

    assert time.monotonic() - before < 5


def test_a_listener_that_cannot_connect_waits_and_ends_when_it_is_told_to(playing: str) -> None:
    stop = threading.Event()
    bus.configure("postgresql+psycopg://questboard@127.0.0.1:1/questboard", None)
    thread = threading.Thread(target=lambda: [*bus.listen(stop)], daemon=True)
    thread.start()
    time.sleep(0.2)
    assert thread.is_alive()
    stop.set()
    thread.join(SECONDS)
    bus.configure(playing, None)

    assert not thread.is_alive()
