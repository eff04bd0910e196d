"""Work for the faults: a busy team over several days, and senders who keep sending until they are heard."""

import random
import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from app.demo import payloads
from domain.errors import Unavailable
from domain.services import deliveries
from domain.specs import Delivery
from domain.store import session
from tests import factories
from tests.faults.model import Connection

TODAY = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0)
PENDING = b"select count(*) from delivery where state = 'pending'"


def busy_days(number: int, *, people: int = 12, first: int = 1, days: int = 3) -> list[Delivery]:
    """Pull requests, reviews and issues, more than the caps of a day; and some reviews that are dismissed later.

    Not older than two days, so that no window is decided yet.
    """
    work: list[Delivery] = []
    for each in factories.workload(people, number, first=first, at=TODAY):
        work.append(each)
        if len(work) % 20 == 0:
            work += _dismissed(first + len(work))
    return _spread(work, days)


def _spread(work: list[Delivery], days: int) -> list[Delivery]:
    """The same work, dated over some days."""
    today = TODAY.strftime("%Y-%m-%d").encode()
    return [
        Delivery(
            each.source,
            each.delivery_id,
            each.event,
            each.content_type,
            each.body.replace(today, (TODAY - timedelta(days=place // 3 % days)).strftime("%Y-%m-%d").encode()),
        )
        for place, each in enumerate(work)
    ]


def _dismissed(number: int) -> list[Delivery]:
    """A review by somebody who does nothing else, and its dismissal."""
    reviewer, author, maintainer = factories.accounts(3, first=5_000_000 + number * 10)
    submitted = payloads.review(
        factories.REPO, 900_000 + number, author, reviewer, at=TODAY, body="Reads well to me, really."
    )
    dismissed = payloads.dismissed_review(factories.REPO, 900_000 + number, author, reviewer, maintainer, at=TODAY)
    return [
        factories.delivery("pull_request_review", submitted, delivery_id=f"submitted-{number}"),
        factories.delivery("pull_request_review", dismissed, delivery_id=f"dismissed-{number}"),
    ]


def send(given: Iterable[Delivery], *, seconds: float = 30) -> None:
    """Like GitHub with redeliveries: what was not acknowledged is sent again."""
    given = list(given)
    deadline = time.monotonic() + seconds
    while True:
        try:
            session.write(deliveries.accept, given, now=datetime.now(UTC))
        except Unavailable:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


class Sender:
    """Sends deliveries in the background, a few at a time, until all are acknowledged."""

    def __init__(self, given: list[Delivery], *, pause: float = 0.02, size: int = 7) -> None:
        self._parts = [given[place : place + size] for place in range(0, len(given), size)]
        self._pause = pause
        self._thread = threading.Thread(target=self._send)

    def __enter__(self) -> "Sender":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join()

    @property
    def sends(self) -> bool:
        return self._thread.is_alive()

    def _send(self) -> None:
        for part in self._parts:
            send(part)
            time.sleep(random.uniform(0, 2 * self._pause))


def settled(db: Connection) -> Callable[[], bool]:
    """Whether nothing waits any more."""
    return lambda: db.execute(PENDING).fetchone() == (0,)
