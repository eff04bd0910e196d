"""Huey's consumer, made to survive the loss of its queue and to leave the signals to `workers.main`.

Huey's own logs one trace a second while the queue is away, and waits up to ten seconds before it looks again.
"""

import time
from datetime import datetime

import structlog
from huey import consumer
from huey.api import Huey
from huey.exceptions import HueyException

from workers import tasks

#: Seconds between two looks at a lost queue, and between two looks at the clock.
RETRY_SECONDS = 1.0
MINUTE = 60.0
#: Seconds a running task gets to finish when the worker is told to stop.
GRACE = 25

log = structlog.get_logger()


class Listener(consumer.Worker):  # type: ignore[misc]
    """Waits for wake-ups and does them. One line in the log when the queue goes, one when it is back."""

    lost = False

    def loop(self, now: datetime | None = None) -> None:
        try:
            task = self.huey.dequeue()
            self._here()
            if task is not None:
                self.huey.execute(task, now)
        except tasks.LOST as error:
            self._away(error)
            self.stop_flag.wait(RETRY_SECONDS)
        except HueyException as error:
            log.warning("queue.unknown_task", error=str(error))

    def _away(self, error: Exception) -> None:
        if not self.lost:
            log.warning("queue.not_heard", error=str(error).strip())
        self.lost = True

    def _here(self) -> None:
        if self.lost:
            log.info("queue.heard_again")
        self.lost = False


class Clock(consumer.Scheduler):  # type: ignore[misc]
    """Rings for what is due every minute. Two clocks ring twice, and nothing comes of it."""

    _due = 0.0

    def loop(self, now: datetime | None = None) -> None:
        if time.monotonic() >= self._due:
            self._due = time.monotonic() + MINUTE
            for task in self.huey.read_periodic(now):
                tasks.ring(self.huey.storage, self.huey.serialize_task(task).decode())
        self.stop_flag.wait(RETRY_SECONDS)


class Consumer(consumer.Consumer):  # type: ignore[misc]
    worker_class = Listener
    scheduler_class = Clock

    def _set_signal_handlers(self) -> None:
        """The signals belong to `workers.main`."""


def consume(huey: Huey) -> Consumer:
    """A started consumer: one listening thread, one clock. Stop it with `stop(graceful=True)`."""
    started = Consumer(huey, workers=1, graceful_signal="TERM", shutdown_timeout=GRACE)
    started.start()
    return started
