"""The whole of Questboard, started as people start it, and a real Chromium that looks at it."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from app.demo import payloads
from app.demo.payloads import Account, Payload, Repo
from domain.services.samples import PEOPLE
from tests.app.serving import SECRET, delivery_headers
from tests.app.whole import Whole

ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
)
DESK, PHONE = (1440, 900), (390, 844)
REPO = Repo(910_000_001, "acme/app", "Python")
MAINTAINER = Account(900_000_777, "maintainer")
MIRA, JONAS, AIKO, SOFIA, NOOR, TOMAS = (Account(number, login) for number, login, _ in PEOPLE)

_serial = count(1)


@dataclass(frozen=True, slots=True)
class Site:
    """A running Questboard. `complaints` are what browsers wrote to their consoles, `sessions` their cookies."""

    url: str
    browser: Browser
    complaints: list[str]
    sessions: dict[Account, Any]

    def context(self, size: tuple[int, int] = DESK, **options: Any) -> BrowserContext:
        """A browser of its own, with nobody signed in."""
        context = self.browser.new_context(
            base_url=self.url,
            viewport={"width": size[0], "height": size[1]},
            **{"color_scheme": "dark", "reduced_motion": "reduce", **options},
        )
        context.set_default_timeout(10_000)
        context.on("console", lambda message: self._listen(message))  # noqa: PLW0108  # slots refuse playwright’s mark
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        return context

    def signed_in(
        self, who: Account, size: tuple[int, int] = DESK, *, afresh: bool = False, **options: Any
    ) -> BrowserContext:
        """A browser in which he is signed in, in his usual session or `afresh`; sign-ins are limited."""
        if not afresh and who in self.sessions:
            return self.context(size, storage_state=self.sessions[who], **options)
        context = self.context(size, **options)
        answer = context.request.post(
            "/auth/sample",
            form={"player_id": self.player_id(who)},
            headers={"Origin": self.url, "Sec-Fetch-Site": "same-origin"},
        )
        assert answer.ok
        if not afresh:
            self.sessions[who] = context.storage_state()
        return context

    def page(self, who: Account, path: str = "/", size: tuple[int, int] = DESK, **options: Any) -> Page:
        """An open page of that person, connected and following."""
        page = self.signed_in(who, size, **options).new_page()
        visit(page, path)
        return page

    def player_id(self, who: Account) -> str:
        page = self.context().new_page()
        page.goto("/signin")
        person = page.locator(".qb-people button", has_text=f"@{who.login}")
        value = person.get_attribute("value")
        page.context.close()
        assert value
        return value

    def post(self, event: str, payload: Payload, delivery_id: str | None = None) -> None:
        """A signed delivery, as GitHub sends it."""
        body = orjson.dumps(payload)
        headers = delivery_headers(
            body, X_GitHub_Event=event, X_GitHub_Delivery=delivery_id or f"browser-{next(_serial)}-{time.time_ns()}"
        )
        assert httpx.post(f"{self.url}/webhooks/github", content=body, headers=dict(headers)).status_code == 202

    def merged(self, author: Account, *, title: str = "A change", number: int | None = None) -> int:
        """A pull request of `author` that somebody else merged; its number."""
        number = number or 10_000 + next(_serial)
        at = datetime.now(UTC)
        self.post("pull_request", payloads.merged_pull(REPO, number, author, MAINTAINER, title=title, at=at))
        return number

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)


def visit(page: Page, path: str) -> None:
    """Open `path` and wait until the page is connected."""
    page.goto(path)
    page.wait_for_function("() => window.socket?.connected && window.did_handshake")


def until(condition: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture(scope="package")
def site(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One Questboard and one Chromium for all browser tests; each test has people of its own."""
    whole = Whole(Path(tmp_path_factory.mktemp("browser")) / "home")
    try:
        whole.start("up", QUESTBOARD_GITHUB_WEBHOOK_SECRET=SECRET)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
            yield Site(f"http://127.0.0.1:{whole.port}", browser, [], {})
            browser.close()
    finally:
        whole.clear_away()


@pytest.fixture(autouse=True)
def _quiet_consoles(site: Site) -> Iterator[None]:
    """No page may write an error or a warning to its console, the content security policy's included."""
    site.complaints.clear()
    yield
    for context in list(site.browser.contexts):
        with suppress(Exception):
            context.close()
    assert site.complaints == []
