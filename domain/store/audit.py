"""The audit trail: what people with power did, each line chained to the one before it."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from sqlmodel import Session

from domain.store.driver import connection

#: Lines are written one after another; the chain has no branches.
CHAIN_LOCK = 7_152_003
GENESIS = bytes(32)


def note(
    session: Session, *, at: datetime, actor_id: UUID | None, action: str, subject: str, details: Mapping[str, Any]
) -> None:
    """Append one line. `actor_id` None is the program itself."""
    driver = connection(session)
    driver.execute("select pg_advisory_xact_lock(%s)", (CHAIN_LOCK,))
    last = driver.execute("select hash from audit order by id desc limit 1").fetchone()
    previous = bytes(last[0]) if last else GENESIS
    body = _body(at, actor_id, action, subject, details)
    driver.execute(
        """
        insert into audit (at, actor_id, action, subject, details, previous, hash)
        values (%s, %s, %s, %s, %s, %s, %s)
        """,
        (at, actor_id, action, subject, orjson.dumps(details).decode(), previous, _hash(previous, body)),
    )


def broken(session: Session) -> Iterator[int]:
    """The ids of lines that do not follow from the line before."""
    previous = GENESIS
    rows = connection(session).execute(
        "select id, at, actor_id, action, subject, details, previous, hash from audit order by id"
    )
    for line, at, actor_id, action, subject, details, before, digest in rows:
        body = _body(at, actor_id, action, subject, details)
        if bytes(before) != previous or bytes(digest) != _hash(previous, body):
            yield line
        previous = bytes(digest)


def _body(at: datetime, actor_id: UUID | None, action: str, subject: str, details: Mapping[str, Any]) -> bytes:
    parts = [at.astimezone(UTC).isoformat(), str(actor_id), action, subject, details]
    return orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)


def _hash(previous: bytes, body: bytes) -> bytes:
    return hashlib.sha256(previous + body).digest()
