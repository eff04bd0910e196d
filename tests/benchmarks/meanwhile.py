"""Batches that go on in a process of their own while something is measured, and how long the slowest of them took."""

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from multiprocessing.connection import Connection

from psycopg import errors

from app.demo.payloads import Account
from domain.services import deliveries, inbox
from domain.store import bus, session
from tests.domain.services import game
from tests.factories import accounts

#: So many of the players, known by these accounts, go on working.
PEOPLE = 50
PAUSE = 0.02

_context = multiprocessing.get_context("spawn")


class Longest:
    """Seconds that the slowest batch took, once it is over."""

    seconds = 0.0


@contextmanager
def batches(url: str, now: datetime) -> Iterator[Longest]:
    """Somebody closes an issue, again and again, and each is applied at once."""
    here, there = _context.Pipe()
    process = _context.Process(target=_go_on, args=(url, now, there), daemon=True)
    process.start()
    here.recv()
    longest = Longest()
    try:
        yield longest
    finally:
        here.send(None)
        longest.seconds = here.recv()
        process.join()


def _go_on(url: str, now: datetime, there: Connection) -> None:
    session.configure(url)
    bus.configure(url, None)
    longest, number, people = 0.0, int(time.monotonic() * 1_000), accounts(PEOPLE)
    _one(number, people, now)
    there.send(None)
    while not there.poll():
        number += 1
        longest = max(longest, _one(number, people, now))
        time.sleep(PAUSE)
    there.send(longest)
    session.dispose()


def _one(number: int, people: tuple[Account, ...], now: datetime) -> float:
    sent = game.issue(people[number % PEOPLE], number, at=now - timedelta(minutes=1))
    session.write(deliveries.accept, [sent], now=now)
    began = time.perf_counter()
    while True:
        with suppress(errors.LockNotAvailable):  # it waited for as long as a batch may, and a worker tries again
            session.write(inbox.apply, now=now, limit=100)
            return time.perf_counter() - began
