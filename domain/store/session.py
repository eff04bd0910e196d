"""The only doors to the database: `write` for services, `read` for queries."""

import time
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

import psycopg
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool
from sqlmodel import Session

from domain.errors import Unavailable
from domain.events import DomainEvent
from domain.store import bus, locks, mirror
from domain.store.driver import connection

P = ParamSpec("P")
T = TypeVar("T")

#: Milliseconds. A statement, a wait for a lock, and a transaction left open may take this long.
LIMITS = {
    "statement_timeout": 60_000,
    "lock_timeout": 20_000,
    "idle_in_transaction_session_timeout": 60_000,
}
CONNECT_SECONDS = 5
AT_WORK_SECONDS = 2

#: SQLSTATE classes that say the server is away: connection exceptions, operator intervention, out of resources.
_AWAY = ("08", "57P", "53")


#: Statements run on the driver raise its own errors, those of the ORM SQLAlchemy's.
_TROUBLE = (OperationalError, InterfaceError, PoolTimeout, psycopg.OperationalError, psycopg.InterfaceError)


class _Door:
    """Holds the engine of this process, set once at start by `configure`."""

    engine: Engine | None = None


def configure(url: str, *, pool_size: int = 8, schemas: str = "public") -> None:
    """Open the door to the database at `url`, an SQLAlchemy URL of the psycopg driver.

    `schemas` is where tables are looked for, separated by commas: a shadow of some tables may stand before the others.
    """
    dispose()
    options = " ".join(f"-c {name}={value}" for name, value in {**LIMITS, "search_path": schemas}.items())
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=4,
        pool_timeout=10,
        pool_use_lifo=True,
        pool_pre_ping=True,  # a restarted server must not cost the next delivery its 202
        connect_args={"connect_timeout": CONNECT_SECONDS, "options": f"{options} -c TimeZone=UTC -c jit=off"},
    )
    _Door.engine = engine


def dispose() -> None:
    """Close every connection; one that is at work gets a moment to come back."""
    engine, _Door.engine = _Door.engine, None
    if engine is None:
        return
    deadline = time.monotonic() + AT_WORK_SECONDS
    while isinstance(engine.pool, QueuePool) and engine.pool.checkedout() and time.monotonic() < deadline:
        time.sleep(0.01)
    engine.dispose()


def write(
    service: Callable[Concatenate[Session, P], list[DomainEvent]], *args: P.args, **kwargs: P.kwargs
) -> list[DomainEvent]:
    """Run a service in one transaction; its domain events are announced when, and only when, it commits."""
    try:
        with Session(_engine()) as session:
            with session.begin():
                events = service(session, *args, **kwargs)
                bus.stage(session, events)
            mirror.push(session)
            bus.announce(events)
    except _TROUBLE as error:
        raise _meaning(error) from error
    return events


def write_at_rest(
    mark: Callable[[Session], T | None], service: Callable[[Session, T], list[DomainEvent]]
) -> list[DomainEvent]:
    """Run a service that takes long on what is there now, while others go on.

    `mark` runs alone, as short as it can, in a transaction of its own that keeps everybody else out; None of it ends
    here. What the service sees in its transaction is what was there then. One at a time: whoever comes second does
    nothing.
    """
    try:
        with Session(_engine().execution_options(isolation_level="REPEATABLE READ")) as session:
            with session.begin():
                with Session(_engine()) as quick, quick.begin():
                    marked = mark(quick)
                    if marked is None or not _sees_now(session):
                        return []
                connection(session).execute("set local statement_timeout = 0")
                connection(session).execute("set local idle_in_transaction_session_timeout = 0")
                events = service(session, marked)
                bus.stage(session, events)
            mirror.push(session)
            bus.announce(events)
    except psycopg.errors.SerializationFailure:
        return []  # somebody else did it between the mark and now
    except _TROUBLE as error:
        raise _meaning(error) from error
    return events


def _sees_now(session: Session) -> bool:
    """Take the snapshot that a transaction sees from now on; False while another such one is under way."""
    row = connection(session).execute("select pg_try_advisory_xact_lock(%s)", (locks.AT_REST,)).fetchone()
    return bool(row and row[0])


def unheard(service: Callable[Concatenate[Session, P], list[DomainEvent]], *args: P.args, **kwargs: P.kwargs) -> None:
    """Run a service in one transaction whose domain events are for nobody: what is played again is no news."""
    try:
        with Session(_engine()) as session, session.begin():
            service(session, *args, **kwargs)
    except _TROUBLE as error:
        raise _meaning(error) from error


def read(query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a query in one read-only transaction that sees a single moment."""
    try:
        with Session(
            _engine().execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        ) as session:
            return query(session, *args, **kwargs)
    except _TROUBLE as error:
        raise _meaning(error) from error


def _engine() -> Engine:
    if _Door.engine is None:
        raise Unavailable("The database is not connected yet.")
    return _Door.engine


def _meaning(error: Exception) -> Exception:
    """`Unavailable` where the server is away; the error itself where it says something about the statement."""
    state = getattr(getattr(error, "orig", error), "sqlstate", None)
    if state is None or state.startswith(_AWAY):
        return Unavailable("The database cannot be reached right now.")
    return error
