"""Tells the workers that deliveries wait: in a thread, one call at a time, however many ask."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor


class Waker:
    """`ring` may block and may fail; calling the waker never does. A lost call costs the sweeper's two seconds."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._wanted = threading.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="waker")

    def __call__(self) -> None:
        if not self._wanted.is_set():
            self._wanted.set()
            self._thread.submit(self._run)

    def close(self) -> None:
        """Wait for a call under way."""
        self._thread.shutdown()

    def _run(self) -> None:
        self._wanted.clear()  # before ringing: whoever asks from now on is rung for again
        self._ring()
