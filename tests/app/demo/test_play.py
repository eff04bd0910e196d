import hashlib
import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import psycopg

from app import demo
from tests.benchmarks import web
from tests.servers import free_port
from tests.workers.processes import eventually


@contextmanager
def playing(url: str, secret: str) -> Iterator[None]:
    stop = threading.Event()
    team = threading.Thread(target=demo.play, args=(url, secret, stop))
    team.start()
    try:
        yield
    finally:
        stop.set()
        team.join(10)
        assert not team.is_alive(), "the demo does not stop"


def test_the_team_earns_xp_through_the_own_webhook(seeded: str) -> None:
    with (
        psycopg.connect(seeded.replace("+psycopg", ""), autocommit=True) as db,
        web.site(seeded, worker=True) as there,
        playing(there.url, web.SECRET),
    ):
        earning = "select count(*) from player where xp > 0"
        eventually(lambda: db.execute(earning).fetchone() == (10,), what="everybody earning", seconds=30)
        assert db.execute("select count(*) from delivery where state = 'failed' or unknown").fetchone() == (0,)


def test_a_web_process_that_is_not_there_yet_is_waited_for_and_nothing_is_left_out() -> None:
    port = free_port()
    heard: list[tuple[str, bool]] = []
    with playing(f"http://127.0.0.1:{port}", "a secret"):
        server = HTTPServer(("127.0.0.1", port), _listener(heard, [503, 503, 202, 401]))
        answering = threading.Thread(target=server.serve_forever)
        answering.start()
        eventually(lambda: len(heard) > 6, what="some deliveries")
    server.shutdown()
    answering.join()
    server.server_close()

    names = [name for name, _ in heard]
    assert names[0] == names[1] == names[2]
    assert len(set(names[2:])) == len(names[2:])
    assert all(signed for _, signed in heard)


def _listener(heard: list[tuple[str, bool]], answers: list[int]) -> type[BaseHTTPRequestHandler]:
    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            signature = "sha256=" + hmac.new(b"a secret", body, hashlib.sha256).hexdigest()
            heard.append((self.headers["X-GitHub-Delivery"], self.headers["X-Hub-Signature-256"] == signature))
            self.send_response(answers.pop(0) if answers else 202)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
            """Quiet."""

    return Listener
