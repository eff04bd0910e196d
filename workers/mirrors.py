"""Looks after the boards in Redis: what is not there, or stays at another version, is built anew from PostgreSQL."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

from domain.errors import Unavailable
from domain.store import mirror, session
from domain.store.boards import Open
from domain.store.mirror import building

#: A change on its way to Redis makes versions differ for a moment: so often, after so many seconds, it is asked again.
TRIES, PAUSE = 5, 0.05


class Mirrors:
    """One look at a time; other processes may look as well."""

    def __init__(self, stop: threading.Event, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._stop = stop
        self._clock = clock

    def look(self) -> int:
        """Build what is stale; the number of spans that are up to date again."""
        if not mirror.is_on():
            return 0
        try:
            stale = self._stay_stale()
            return sum(session.read(building.build, period) for period in stale if not self._stop.is_set())
        except Unavailable:
            return 0  # the inbox, which is drained more often, says so in the log

    def _stay_stale(self) -> list[Open]:
        stale = self._stale()
        for _ in range(TRIES):
            if not stale or self._stop.wait(PAUSE):
                break
            still = {one.id for one in self._stale()}
            stale = [one for one in stale if one.id in still]
        return stale

    def _stale(self) -> list[Open]:
        return session.read(building.stale, today=self._clock().date())
