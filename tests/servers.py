"""Real servers for tests, checks and benchmarks: each its own, gone afterwards."""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Self
from uuid import uuid4

import pytest

from app import embedded

#: A killed process loses nothing without fsync, only a killed machine does: tests need no disk's patience.
FAST: Mapping[str, str] = {
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "max_connections": "200",
}


@contextmanager
def temporary_postgres(options: Mapping[str, str] = FAST, *, home: Path | None = None) -> Iterator[str]:
    """The URL of a PostgreSQL in a new home, which is deleted afterwards."""
    home = home or Path(tempfile.gettempdir()) / f"questboard-tests-{uuid4().hex[:12]}"
    try:
        with embedded.running(home, options=options) as url:
            yield url
    finally:
        shutil.rmtree(embedded.Server(home).folder, ignore_errors=True)
        shutil.rmtree(home, ignore_errors=True)


def with_database(url: str, name: str) -> str:
    """The same server, another database."""
    server, query = url.rsplit("?", 1)
    return f"{server.rsplit('/', 1)[0]}/{name}?{query}"


def free_port() -> int:
    """A TCP port of the loopback that nobody uses right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RedisServer:
    """A Redis of its own; `stop()` kills it, `start()` brings it back, empty, on the same port."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        if shutil.which("redis-server") is None:
            pytest.fail("redis-server is missing. Install it (Debian: apt-get install redis-server).")
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL, cwd="/")
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        pytest.fail("redis-server did not start within ten seconds.")

    def stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None
