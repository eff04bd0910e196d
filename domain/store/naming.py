"""Naming: the deliveries that name somebody who is to be erased, and what is kept of them: their facts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson
from sqlmodel import Session

from domain import sources
from domain.rules.erasing import Traces
from domain.sources import kept
from domain.specs import Delivery
from domain.store.driver import connection

#: Bodies are read so many at a time.
BODIES = 200


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found of a person in the deliveries up to one, before anybody had to wait for it.

    `known` is by what he was looked for; `kept` says how many deliveries there were, and which.
    """

    known: str
    until: int
    kept: tuple[int, int]
    emails: frozenset[str]
    deliveries: tuple[int, ...]


def look(session: Session, known: Traces) -> Looked:
    """Look through every delivery. That takes long where many are kept, and holds up nobody."""
    connection(session).execute("set local statement_timeout = 0")
    row = connection(session).execute("select coalesce(max(id), 0) from delivery").fetchone()
    until = int(row[0]) if row else 0
    emails = frozenset(addresses(session, known))
    found = naming(session, replace(known, emails=sorted(emails)))
    return Looked(known.pattern, until, _kept_until(session, until), emails, tuple(found))


def looked_again(session: Session, known: Traces, before: Looked | None) -> tuple[Traces, list[int]]:
    """All that names him, and the deliveries that do. Of what was looked through before only what came since is read;
    all of it, where anything is different from then.
    """
    if before and before.known == known.pattern and before.kept == _kept_until(session, before.until):
        traces = replace(known, emails=sorted(before.emails))
        if addresses(session, known, after=before.until) <= before.emails:
            return traces, [*before.deliveries, *naming(session, traces, after=before.until)]
    traces = replace(known, emails=sorted(addresses(session, known)))
    return traces, naming(session, traces)


def _kept_until(session: Session, until: int) -> tuple[int, int]:
    """How many deliveries there are up to one, and the sum of their numbers: a late commit is not overlooked."""
    query = "select count(*), coalesce(sum(id), 0)::bigint from delivery where id <= %s"
    row = connection(session).execute(query, (until,)).fetchone()
    return (row[0], row[1]) if row else (0, 0)


def naming(session: Session, traces: Traces, *, after: int = 0) -> list[int]:
    """The deliveries that name him."""
    needles = sorted({one for name in traces.names for one in (name.encode(), orjson.dumps(name)[1:-1])})
    ascii_json = [name.encode("ascii", "backslashreplace") for name in traces.names]
    found = connection(session).execute(
        """
        select id from delivery where id > %s and (encode(body, 'escape') ~* %s
          or exists (select from unnest(%s::bytea[]) as word(bytes) where position(word.bytes in body) > 0))
        order by id
        """,
        (after, traces.pattern, [*needles, *ascii_json]),
    )
    return [row[0] for row in found]


def redact(session: Session, traces: Traces, ids: Sequence[int]) -> None:
    """Keep the facts alone of these deliveries."""
    driver = connection(session)
    for first in range(0, len(ids), BODIES):
        rows = driver.execute(
            "select id, source, delivery_id, event, content_type, body, redacted from delivery where id = any(%s)",
            (ids[first : first + BODIES],),
        ).fetchall()
        for line, *parts in rows:
            driver.execute(
                "update delivery set body = %s, redacted = true where id = %s",
                (_kept(Delivery(*parts), traces), line),
            )


def keep_only(session: Session, delivery: int, reading: sources.Reading) -> None:
    """Keep of a delivery that came in no more than these facts."""
    connection(session).execute(
        "update delivery set body = %s, redacted = true where id = %s", (kept.written(reading), delivery)
    )


def addresses(session: Session, traces: Traces, *, after: int = 0) -> set[str]:
    """The e-mail addresses that deliveries give for him, in whatever they say about an account or author."""
    rows = connection(session).execute(
        "select body from delivery where id > %s and not redacted and encode(body, 'escape') ~* %s",
        (after, traces.pattern),
    )
    found: set[str] = set()
    for (body,) in rows:
        try:
            found |= set(_addresses(orjson.loads(bytes(body)), traces))
        except ValueError:
            continue
    return found


def _kept(delivery: Delivery, traces: Traces) -> bytes:
    try:
        reading = sources.read(delivery)
    except Exception:  # noqa: BLE001  what cannot be read has no facts
        reading = sources.Reading()
    facts = tuple(traces.fact(one) for one in reading.activities)
    return kept.written(sources.Reading(facts, tuple(map(traces.scrub, reading.notes)), reading.unknown))


def _addresses(value: Any, traces: Traces) -> Iterable[str]:
    """Every `email` beside something that names him."""
    if isinstance(value, list):
        for item in value:
            yield from _addresses(item, traces)
    elif isinstance(value, dict):
        email = value.get("email")
        others = [one for name, one in value.items() if name != "email" and isinstance(one, str | int)]
        if isinstance(email, str) and "@" in email and any(_is_him(one, traces) for one in others):
            yield email
        for item in value.values():
            yield from _addresses(item, traces)


def _is_him(value: str | int, traces: Traces) -> bool:
    known = {one.casefold() for one in (*traces.logins, *traces.names)} | {subject for _, subject in traces.stand_ins}
    return str(value).casefold() in known
