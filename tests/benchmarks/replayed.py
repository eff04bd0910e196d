"""The replay rate: everything that was applied is played again in the shadow, and compared."""

import os
import time

from sqlalchemy import text
from sqlmodel import Session

from app import replay
from domain.store import session
from tests.benchmarks.busy import Busy
from tests.benchmarks.table import Part, Row, rate


def measure(url: str, *, beside: float) -> Part:
    """Leaves the store without a database. `beside` is the rate of the worker that applied it."""
    said: list[str] = []
    number = session.read(_stored)
    busy = Busy({"this process": os.getpid()})
    began = time.perf_counter()
    same = replay.run(url, fresh=True, keep=False, say=said.append, progress=lambda *_: None)
    reached = number / (time.perf_counter() - began)
    share = f"{reached / beside:.0%} of the apply rate"
    row = Row(f"{number:,} activities, closing and comparing included", rate(reached), share, "aim 10,000/s")
    outcome = "no differences" if same else "IT DIFFERS: " + "; ".join(said[3:-1])
    return Part(f"Replay: what was applied, played again in a shadow; {outcome}", (row,), busy.sentence())


def _stored(session: Session) -> int:
    return int(session.connection().execute(text("select count(*) from activity")).scalar_one())
