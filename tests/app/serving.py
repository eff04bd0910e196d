"""The real application on a real server in this process, for tests that speak HTTP."""

import hashlib
import hmac
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI

from app.main import build_without_pages
from app.settings import Settings
from tests.servers import free_port

SECRET = "It's a Secret to Everybody"


@dataclass(frozen=True, slots=True)
class Site:
    """A running application. `http` keeps cookies and follows no redirects."""

    url: str
    settings: Settings
    application: FastAPI
    http: httpx.Client

    def post(self, path: str, **form: str) -> httpx.Response:
        """A form as a page of ours sends it."""
        return self.http.post(path, data=form, headers={"Origin": self.url, "Sec-Fetch-Site": "same-origin"})


@contextmanager
def serving(database_url: str, **chosen: object) -> Iterator[Site]:
    """Everything but the pages, on a free port of the loopback."""
    port = free_port()
    fixed = {"home": Path("unused"), "port": port, "database_url": database_url, "github_webhook_secret": SECRET}
    settings = Settings.model_validate({**fixed, **chosen})
    application = build_without_pages(settings)
    url = f"http://127.0.0.1:{port}"
    with running(application, port), httpx.Client(base_url=url, timeout=20) as http:
        yield Site(url, settings, application, http)


@contextmanager
def running(application: FastAPI, port: int) -> Iterator[None]:
    """A server for `application` in a thread."""
    server = uvicorn.Server(uvicorn.Config(application, port=port, log_config=None, timeout_graceful_shutdown=2))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 15
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.01)
    assert server.started
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(10)


def signature(body: bytes, secret: str = SECRET) -> str:
    """The way GitHub signs."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def delivery_headers(body: bytes, **changes: str | None) -> Mapping[str, str]:
    """The headers of a well-signed ping; None leaves one out."""
    headers = {
        "Content-Type": "application/json",
        "X-GitHub-Event": "ping",
        "X-GitHub-Delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
        "X-Hub-Signature-256": signature(body),
    }
    changed = {**headers, **{name.replace("_", "-"): value for name, value in changes.items()}}
    return {name: value for name, value in changed.items() if value is not None}
