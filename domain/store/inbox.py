"""The inbox: deliveries as they came, and how far they are."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import LiteralString

from sqlmodel import Session

from domain.specs import Delivery
from domain.store.driver import connection

#: A delivery that fails is tried again after these pauses, then set aside.
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (2, 10, 60, 600))

#: Bytes of bodies a batch may hold.
BATCH_BYTES = 16_000_000

_WHOLE: LiteralString = (
    "select id, source, delivery_id, event, content_type, body, redacted, received_at from delivery "
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery this transaction holds the lock of."""

    id: int
    delivery: Delivery
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a delivery: how many new activities it gave, and what was knowingly left out."""

    id: int
    activities: int
    unknown: bool
    reason: str | None


def keep(session: Session, deliveries: Sequence[Delivery], now: datetime) -> None:
    """Store deliveries, each once; one that is there already stays. Sorted, so that two of us never deadlock."""
    ordered = sorted(deliveries, key=lambda delivery: (delivery.source, delivery.delivery_id))
    connection(session).execute(
        """
        insert into delivery (source, delivery_id, event, content_type, body, received_at, due_at,
                              state, attempts, activities, unknown)
        select source, delivery_id, event, content_type, body, %(now)s, %(now)s, 'pending', 0, 0, false
        from unnest(%(sources)b::text[], %(ids)b::text[], %(events)b::text[], %(types)b::text[], %(bodies)b::bytea[])
          as kept (source, delivery_id, event, content_type, body)
        on conflict (source, delivery_id) do nothing
        """,
        {
            "now": now,
            "sources": [delivery.source for delivery in ordered],
            "ids": [delivery.delivery_id for delivery in ordered],
            "events": [delivery.event for delivery in ordered],
            "types": [delivery.content_type for delivery in ordered],
            "bodies": [delivery.body for delivery in ordered],
        },
    )


def claim(session: Session, now: datetime, limit: int) -> list[Claimed]:
    """The oldest deliveries that are due and that nobody else works on, locked until the transaction ends.

    At most `limit` of them and `BATCH_BYTES` in all, so that a few huge ones do not become one huge transaction.
    """
    rows = connection(session).execute(
        """
        select id, octet_length(body) from delivery where state = 'pending' and due_at <= %s
        order by id limit %s for update skip locked
        """,
        (now, limit),
    )
    chosen = _within(rows.fetchall(), BATCH_BYTES)
    return _claimed(session, _WHOLE + "where id = any(%s) order by id", (chosen,)) if chosen else []


def claim_one(session: Session, delivery: int) -> list[Claimed]:
    """That one delivery, unless it is done, set aside or in other hands."""
    return _claimed(
        session,
        _WHOLE + "where id = %s and state = 'pending' for update skip locked",
        (delivery,),
    )


def due(session: Session, *, now: datetime, limit: int) -> tuple[int, ...]:
    """The ids of the oldest deliveries that are due and not in other hands."""
    rows = connection(session).execute(
        "select id from delivery where state = 'pending' and due_at <= %s order by id limit %s",
        (now, limit),
    )
    return tuple(row[0] for row in rows)


def finish(session: Session, outcomes: Iterable[Outcome], now: datetime) -> None:
    """Mark deliveries done, in the transaction that holds their effects."""
    rows = [(o.id, o.activities, o.unknown, o.reason) for o in outcomes]
    if not rows:
        return
    ids, activities, unknown, reasons = (list(column) for column in zip(*rows, strict=True))
    connection(session).execute(
        """
        update delivery d
        set state = 'done', done_at = %s, activities = o.activities, unknown = o.unknown, reason = o.reason
        from unnest(%s::bigint[], %s::int[], %s::bool[], %s::text[]) o (id, activities, unknown, reason)
        where d.id = o.id
        """,
        (now, ids, activities, unknown, reasons),
    )


def put_off(session: Session, delivery: int, reason: str, now: datetime) -> bool:
    """Count a failed attempt; True when it was the last one and the delivery is set aside."""
    row = (
        connection(session)
        .execute(
            """
            update delivery
            set attempts = attempts + 1,
                reason = %s,
                state = case when attempts < %s then 'pending' else 'failed' end,
                due_at = %s + (%s::interval[])[least(attempts + 1, %s)]
            where id = %s and state = 'pending'
            returning state
            """,
            (reason, len(PAUSES), now, list(PAUSES), len(PAUSES), delivery),
        )
        .fetchone()
    )
    return row is not None and row[0] == "failed"


def applied(session: Session, deliveries: Collection[int]) -> list[Claimed]:
    """Deliveries that were applied, as they came."""
    return _claimed(
        session,
        """
        select id, source, delivery_id, event, content_type, body, redacted, received_at from public.delivery
        where id = any(%s) order by id
        """,
        (list(deliveries),),
    )


def is_pending(session: Session, before: datetime) -> bool:
    """Whether something that came in before that time has not been applied yet."""
    row = connection(session).execute(
        "select true from delivery where state = 'pending' and received_at <= %s limit 1", (before,)
    )
    return row.fetchone() is not None


def revive(session: Session, delivery: int, now: datetime) -> bool:
    """Make a failed delivery due again; False when it is not a failed one."""
    cursor = connection(session).execute(
        "update delivery set state = 'pending', attempts = 0, due_at = %s where id = %s and state = 'failed'",
        (now, delivery),
    )
    return cursor.rowcount == 1


def _within(sizes: Iterable[tuple[int, int]], most: int) -> list[int]:
    """The ids of the first deliveries that fit into `most` bytes, and always the first."""
    chosen: list[int] = []
    for delivery, size in sizes:
        most -= size
        if chosen and most < 0:
            break
        chosen.append(delivery)
    return chosen


def _claimed(session: Session, query: LiteralString, parameters: tuple[object, ...]) -> list[Claimed]:
    with connection(session).cursor(binary=True) as cursor:
        rows = cursor.execute(query, parameters)
        return [Claimed(id=row[0], delivery=Delivery(*row[1:7]), received_at=row[7]) for row in rows]
