"""The processes of `questboard up`: started, looked after, stopped; and how they notice that their starter is gone."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import structlog

#: Seconds a process may take to stop before it is killed; the worker finishes its batch.
PATIENCE = {"web": 15.0, "worker": 30.0}
TICK = 0.05
#: A process that ran this long was fine: the next restart comes at once again.
STEADY_SECONDS = 60.0
LONGEST_PAUSE = 30.0

log = structlog.get_logger()


class Child:
    """One process of ours, started again when it ends by itself."""

    def __init__(self, name: str, url: str, home: Path) -> None:
        self.name = name
        self.failures = 0
        self._environment = {**os.environ, "QUESTBOARD_DATABASE_URL": url, "QUESTBOARD_HOME": str(home)}
        self._environment.pop("QUESTBOARD_DATABASE_URL_FILE", None)
        self._due = 0.0
        self.start()

    def start(self) -> None:
        self._since = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", self.name, "--follow-starter"],
            env=self._environment,
            stdin=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for us; they are told in order
        )

    def revive(self) -> None:
        """Starts it again when it has ended: at once the first time, then after longer and longer pauses."""
        if self._process.poll() is None:
            return
        now = time.monotonic()
        if not self._due:
            self.failures = 1 if now - self._since > STEADY_SECONDS else self.failures + 1
            pause = 0 if self.failures == 1 else min(LONGEST_PAUSE, 0.5 * 2**self.failures)
            self._due = now + pause
            self._close()
            log.warning("up.process_ended", name=self.name, code=self._process.returncode, again_in=pause)
        if now >= self._due:
            self._due = 0.0
            self.start()

    def tell(self, number: signal.Signals) -> None:
        if self._process.poll() is None:
            self._process.send_signal(number)

    def stop(self, told: Callable[[], int]) -> None:
        """Asks it to end, waits, kills it when it takes too long or when the user insists."""
        asked = told()
        self.tell(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE[self.name]
        while self._process.poll() is None and time.monotonic() < deadline and told() <= max(asked, 1):
            time.sleep(TICK)
        self.tell(signal.SIGKILL)
        self._process.wait()
        self._close()

    def _close(self) -> None:
        if self._process.stdin:
            self._process.stdin.close()


def follow_starter() -> None:
    """Ends this process when the one that started it is gone, however that ended. It holds our standard input."""

    def wait() -> None:
        while os.read(0, 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(max(PATIENCE.values()))
        os._exit(1)

    threading.Thread(target=wait, name="Starter", daemon=True).start()
