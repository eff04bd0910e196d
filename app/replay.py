"""`questboard replay`: plays everything that is kept again, beside the live tables, and compares."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from domain.services import replaying
from domain.store import session, shadow

#: Deliveries of one transaction.
BATCH = 2_000


def run(url: str, *, fresh: bool, keep: bool, say: Callable[[str], None], progress: Callable[[int, int], None]) -> bool:
    """Play again; whether live and replayed are the same. Goes on where it was stopped, unless `fresh`."""
    session.configure(url, pool_size=2, schemas=shadow.SEARCH_PATH)
    try:
        if fresh or not session.read(shadow.exists):
            session.unheard(replaying.begin)
        else:
            say("Going on where the last replay stopped.")
            session.unheard(replaying.go_on)
        seconds = _play(progress)
        session.unheard(replaying.pay, now=datetime.now(UTC))
        return _compare(seconds, keep=keep, say=say)
    finally:
        session.dispose()


def _play(progress: Callable[[int, int], None]) -> float:
    began = time.monotonic()
    left = all_of_it = session.read(shadow.left)
    before: tuple[int, int] | None = None
    while (position := session.read(shadow.position)) != before:
        progress(all_of_it - left, all_of_it)
        before = position
        session.unheard(replaying.step, limit=BATCH)
        left = session.read(shadow.left)
    progress(all_of_it, all_of_it)
    return time.monotonic() - began


def _compare(seconds: float, *, keep: bool, say: Callable[[str], None]) -> bool:
    live, again = session.read(shadow.state_hash, "public"), session.read(shadow.state_hash, shadow.SCHEMA)
    number = session.read(shadow.activities)
    say(f"Played {number:,} activities in {seconds:.1f} s, {number / max(seconds, 0.001):,.0f} a second.")
    say(f"live      {live}")
    say(f"replayed  {again}")
    same = live == again
    if same:
        say("They are the same: everything follows from what was kept.")
    for line in () if same else session.read(shadow.differences, 5):
        say(line)
    if same and not keep:
        session.unheard(replaying.forget)
    if not same:
        say(f"The replayed tables stay in the schema “{shadow.SCHEMA}” for a closer look.")
    return same
