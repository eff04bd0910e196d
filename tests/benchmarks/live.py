"""From the delivery's first byte to the changed DOM in a real Chromium, everything in between included."""

import hashlib
import hmac
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection

import orjson
from playwright.sync_api import Page, sync_playwright

from app.demo import payloads
from app.demo.payloads import Account
from domain.services import samples
from domain.store import session
from domain.store.queries.players import sample_people
from tests import factories
from tests.benchmarks import game, web
from tests.benchmarks.busy import Busy, postmaster
from tests.benchmarks.table import Part, Row, percentile

#: Remembers when the page first showed each text that was announced beforehand, by the machine's clock.
WATCH = """
() => {
  window.wanted = null;
  window.shown = {};
  const look = (text) => {
    if (window.wanted && text && text.includes(window.wanted)) {
      window.shown[window.wanted] = performance.timeOrigin + performance.now();
      window.wanted = null;
    }
  };
  new MutationObserver((changes) => {
    for (const change of changes) {
      look(change.target.textContent);
      for (const node of change.addedNodes) look(node.textContent);
    }
  }).observe(document.body, {childList: true, subtree: true, characterData: true});
}
"""
FIRST_NUMBER = 70_000
WARM_UP = 5
PAUSE = 0.15
PATIENCE = 5_000


def measure(*, deliveries: int) -> Part:
    """One open dashboard, one delivery after the other, each of them 50 XP for the player who looks at it."""
    with game.running() as url:
        session.write(samples.invite, now=datetime.now(UTC))
        with web.site(url, worker=True) as there, _dashboard(there) as page:
            sender = HTTPConnection("127.0.0.1", there.port)
            busy = Busy({"web": there.pid, "PostgreSQL": postmaster(url)})
            seconds = [_time(sender, page, place) for place in range(deliveries + WARM_UP)][WARM_UP:]
            limit = busy.sentence()
    rows = (
        Row("p50", f"{percentile(seconds, 0.5) * 1000:.0f} ms"),
        Row("p95", f"{percentile(seconds, 0.95) * 1000:.0f} ms", "", "aim 60 ms"),
    )
    return Part(f"Delivery → changed DOM in Chromium, {deliveries} deliveries", rows, limit)


@contextmanager
def _dashboard(there: web.Site) -> Iterator[Page]:
    player = session.read(sample_people)[0]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
        context = browser.new_context(base_url=there.url)
        signed_in = context.request.post(
            "/auth/sample", form={"player_id": str(player.id)}, headers={"Origin": there.url}
        )
        assert signed_in.ok, signed_in.text()
        page = context.new_page()
        page.goto("/")
        page.wait_for_selector("text=Activity")
        page.wait_for_timeout(1_000)
        page.evaluate(WATCH)
        yield page
        browser.close()


def _chromium() -> str:
    names = (os.environ.get("QUESTBOARD_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, (shutil.which(name) for name in names if name)), None)
    return found or sys.exit(
        "Chromium is missing. Install it, or set QUESTBOARD_CHROMIUM, or leave out the part “live”."
    )


def _time(sender: HTTPConnection, page: Page, place: int) -> float:
    """Seconds from before the request to the DOM change it causes. Each on a day of its own, below every cap."""
    number = FIRST_NUMBER + place
    body = orjson.dumps(_pull(number, place))
    signature = hmac.new(web.SECRET.encode(), body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json",
        "X-GitHub-Event": "pull_request",
        "X-GitHub-Delivery": f"timed-{number}",
        "X-Hub-Signature-256": f"sha256={signature}",
    }
    page.evaluate("number => { window.wanted = '#' + number }", number)
    began = time.time()
    sender.request("POST", "/webhooks/github", body, headers)
    assert sender.getresponse().read() == b'{"status":"accepted"}'
    page.wait_for_function("number => window.shown['#' + number]", arg=number, timeout=PATIENCE, polling=20)
    shown = float(page.evaluate("number => window.shown['#' + number]", number)) / 1000
    time.sleep(PAUSE)
    return shown - began


def _pull(number: int, place: int) -> payloads.Payload:
    subject, login, _ = samples.PEOPLE[0]
    at = datetime.now(UTC) - timedelta(days=place)
    merged_by = Account(900_000_999, "maintainer")
    return payloads.merged_pull(factories.REPO, number, Account(subject, login), merged_by, title="A change", at=at)
