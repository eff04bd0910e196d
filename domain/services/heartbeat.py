"""Heartbeats: how others know that a worker is alive."""

from datetime import datetime, timedelta

from sqlmodel import Session

from domain.events import DomainEvent
from domain.store.driver import connection

FORGOTTEN = timedelta(days=1)


def beat(session: Session, worker_id: str, *, now: datetime) -> list[DomainEvent]:
    """Note that this worker is alive, and forget workers long silent."""
    driver = connection(session)
    driver.execute(
        """
        insert into worker (id, started_at, beat_at) values (%s, %s, %s)
        on conflict (id) do update set beat_at = excluded.beat_at
        """,
        (worker_id, now, now),
    )
    driver.execute("delete from worker where beat_at < %s", (now - FORGOTTEN,))
    return []
