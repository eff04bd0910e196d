"""Once an hour looks at everything that was done, for what seems odd or is silent; ends holds whose time is over."""

import threading
from collections.abc import Callable
from datetime import datetime

import structlog

from domain.errors import Refused
from domain.services import judging, looking
from domain.store import holds, session

log = structlog.get_logger()


def look(stop: threading.Event, clock: Callable[[], datetime]) -> int:
    """What is due of it, the oldest hold first; how much was done. Doubling or losing a round is harmless."""
    done = 0
    for hold in session.read(holds.expired, now=clock()):
        if stop.is_set():
            return done
        session.write(judging.expire, hold, now=clock())
        done += 1
    now = clock()
    if stop.is_set() or not session.read(looking.is_due, now=now):
        return done
    session.write(looking.keep, session.read(looking.look, now=now), now=now)
    return done + 1 + sum(_hold(finding, clock()) for finding in session.read(looking.to_hold, now=now))


def _hold(finding: str, now: datetime) -> bool:
    try:
        session.write(judging.hold_by_itself, finding, now=now)
    except Refused as refusal:
        log.warning("fair_play.not_held", finding=finding, reason=refusal.sentence)
        return False
    return True
