"""The audit trail: what people with power did, each line chained to the one before it.

What is sealed is a salted digest of a line's details. When somebody is erased, the texts in them that name him are
taken out and the salt with them: the chain holds, and nobody can find out by trying what stood there.
"""

import hashlib
import secrets
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from sqlmodel import Session

from domain.store import locks
from domain.store.driver import connection

GENESIS = bytes(32)
ERASED = "player.erased"


def note(
    session: Session, *, at: datetime, actor_id: UUID | None, action: str, subject: str, details: Mapping[str, Any]
) -> None:
    """Append one line. `actor_id` None is the program itself."""
    driver = connection(session)
    driver.execute("select pg_advisory_xact_lock(%s)", (locks.AUDIT,))
    last = driver.execute("select hash from audit order by id desc limit 1").fetchone()
    previous = bytes(last[0]) if last else GENESIS
    salt = secrets.token_bytes(16)
    digest = digest_of(salt, details)
    driver.execute(
        """
        insert into audit (at, actor_id, action, subject, details, salt, digest, previous, hash)
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s)
        """,
        (
            at, actor_id, action, subject, orjson.dumps(details).decode(), salt, digest, previous,
            seal(previous, at, actor_id, action, subject, digest),
        ),
    )  # fmt: skip


def broken(session: Session) -> Iterator[int]:
    """The ids of lines that do not follow from the line before, or whose details are others than those sealed.

    Only whoever was erased, which stands in a later line, takes names out of a line.
    """
    previous = GENESIS
    driver = connection(session)
    found = driver.execute("select coalesce(max(id), 0) from audit where action = %s", (ERASED,)).fetchone()
    last_erased = found[0] if found else 0
    rows = driver.execute(
        "select id, at, actor_id, action, subject, details, salt, digest, previous, hash from audit order by id"
    )
    for line, at, actor_id, action, subject, details, salt, digest, before, sealed in rows:
        is_whole = digest_of(salt, details) == bytes(digest) if salt else line <= last_erased
        if (
            not is_whole
            or bytes(before) != previous
            or bytes(sealed) != seal(previous, at, actor_id, action, subject, bytes(digest))
        ):
            yield line
        previous = bytes(sealed)


def digest_of(salt: bytes, details: Mapping[str, Any]) -> bytes:
    """What is sealed of the details."""
    return hashlib.sha256(bytes(salt) + orjson.dumps(details, option=orjson.OPT_SORT_KEYS)).digest()


def seal(previous: bytes, at: datetime, actor_id: UUID | None, action: str, subject: str, digest: bytes) -> bytes:
    """The hash of a line."""
    parts = [at.astimezone(UTC).isoformat(), str(actor_id), action, subject, digest.hex()]
    return hashlib.sha256(previous + orjson.dumps(parts)).digest()
