"""Tells the workers that deliveries wait: in a thread, at once when it was quiet, and not more often than useful."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

#: Seconds between two calls in a burst; the worker has plenty to do meanwhile.
GAP = 0.02


class Waker:
    """`ring` may block and may fail; calling the waker never does. A lost call costs the sweeper's two seconds."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._wanted = threading.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="waker")
        self._rang_at = float("-inf")

    def __call__(self) -> None:
        if not self._wanted.is_set():
            self._wanted.set()
            self._thread.submit(self._run)

    def close(self) -> None:
        """Wait for a call under way."""
        self._thread.shutdown()

    def _run(self) -> None:
        if (rest := self._rang_at + GAP - time.monotonic()) > 0:
            time.sleep(rest)
        self._wanted.clear()  # before ringing: whoever asks from now on is rung for again
        self._rang_at = time.monotonic()
        self._ring()
