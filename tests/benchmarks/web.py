"""Web and worker processes as an installation runs them, for measuring from outside."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers import free_port

SECRET = "a-webhook-secret-of-the-benchmark"
ROOT = Path(__file__).parents[2]
START_SECONDS = 30.0

#: A route that reads the body and answers, in the same kind of process.
BARE = """
import sys, uvicorn
from fastapi import FastAPI, Request, Response
from app import memory
app = FastAPI(openapi_url=None)

@app.post("/bare")
async def bare(request: Request) -> Response:
    await request.body()
    return Response('{"status":"accepted"}', 202, media_type="application/json")

@app.get("/healthz")
async def health() -> str:
    return "ok"

memory.settle()
uvicorn.run(app, port=int(sys.argv[1]), http="httptools", ws="websockets-sansio", access_log=False, log_config=None,
            server_header=False)
"""


@dataclass(frozen=True, slots=True)
class Site:
    """`pid` is the web process."""

    port: int
    pid: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def bare() -> Iterator[Site]:
    port = free_port()
    with _process([sys.executable, "-c", BARE, str(port)], {}) as process:
        _wait_for(port)
        yield Site(port, process.pid)


@contextmanager
def site(database_url: str, *, worker: bool) -> Iterator[Site]:
    """Questboard's web process, and a worker beside it when wanted."""
    port = free_port()
    with tempfile.TemporaryDirectory() as home, ExitStack() as running:
        environment = {
            "QUESTBOARD_DATABASE_URL": database_url,
            "QUESTBOARD_HOME": home,
            "QUESTBOARD_PORT": str(port),
            "QUESTBOARD_GITHUB_WEBHOOK_SECRET": SECRET,
            "QUESTBOARD_LOG_LEVEL": "warning",
        }
        if worker:
            running.enter_context(_process([sys.executable, "-m", "app.cli", "worker"], environment))
        process = running.enter_context(_process([sys.executable, "-m", "app.cli", "web"], environment))
        _wait_for(port)
        yield Site(port, process.pid)


@contextmanager
def _process(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"Nothing answers at port {port}.")
