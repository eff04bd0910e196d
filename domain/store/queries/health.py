"""How the back room is doing."""

from datetime import datetime

from sqlmodel import Session

from domain.store.driver import connection
from domain.store.queries import silence
from domain.views import Health
from domain.views.operation import SilenceView


def health(session: Session, *, now: datetime) -> Health:
    """What waits, what failed, and when a worker was last heard of."""
    driver = connection(session)
    row = driver.execute(
        """
        select (select count(*) from delivery where state = 'pending'),
               (select count(*) from delivery where state = 'failed'),
               (select extract(epoch from %(now)s - min(due_at)) from delivery
                where state = 'pending' and due_at <= %(now)s),
               (select extract(epoch from %(now)s - max(beat_at)) from worker)
        """,
        {"now": now},
    ).fetchone()
    assert row is not None  # noqa: S101  a select without from always has its one row
    pending, failed, age, beat = row
    unknown = driver.execute("select event, count(*) from delivery where unknown group by event order by 2 desc, 1")
    return Health(
        pending=pending,
        failed=failed,
        pending_age=max(0.0, float(age or 0)),
        worker_age=None if beat is None else max(0.0, float(beat)),
        unknown_events=dict(unknown.fetchall()),
        silent=tuple(SilenceView(one.kind, one.name, one.last_day, one.working_days) for one in silence.kept(session)),
    )
