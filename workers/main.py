"""The worker process: everything of the back room meets here and nowhere else.

Four threads: one hears the queue, one is the clock of the periodic work, and without needing either one sweeps the
inbox, and one decides what is over, which may take minutes. The main thread beats the heart and waits for the signal to
stop; a running batch is finished first.
"""

import gc
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import FrameType

import structlog
from huey.api import Huey

from domain.errors import Unavailable
from domain.services import heartbeat
from domain.store import bus, mirror, session
from workers import queue, schedule, tasks
from workers.close import Closer
from workers.drain import Inbox
from workers.mirrors import Mirrors

SWEEP_SECONDS = 2.0
BEAT_SECONDS = 3.0
#: Seconds until a signal is noticed.
TICK = 0.1
#: Connections of one worker: the listening thread, the sweeper, the closer (two for a season), the heart.
POOL = 5

log = structlog.get_logger()


def run(database_url: str, redis_url: str | None = None) -> None:
    """Work until SIGTERM or SIGINT. Needs neither the database nor the queue to be there when it starts."""
    _use_utc()
    _collect_less_often()
    session.configure(database_url, pool_size=POOL)
    bus.configure(database_url, redis_url)
    mirror.configure(redis_url)
    with _told_to_stop() as told:
        _work(queue.build(database_url, redis_url), told)
    session.dispose()


def _work(huey: Huey, told: Callable[[], bool]) -> None:
    name = f"{socket.gethostname()}:{os.getpid()}"
    stop = threading.Event()
    inbox = Inbox(stop)
    closer, mirrors = Closer(stop), Mirrors(stop)
    tasks.register(huey, inbox, closer)
    consumer = schedule.consume(huey)
    rounds = {"Sweeper": _sweep(inbox, mirrors), "Closer": _close(closer)}
    threads = [
        threading.Thread(target=_every, args=(SWEEP_SECONDS, stop, one), name=name) for name, one in rounds.items()
    ]
    for thread in threads:
        thread.start()
    log.info("worker.started", worker=name)
    _beat_until(told, _Heart(name, consumer.check_worker_health))
    log.info("worker.stopping", worker=name)
    stop.set()
    consumer.stop(graceful=True)
    for thread in threads:
        thread.join(schedule.GRACE)
    huey.storage.close()
    log.info("worker.stopped", worker=name)


def _sweep(inbox: Inbox, mirrors: Mirrors) -> Callable[[], None]:
    """One round of the sweeper: everything that came in, whoever forgot to ring for it."""

    def sweep() -> None:
        inbox.sweep()
        mirrors.look()

    return sweep


def _close(closer: Closer) -> Callable[[], None]:
    """One round of the closer: what was reached together, and what is over."""

    def close() -> None:
        closer.pay()
        closer.settle_now_and_then()

    return close


class _Heart:
    def __init__(self, worker: str, look_after: Callable[[], object]) -> None:
        self._worker = worker
        self._look_after = look_after
        self._beating = True

    def beat(self) -> None:
        self._look_after()
        try:
            session.write(heartbeat.beat, self._worker, now=datetime.now(UTC))
        except Unavailable as error:
            if self._beating:
                log.warning("worker.database_lost", error=error.sentence)
            self._beating = False
        else:
            if not self._beating:
                log.info("worker.database_back")
            self._beating = True


def _beat_until(told: Callable[[], bool], heart: _Heart) -> None:
    due = 0.0
    while not told():
        if time.monotonic() >= due:
            due = time.monotonic() + BEAT_SECONDS
            heart.beat()
        time.sleep(TICK)


def _every(seconds: float, stop: threading.Event, job: Callable[[], object]) -> None:
    """Do `job` now and every so many seconds; a failure is logged and the next round comes all the same."""
    while not stop.is_set():
        try:
            job()
        except Exception:
            log.exception("worker.round_failed")
        stop.wait(seconds)


@contextmanager
def _told_to_stop() -> Iterator[Callable[[], bool]]:
    """Whether a signal to stop came. The handler takes no lock: it may interrupt any line of the main thread."""
    signals: list[int] = []

    def on_signal(number: int, _frame: FrameType | None) -> None:
        signals.append(number)

    before = {number: signal.signal(number, on_signal) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield lambda: bool(signals)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _use_utc() -> None:
    """Huey computes with the local time; across a change of the clocks only UTC is right."""
    os.environ["TZ"] = "UTC"
    time.tzset()


def _collect_less_often() -> None:
    """A batch makes tens of thousands of short-lived values and few cycles."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
