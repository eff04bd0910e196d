"""A lean load generator, run as a process of its own: `python -m tests.benchmarks.load` reads its task from stdin.

Each client keeps one connection and sends the next message when the answer to the last one is there. It goes round the
same messages again and again; the delivery's id is new every time.
"""

import asyncio
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial

import orjson
from pydantic import TypeAdapter

_ID = b"00000000-0000-0000-%04x-%012x"


@dataclass
class Message:
    headers: dict[str, str]
    body: str


@dataclass
class Task:
    port: int
    path: str
    clients: int
    seconds: float
    messages: list[Message]


@dataclass
class Tally:
    """`latencies` in seconds."""

    seconds: float = 0.0
    answers: Counter[int] = field(default_factory=Counter)
    latencies: list[float] = field(default_factory=list)


class _Client(asyncio.Protocol):
    def __init__(self, number: int, requests: list[tuple[bytes, bytes]], tally: Tally, until: float) -> None:
        self._number = number
        self._requests = requests
        self._tally = tally
        self._until = until
        self._sent = 0
        self._answer = b""
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def data_received(self, data: bytes) -> None:
        self._answer += data
        head, end, body = self._answer.partition(b"\r\n\r\n")
        if not end or len(body) < _content_length(head):
            return
        self._answer = b""
        now = time.perf_counter()
        self._tally.answers[int(head[9:12])] += 1
        self._tally.latencies.append(now - self._began)
        if now < self._until:
            self._send()
        else:
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if exc:
            self._tally.answers[0] += 1
        if not self.done.done():
            self.done.set_result(None)

    def _send(self) -> None:
        before, after = self._requests[(self._number + self._sent) % len(self._requests)]
        self._sent += 1
        self._began = time.perf_counter()
        self._transport.write(b"".join((before, _ID % (self._number, self._sent), after)))


def _content_length(head: bytes) -> int:
    _, found, rest = head.lower().partition(b"content-length:")
    return int(rest.split(b"\r\n", 1)[0]) if found else 0


async def _run(task: Task) -> Tally:
    tally = Tally()
    requests = [_halves(task.path, message) for message in task.messages]
    began = time.perf_counter()
    first = int(time.time() * 1000) % 0x8000  # two runs do not send the same ids
    clients = [_Client(first + number, requests, tally, began + task.seconds) for number in range(task.clients)]
    for client in clients:
        await asyncio.get_running_loop().create_connection(partial(_itself, client), "127.0.0.1", task.port)
    await asyncio.gather(*(client.done for client in clients))
    tally.seconds = time.perf_counter() - began
    return tally


def _halves(path: str, message: Message) -> tuple[bytes, bytes]:
    """What comes before the delivery's id, and what comes after it."""
    body = message.body.encode()
    fields = {"Host": "127.0.0.1", **message.headers, "Content-Length": len(body), "X-GitHub-Delivery": ""}
    lines = [f"POST {path} HTTP/1.1", *(f"{name}: {text}" for name, text in fields.items())]
    return "\r\n".join(lines).encode(), b"\r\n\r\n" + body


def _itself(client: _Client) -> _Client:
    return client


if __name__ == "__main__":
    found = asyncio.run(_run(TypeAdapter(Task).validate_json(sys.stdin.buffer.read())))
    sys.stdout.buffer.write(orjson.dumps(found, option=orjson.OPT_NON_STR_KEYS))
