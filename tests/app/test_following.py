import base64
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest

from app.following import LOST
from tests.servers import free_port


@pytest.fixture
def flooding() -> Iterator[httpx.Client]:
    """A program whose page says more than a slow browser reads."""
    port = free_port()
    program = subprocess.Popen([sys.executable, "-m", "tests.app.flooding", str(port)])
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=10) as http:
            yield _started(http)
    finally:
        program.terminate()
        program.wait(20)


def test_a_reader_that_does_not_read_is_cut_off_and_costs_nothing_any_more(flooding: httpx.Client) -> None:
    before = figures(flooding)
    with stuck_page(flooding) as connection:
        seen: list[dict[str, int]] = []
        deadline = time.monotonic() + 30
        while not seen or seen[-1]["pages"]:
            assert time.monotonic() < deadline, seen[-3:]
            seen.append(figures(flooding))
            time.sleep(0.1)
        assert max(figure["backlog"] for figure in seen) > LOST, "otherwise it was dropped for another reason"
        assert max(figure["megabytes"] for figure in seen) - before["megabytes"] < 100
        assert is_closed(connection)


def test_a_reader_that_keeps_up_is_left_alone(flooding: httpx.Client) -> None:
    with stuck_page(flooding) as connection:
        connection.settimeout(5)
        until = time.monotonic() + 4
        read = 0
        while time.monotonic() < until:
            read += len(connection.recv(1_000_000))
        assert read > 1_000_000
        assert figures(flooding)["pages"] == 1


def figures(http: httpx.Client) -> dict[str, int]:
    answer: dict[str, int] = http.get("/figures").json()
    return answer


def stuck_page(http: httpx.Client) -> socket.socket:
    """A connected page of whose socket nobody has read yet."""
    found = re.search(r"'client_id': '([0-9a-f-]{36})'", http.get("/").text)
    assert found
    query = f"client_id={found[1]}&next_message_id=0&implicit_handshake=true&document_id=d&tab_id=t&EIO=4"
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect((http.base_url.host, http.base_url.port))
    key = base64.b64encode(os.urandom(16)).decode()
    connection.sendall(
        f"GET /_nicegui_ws/socket.io/?{query}&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    connection.recv(1000)
    connection.sendall(b"\x81\x82\0\0\0\x0040")  # a masked text frame: connect to the default namespace
    return connection


def is_closed(connection: socket.socket) -> bool:
    connection.settimeout(5)
    try:
        while connection.recv(1_000_000):
            pass
    except ConnectionError:
        return True
    except TimeoutError:
        return False
    return True


def _started(http: httpx.Client) -> httpx.Client:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            figures(http)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return http
    pytest.fail("the program did not start")
