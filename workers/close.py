"""Closes windows and seasons that are over, keeps boards for the days that are now, pays what was reached together.

Rewards that nobody claimed in time expire. Any number of workers may do so at once: what is decided stands under a
unique key in the database.
"""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

import structlog

from domain.errors import Refused, Unavailable
from domain.services import (
    boards,
    climbing,
    closing,
    deciding,
    duels,
    erasing,
    leagues,
    missions,
    rewards,
)
from domain.store import duels as duelling
from domain.store import erasures, results, session
from domain.store.queries import closing as waiting
from domain.store.queries import rewards as unclaimed
from workers import seasons
from workers.look import look

#: Seconds between two looks for windows that are over, where the queue does not ring for them.
SETTLE_SECONDS = 60.0

log = structlog.get_logger()


class Closer:
    """Pays, and decides, in one thread of this process at a time; whoever comes meanwhile has something else to do.

    What takes long, like the end of a season, must keep no thread from the inbox.
    """

    def __init__(self, stop: threading.Event, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._stop = stop
        self._clock = clock
        self._paying, self._settling = threading.Lock(), threading.Lock()
        self._looked_at = float("-inf")

    def pay(self) -> int:
        """Reward what was reached together, and show what was scheduled for a time that has come."""
        return self._alone(self._paying, self._pay)

    def settle(self) -> int:
        """Decide every window that is over, the oldest first; the number of them."""
        return self._alone(self._settling, self._settle)

    def settle_now_and_then(self) -> int:
        """The same for a caller who comes by more often than needed."""
        if time.monotonic() - self._looked_at < SETTLE_SECONDS:
            return 0
        return self.settle()

    def _alone(self, lock: threading.Lock, job: Callable[[], int]) -> int:
        """Nothing while another thread is at it, or while the database is away."""
        if not lock.acquire(blocking=False):
            return 0
        try:
            return job()
        except Unavailable:
            return 0  # the inbox, which is drained more often, says so in the log
        finally:
            lock.release()

    def _pay(self) -> int:
        if session.read(waiting.is_scheduled, now=self._clock()):
            session.write(missions.open_scheduled, now=self._clock())
        owed = session.read(waiting.owed)
        for pair in owed:
            if self._stop.is_set():
                break
            session.write(closing.pay, pair, now=self._clock())
        return len(owed)

    def _settle(self) -> int:
        self._looked_at = time.monotonic()
        session.write(boards.keep_up, now=self._clock())
        while session.read(unclaimed.is_due, now=self._clock()) and not self._stop.is_set():
            session.write(rewards.expire, now=self._clock())
        session.write(climbing.look, now=self._clock())
        session.write(leagues.keep_up, now=self._clock())
        settled = 0
        for mission_id, window in session.read(waiting.due, now=self._clock()):
            if self._stop.is_set():
                break
            session.write(closing.settle, mission_id, window, now=self._clock())
            settled += 1
        for board, first, last in session.read(results.due, now=self._clock()):
            if self._stop.is_set():
                break
            session.write(deciding.decide, board, first, last, now=self._clock())
            settled += 1
        if settled:
            log.info("windows.settled", windows=settled)
        settled += self._duels()
        self._erase()
        settled += len(seasons.follow(self._stop, self._clock))
        return settled + look(self._stop, self._clock)

    def _duels(self) -> int:
        found = session.read(duelling.due, now=self._clock())
        for duel_id in found:
            session.write(duels.settle, duel_id, now=self._clock())
        return len(found)

    def _erase(self) -> None:
        """Forget whoever asked for it a week ago; while deliveries wait, at the next look."""
        for player_id in session.read(erasures.due, now=self._clock()):
            try:
                looked = session.read(erasing.look, player_id)
                session.write(erasing.erase, player_id, looked=looked, now=self._clock())
            except Refused:
                return
