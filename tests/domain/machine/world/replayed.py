"""What is different after everything is played again."""

from datetime import datetime

from sqlmodel import Session

from domain.events import DomainEvent
from domain.services import (
    replaying,
)
from domain.store import session, shadow
from domain.store.driver import connection
from tests.domain.machine.world.stage import CrashError


def replayed(now: datetime, limit: int = 2_000) -> list[str]:
    """What is different after a replay, in a transaction that leaves nothing behind."""
    found: list[str] = []

    def playing(db: Session) -> list[DomainEvent]:
        replaying.pay(db, now=now)  # in the live tables: the replay ends with it too
        connection(db).execute(f"set local search_path = {shadow.SEARCH_PATH}".encode())
        replaying.begin(db)
        before = None
        while (position := shadow.position(db)) != before:
            before = position
            replaying.step(db, limit=limit)
        replaying.pay(db, now=now)
        if shadow.state_hash(db, "public") != shadow.state_hash(db, "replay"):
            found.extend(shadow.differences(db, 5) or ["the fingerprints differ, but no line does"])
        raise CrashError

    try:
        session.unheard(playing)
    except CrashError:
        return found
    raise AssertionError("nothing was rolled back")
