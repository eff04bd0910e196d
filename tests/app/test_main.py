import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from domain.services import heartbeat, samples
from domain.store import bus, session
from domain.store.queries import players
from tests.app.whole import ROOT, environment
from tests.servers import free_port, with_database

PAGES = ("/", "/missions", "/badges", "/board", "/me")
ADMIN_PAGES = ("/admin", "/admin/missions", "/admin/missions/new", "/admin/deliveries", "/admin/people", "/admin/rules")
CHROMIUM = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync"


@dataclass(frozen=True, slots=True)
class Web:
    """The web process, started as `questboard web`."""

    url: str
    process: "subprocess.Popen[bytes]"
    log: Path

    @contextmanager
    def signed_in(self) -> Iterator[httpx.Client]:
        """A browser of the sample admin."""
        with httpx.Client(base_url=self.url, timeout=10) as http:
            answer = http.post("/auth/sample", data={"player_id": str(admin())}, headers={"Origin": self.url})
            assert answer.status_code == 303
            yield http


@pytest.fixture(scope="module")
def database(postgres: str, seeded_template: str) -> str:
    """A database with the sample people, for all tests of this file."""
    with psycopg.connect(postgres.replace("+psycopg", ""), autocommit=True) as db:
        db.execute(f"create database test_main template {seeded_template}".encode())
    return with_database(postgres, "test_main")


@pytest.fixture(autouse=True)
def _store(database: str) -> Iterator[None]:
    session.configure(database)
    bus.configure(database, None)
    session.write(samples.invite, now=datetime.now(UTC))
    yield
    session.dispose()


@pytest.fixture(scope="module")
def web(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    folder = tmp_path_factory.mktemp("web")
    port = free_port()
    log = folder / "web.log"
    settings = {"PORT": str(port), "HOME": str(folder / "home"), "DATABASE_URL": database}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "web"],
            cwd=ROOT,
            env=environment(**{f"QUESTBOARD_{name}": value for name, value in settings.items()}),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    web = Web(f"http://127.0.0.1:{port}", process, log)
    try:
        _wait(web)
        yield web
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM.split())
        yield browser
        browser.close()


def admin() -> UUID:
    return next(card.id for card in session.read(players.sample_people) if card.is_admin)


@pytest.mark.browser
def test_a_script_from_outside_does_not_run(web: Web, browser: Browser) -> None:
    page = browser.new_page()
    complaints = listen(page)
    sign_in(web, page)
    page.evaluate(
        """() => {
            const script = document.createElement('script');
            script.textContent = 'window.injected = true';
            document.body.append(script);
            document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.injected = true">');
        }"""
    )
    page.wait_for_timeout(300)
    assert page.evaluate("typeof window.injected") == "undefined"
    assert any("Content Security Policy" in complaint for complaint in complaints)


@pytest.mark.browser
def test_signing_out_in_one_tab_closes_the_others(web: Web, browser: Browser) -> None:
    context = browser.new_context()
    tab, other = context.new_page(), context.new_page()
    sign_in(web, tab)
    other.goto(f"{web.url}/missions")
    other.wait_for_selector(".qb-main")
    other.wait_for_timeout(500)
    tab.evaluate("() => { fetch('/auth/sign-out', {method: 'POST'}) }")
    other.wait_for_url(f"{web.url}/signin*", timeout=10_000)


@pytest.mark.browser
def test_a_page_whose_message_got_lost_is_closed_all_the_same(web: Web, browser: Browser, database: str) -> None:
    page = browser.new_page()
    sign_in(web, page)
    with psycopg.connect(database.replace("+psycopg", ""), autocommit=True) as db:
        db.execute("delete from web_session")
        db.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and query ilike 'listen%'"
        )
    page.wait_for_url(f"{web.url}/signin*")


def test_an_unknown_address_is_answered_without_keeping_a_page(web: Web) -> None:
    with httpx.Client(base_url=web.url) as http:
        before = held(http)
        answer = http.get("/nothing/here", headers={"Accept": "text/html"})
        assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
        assert "Not found" in answer.text
        assert held(http) == before


def test_a_refused_page_is_not_kept_either(web: Web) -> None:
    with httpx.Client(base_url=web.url) as http:
        before = held(http)
        assert {http.get(path).status_code for path in PAGES + ADMIN_PAGES} == {303}
        assert held(http) == before


def held(http: httpx.Client) -> str:
    return next(line for line in http.get("/metrics").text.splitlines() if line.startswith("questboard_pages "))


def test_pages_lead_to_the_sign_in_and_back(web: Web) -> None:
    with httpx.Client(base_url=web.url) as guest:
        answer = guest.get("/admin/deliveries?state=failed&x=1")
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/signin?next=/admin/deliveries%3Fstate%3Dfailed%26x%3D1",
    )


def test_a_player_does_not_see_an_admins_pages(web: Web) -> None:
    with httpx.Client(base_url=web.url) as http:
        player = next(card.id for card in session.read(players.sample_people) if not card.is_admin)
        http.post("/auth/sample", data={"player_id": str(player)}, headers={"Origin": web.url})
        assert {http.get(path).status_code for path in ADMIN_PAGES} == {403}
        assert {http.get(path).status_code for path in PAGES} == {200}


def test_sockets_open_for_our_own_pages_only(web: Web) -> None:
    with web.signed_in() as http:
        page = http.get("/").text
    found = re.search(r"'client_id': '([0-9a-f-]{36})'", page)
    assert found
    query = f"client_id={found[1]}&next_message_id=0&implicit_handshake=true&document_id=d&tab_id=t&EIO=4"
    address = f"{web.url.replace('http', 'ws')}/_nicegui_ws/socket.io/?{query}&transport=websocket"
    for origin in ("https://evil.example", "null", web.url.replace("http", "https")):
        with pytest.raises(InvalidStatus), connect(address, origin=Origin(origin)):
            pass
    with connect(address, origin=Origin(web.url)) as socket:
        assert str(socket.recv(5)).startswith("0{")


def test_no_page_id_and_no_secret_gets_into_the_log(web: Web) -> None:
    test_sockets_open_for_our_own_pages_only(web)
    assert "client_id" not in web.log.read_text()


def test_ready_means_database_and_worker(web: Web) -> None:
    with httpx.Client(base_url=web.url) as http:
        assert http.get("/healthz").status_code == 200
        answer = http.get("/readyz")
        assert (answer.status_code, answer.json()["reasons"]) == (
            503,
            ["No worker has ever reported. Start one with: questboard worker"],
        )
        session.write(heartbeat.beat, str(uuid4()), now=datetime.now(UTC))
        assert http.get("/readyz").status_code == 200


def test_the_figures_are_for_this_machine_and_for_admins(web: Web) -> None:
    with web.signed_in() as http:
        for headers in (
            {"X-Forwarded-For": "203.0.113.9"},
            {"Forwarded": "for=203.0.113.9"},
            {"Host": "quest.example"},
        ):
            assert http.get("/metrics", headers=headers).status_code == 200
            assert httpx.get(f"{web.url}/metrics", headers=headers).status_code == 401
    assert "questboard_pages" in httpx.get(f"{web.url}/metrics").text


def test_it_ends_when_asked_even_with_open_pages(web: Web) -> None:  # the last one: it ends the process
    with web.signed_in() as http:
        http.get("/")
        web.process.send_signal(signal.SIGTERM)
        assert web.process.wait(15) in {0, -signal.SIGTERM}
    assert "Traceback" not in web.log.read_text()


def listen(page: Page) -> list[str]:
    """Everything the browser complains about."""
    complaints: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def sign_in(web: Web, page: Page) -> None:
    page.goto(f"{web.url}/")
    page.click("text=Mira Okafor")
    page.wait_for_url(f"{web.url}/")
    page.wait_for_selector(".qb-main")


def script_policy(policy: str) -> str:
    return next(part for part in policy.split(";") if part.strip().startswith("script-src"))


def _wait(web: Web) -> None:
    for _ in range(300):
        with suppress(httpx.TransportError):
            httpx.get(f"{web.url}/healthz", timeout=5)
            return
        if web.process.poll() is not None:
            break
        with suppress(subprocess.TimeoutExpired):
            web.process.wait(0.1)
    pytest.fail(web.log.read_text())
