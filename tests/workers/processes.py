"""Real worker processes for tests."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[2]
PROGRAM = "import sys; from workers import main; main.run(sys.argv[1], sys.argv[2] or None)"


class Worker:
    """A worker process; `program` replaces what it runs. Its output goes to `log`."""

    def __init__(self, database_url: str, redis_url: str | None = None, *, log: Path, program: str = PROGRAM) -> None:
        self.log = log
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-c", program, database_url, redis_url or ""],
                cwd=ROOT,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
                stdout=output,
                stderr=output,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def runs(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        """As a power cut would."""
        self._process.kill()
        self._process.wait()

    def stop(self, number: signal.Signals = signal.SIGTERM, *, seconds: float = 30) -> int:
        """Ask it to end; its exit code."""
        self._process.send_signal(number)
        return self._process.wait(seconds)

    def wait(self, seconds: float) -> int:
        return self._process.wait(seconds)

    def output(self) -> str:
        return self.log.read_text()


def eventually(true: Callable[[], bool], *, seconds: float = 20, what: str = "it") -> float:
    """Wait until something holds; how many seconds that took."""
    began = time.monotonic()
    while not true():
        if time.monotonic() - began > seconds:
            raise AssertionError(f"{what} did not happen within {seconds} s")
        time.sleep(0.02)
    return time.monotonic() - began
