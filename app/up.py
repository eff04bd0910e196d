"""`questboard up`: the database, a worker and the web as one program that starts and stops as a whole."""

import http.client
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import structlog
from sqlalchemy.exc import OperationalError

from app import demo, embedded
from app import home as homes
from app.children import Child
from app.demo import setting
from app.settings import Settings
from domain.errors import QuestboardError, Refused, Unavailable
from domain.services import samples, setup
from domain.store import bus, migrate, session

#: Seconds until a change is noticed: a signal, an ended process.
TICK = 0.1
START_SECONDS = 120.0
#: After so long, a web process that answers is enough.
BACKLOG_SECONDS = 15.0
#: So often may a process end before everything runs; then something is wrong that a restart does not mend.
TRIES = 3

log = structlog.get_logger()


def run(settings: Settings, *, say: Callable[[str], None], with_demo: bool = False) -> None:
    """Runs everything until Ctrl-C or SIGTERM, then stops it in order: web, worker, database."""
    _check_address(settings.host, settings.port)
    home = homes.make(settings.home)
    with _told_to_stop() as told, homes.alone(home) if settings.database_url else nullcontext():
        with _database(settings) as url:
            is_told = prepare(settings, url, with_demo=with_demo)
            children = [Child(name, url, home) for name in ("worker", "web")]
            try:
                _wait_until_ready(settings, children, told)
                if not told():
                    say(_welcome(settings, home, with_demo=with_demo))
                with _demo(settings, url, is_told=is_told) if with_demo else nullcontext():
                    _look_after(children, settings, told)
            finally:
                say("Stopping …")
                _stop(children, told)
        say("Stopped. Everything is kept for the next start.")


def prepare(settings: Settings, url: str, *, with_demo: bool = False) -> bool:
    """Brings the database to this version's shape and puts in what a new installation needs.

    Whether the past of the demo's team is told with that.
    """
    try:
        migrate.upgrade(url)
    except OperationalError as error:
        raise Unavailable(f"The database cannot be used: {str(error.orig).strip().splitlines()[0]}") from error
    session.configure(url, pool_size=1)
    now = datetime.now(UTC)
    try:
        since = setting.began(now) if with_demo else now
        session.write(setup.seed, now=since)
        if settings.offers_sample_people:
            session.write(samples.invite, now=since)
        return with_demo and setting.prepare(since, now)
    finally:
        session.dispose()


def _look_after(children: list[Child], settings: Settings, told: Callable[[], int]) -> None:
    server = None if settings.database_url else embedded.Server(homes.make(settings.home))
    while not told():
        if server and not server.is_ready():
            _revive_database(server)
        for child in children:
            child.revive()
        time.sleep(TICK)


def _revive_database(server: embedded.Server) -> None:
    log.warning("up.database_ended")
    try:
        server.start()
    except Unavailable as error:
        log.error("up.database_does_not_start", error=error.sentence)  # noqa: TRY400 - the sentence says it
        time.sleep(1)


def _stop(children: list[Child], told: Callable[[], int]) -> None:
    for child in reversed(children):
        child.stop(told)


@contextmanager
def _database(settings: Settings) -> Iterator[str]:
    if settings.database_url:
        yield settings.database_url.get_secret_value()
        return
    with embedded.running(settings.home) as url:
        yield url


@contextmanager
def _demo(settings: Settings, url: str, *, is_told: bool) -> Iterator[None]:
    stop = threading.Event()
    secret = settings.github_webhook_secret[0].get_secret_value()
    session.configure(url, pool_size=1)
    bus.configure(url, settings.redis_url.get_secret_value() if settings.redis_url else None)
    team = threading.Thread(
        target=demo.play,
        args=(_local_address(settings), secret, stop),
        kwargs={"is_told": is_told, "between": _errands},
        name="Demo",
    )
    team.start()
    try:
        yield
    finally:
        stop.set()
        team.join()
        session.dispose()


def _errands() -> None:
    """What coins buy, and what an admin looks at, is a part of the show; without it the show goes on."""
    for errand in (samples.go_shopping, samples.ask_about):
        with suppress(QuestboardError):
            session.write(errand, now=datetime.now(UTC))


@contextmanager
def _told_to_stop() -> Iterator[Callable[[], int]]:
    """How often somebody asked us to stop. The handler takes no lock: it may interrupt any line."""
    signals: list[int] = []

    def on_signal(number: int, _frame: FrameType | None) -> None:
        signals.append(number)

    wanted = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, on_signal) for number in wanted}
    try:
        yield lambda: len(signals)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _wait_until_ready(settings: Settings, children: list[Child], told: Callable[[], int]) -> None:
    """Until database, worker and web work together; a backlog that is still being worked off is no reason to wait."""
    began = time.monotonic()
    while not told() and not _answers(settings, "/readyz"):
        for child in children:
            child.revive()
            if child.failures >= TRIES:
                raise Unavailable(f"The {child.name} process does not start; the lines above say why.")
        waited = time.monotonic() - began
        if (
            waited > BACKLOG_SECONDS
            and not any(child.failures for child in children)
            and _answers(settings, "/healthz")
        ):
            return
        if waited > START_SECONDS:
            raise Unavailable(f"The web process does not answer at {_local_address(settings)}; see the lines above.")
        time.sleep(TICK)


def _answers(settings: Settings, path: str) -> bool:
    """Whether the web process says yes at `path`. No proxy of the environment is asked."""
    connection = http.client.HTTPConnection(_local_host(settings), settings.port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (http.client.HTTPException, OSError):
        return False
    finally:
        connection.close()


def _local_address(settings: Settings) -> str:
    """How this machine reaches the web process, whatever people outside type."""
    host = _local_host(settings)
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def _local_host(settings: Settings) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - compared only


def _check_address(host: str, port: int) -> None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise Refused(
            f"Questboard cannot listen at {host}, port {port}: {error.strerror or error}. Another program may use it; "
            f"choose another port, for example QUESTBOARD_PORT={port + 1}, or another address with QUESTBOARD_HOST."
        ) from error


def _welcome(settings: Settings, home: Path, *, with_demo: bool) -> str:
    lines = ["", f"  Questboard runs at {settings.base_url}", ""]
    if settings.offers_sample_people:
        lines.append("  Sign in   as one of the sample people")
    if with_demo:
        lines.append("  Demo      a made-up team works; the dashboard moves by itself")
    place = "the database of QUESTBOARD_DATABASE_URL" if settings.database_url else _data_place(home)
    return "\n".join([*lines, f"  Data      {place}", "  Stop      Ctrl-C", ""])


def _data_place(home: Path) -> str:
    folder = embedded.Server(home).folder
    if folder.is_relative_to(home):
        return str(home)
    return f"{home}, the database in {folder} (its system user cannot reach the home)"
