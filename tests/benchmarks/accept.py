"""The accept rate: signed deliveries to a 202 that means committed, beside a route that does nothing."""

import hashlib
import hmac
import os
import subprocess
import sys

import orjson
from pydantic import TypeAdapter

from tests import corpus
from tests.benchmarks import game, web
from tests.benchmarks.busy import Busy, postmaster
from tests.benchmarks.load import Message, Tally, Task
from tests.benchmarks.table import Part, Row, percentile, rate

CLIENTS = (8, 32)
MESSAGES = 120


def measure(*, seconds: float) -> Part:
    """Both processes run alone on the machine, one after the other, no worker beside them."""
    messages = _messages()
    with web.bare() as there:
        nothing = {clients: _load(there, "/bare", clients, seconds, messages) for clients in CLIENTS}
    with game.running() as url, web.site(url, worker=False) as there:
        busy = Busy({"web": there.pid, "PostgreSQL": postmaster(url), "load generator": os.getpid()})
        signed = {clients: _load(there, "/webhooks/github", clients, seconds, messages) for clients in CLIENTS}
        limit = busy.sentence()
    rows = []
    for clients in CLIENTS:
        floor, reached = _rate(nothing[clients]), _rate(signed[clients])
        rows.append(Row(f"bare route, {clients} clients", rate(floor), "", _tail(nothing[clients])))
        share, aim = f"{reached / floor:.0%} of the bare route", f"{_tail(signed[clients])}, aim 60 %"
        rows.append(Row(f"signed delivery, {clients} clients", rate(reached), share, aim))
    size = sum(len(message.body) for message in messages) / len(messages) / 1000
    return Part(f"Accept rate: recorded deliveries, {size:.0f} kB on average", tuple(rows), limit)


def _messages() -> list[Message]:
    """Every so many of the recorded deliveries, in their own mix of events and sizes."""
    recorded = [each for scenario in corpus.scenarios() for each in corpus.recording(scenario)]
    return [_signed(each) for each in recorded[:: len(recorded) // MESSAGES]]


def _signed(recorded: corpus.Recorded) -> Message:
    signature = hmac.new(web.SECRET.encode(), recorded.body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json",
        "X-GitHub-Event": recorded.event,
        "X-Hub-Signature-256": f"sha256={signature}",
    }
    return Message(headers, recorded.body.decode())


def _load(there: web.Site, path: str, clients: int, seconds: float, messages: list[Message]) -> Tally:
    task = Task(there.port, path, clients, seconds, messages)
    said = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.load"],
        input=orjson.dumps(task),
        cwd=web.ROOT,
        check=True,
        stdout=subprocess.PIPE,
    )
    found = TypeAdapter(Tally).validate_json(said.stdout)
    assert set(found.answers) == {202}, f"answers: {found.answers}"
    return found


def _rate(tally: Tally) -> float:
    return len(tally.latencies) / tally.seconds


def _tail(tally: Tally) -> str:
    return f"p95 {percentile(tally.latencies, 0.95) * 1000:.1f} ms"
