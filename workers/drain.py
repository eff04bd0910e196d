"""Drains the inbox: batch after batch until nothing is due.

The size of a batch follows two signals. Time: batches grow while they are quick and shrink when they hold up the news.
Failure: a batch that fails is tried again at half its size, until the delivery that poisons it stands alone and is put
off with its reason. Its neighbours lose nothing but a moment.
"""

import random
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

import structlog

from domain.errors import Unavailable
from domain.services import inbox
from domain.store import session
from domain.store.inbox import due

FIRST_BATCH = 16
LARGEST_BATCH = 2_048
#: Seconds a batch should take: long enough to pay for its commit, short enough for a toast.
BATCH_SECONDS = 0.25
#: SQLSTATEs of a collision between transactions: serialization failure, deadlock, lock timeout.
COLLISIONS = {"40001", "40P01", "55P03"}
#: Seconds to wait after a collision, or while another worker holds everything that is due.
PAUSE = 0.02
LONGEST_PAUSE = 0.5

log = structlog.get_logger()


class Inbox:
    """One drain at a time in this process; any number of processes side by side."""

    def __init__(self, stop: threading.Event, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._stop = stop
        self._clock = clock
        self._one_at_a_time = threading.Lock()
        self._limit = FIRST_BATCH
        self._away = False

    def drain(self) -> int:
        """Apply everything that is due and return the number of batches. Waits for a drain that is under way."""
        with self._one_at_a_time:
            return self._drain_unless_away()

    def sweep(self) -> int:
        """The same for a caller who comes by regularly: does nothing while somebody else drains."""
        if not self._one_at_a_time.acquire(blocking=False):
            return 0
        try:
            return self._drain_unless_away()
        finally:
            self._one_at_a_time.release()

    def _drain_unless_away(self) -> int:
        try:
            batches = self._batches()
        except Unavailable as error:
            if not self._away:
                log.warning("inbox.database_lost", error=error.sentence)
            self._away = True
            return 0
        self._away = False
        return batches

    def _batches(self) -> int:
        batches, pause = 0, PAUSE
        waiting = self._due()
        while waiting and not self._stop.is_set():
            self._one_batch(waiting[0])
            batches += 1
            left = self._due()
            if left == waiting:
                self._stop.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                pause = PAUSE
            waiting = left
        return batches

    def _due(self) -> tuple[int, ...]:
        return session.read(due, now=self._clock(), limit=self._limit)

    def _one_batch(self, first: int) -> None:
        began = time.monotonic()
        try:
            if self._limit == 1:
                session.write(inbox.apply_one, first, now=self._clock())
            else:
                session.write(inbox.apply, now=self._clock(), limit=self._limit)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one delivery must not stop the others
            self._after_failure(first, error)
        else:
            self._after_success(time.monotonic() - began)

    def _after_success(self, seconds: float) -> None:
        if seconds < BATCH_SECONDS:
            self._limit = min(self._limit * 2, LARGEST_BATCH)
        elif seconds > 2 * BATCH_SECONDS:
            self._limit = max(int(self._limit * BATCH_SECONDS / seconds), 1)

    def _after_failure(self, first: int, error: Exception) -> None:
        if _is_collision(error):
            self._stop.wait(random.uniform(PAUSE, 5 * PAUSE))  # noqa: S311 - spreads two workers apart
        elif self._limit > 1:
            log.warning("inbox.batch_failed", size=self._limit, error=_reason(error))
            self._limit //= 2
        else:
            log.warning("inbox.delivery_put_off", delivery=first, error=_reason(error), exc_info=error)
            session.write(inbox.put_off, first, _reason(error), now=self._clock())
            self._limit = 2


def _is_collision(error: Exception) -> bool:
    return getattr(_cause(error), "sqlstate", None) in COLLISIONS


def _cause(error: Exception) -> Exception:
    """The driver's error, where SQLAlchemy wrapped it."""
    return getattr(error, "orig", None) or error


def _reason(error: Exception) -> str:
    """One line; what PostgreSQL and SQLAlchemy add below it (context, statement, parameters) stays out."""
    cause = _cause(error)
    first_line = str(cause).strip().partition("\n")[0]
    return f"{type(cause).__name__}: {first_line}"[:300]
