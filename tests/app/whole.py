"""Questboard as a whole, started as people start it, for tests that look at it from outside."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import psutil
import psycopg

from app import embedded
from tests.servers import free_port

ROOT = Path(__file__).parents[2]
_DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def environment(**variables: str) -> dict[str, str]:
    """This process's environment without settings of Questboard, and `variables`."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("QUESTBOARD_")}
    clean["http_proxy"] = "http://127.0.0.1:9"  # nobody asks a proxy for this machine
    return {**clean, "PYTHONPATH": str(ROOT), "COLUMNS": "120", "NO_COLOR": "1", "TERM": "dumb", **variables}


def run(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """The command, run to its end."""
    return subprocess.run(
        [sys.executable, "-m", "app.cli", *arguments],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment(**variables),
        timeout=60,
    )


class Whole:
    """`questboard up` in a home and on a port of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self._log = home.with_suffix(".log")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, command: str = "up", **variables: str) -> None:
        """Starts it and waits until it says that it runs."""
        mine = {"QUESTBOARD_HOME": str(self.home), "QUESTBOARD_PORT": str(self.port)}
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "app.cli", command],
                cwd=ROOT,
                env=environment(**mine, **variables),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.wait_until(lambda: "Ctrl-C" in self.output or self._process_ended(), seconds=60)
        self.wait_until(self.is_ready)

    def stop(self) -> int:
        """Asks it to stop; its exit code."""
        os.kill(self.pid, signal.SIGTERM)
        return self.ended()

    def ended(self) -> int:
        """Its exit code, as soon as it has ended."""
        assert self._process
        return self._process.wait(60)

    def clear_away(self) -> None:
        """Whatever happened: no process and no file stays."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(60)
        server = embedded.Server(self.home)
        if self.home.exists():
            server.stop()
            shutil.rmtree(server.folder, ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)
        self._log.unlink(missing_ok=True)

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    @property
    def output(self) -> str:
        """What it wrote since its start."""
        return self._log.read_text(errors="replace")

    def processes(self) -> list[psutil.Process]:
        """Everything that belongs to it."""
        return [*psutil.Process(self.pid).children(recursive=True), psutil.Process(self.pid_of("postgres"))]

    def survivors(self, processes: list[psutil.Process]) -> list[str]:
        """Those that still run."""
        return [" ".join(process.cmdline()) for process in processes if _runs(process)]

    def pid_of(self, name: str) -> int:
        """The process id of `web`, `worker` or `postgres`; 0 while there is none."""
        if name == "postgres":
            file = embedded.Server(self.home).folder / "cluster" / "postmaster.pid"
            lines = file.read_text().split() if file.exists() else []
            return int(lines[0]) if lines else 0  # it is written a moment after it is made
        for child in psutil.Process(self.pid).children():
            if _runs(child) and name in child.cmdline():
                return child.pid
        return 0

    def is_ready(self) -> bool:
        """Whether it answers, database and worker included."""
        try:
            with _DIRECTLY.open(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def post(self, body: bytes, signature: str) -> int:
        """Sends a delivery as GitHub would; the status of the answer."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/webhooks/github",
            body,
            {
                "Content-Type": "application/json",
                "X-GitHub-Event": "ping",
                "X-GitHub-Delivery": str(uuid4()),
                "X-Hub-Signature-256": signature,
            },
        )
        with _DIRECTLY.open(request, timeout=10) as answer:
            return int(answer.status)

    def deliveries(self) -> list[str]:
        """The states of all deliveries, oldest first."""
        url = embedded.find(self.home)
        assert url
        with psycopg.connect(url.replace("+psycopg", "")) as db:
            return [str(row[0]) for row in db.execute("SELECT state FROM delivery ORDER BY id")]

    def wait_until(self, condition: Callable[[], bool], seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, f"it did not happen within {seconds} seconds:\n{self.output}"
            time.sleep(0.05)

    def _process_ended(self) -> bool:
        assert self._process
        return self._process.poll() is not None


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False
