"""Facts: activities as rows, and their daily roll-up."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import orjson
from sqlmodel import Session

from domain.specs import ActivitySpec, Fact
from domain.store.copying import connection, copy_rows

#: The roll-up's name for what the ledger paid that day.
XP_EARNED = "xp.earned"


@dataclass(frozen=True, slots=True)
class Placed:
    """An activity with its player, his day and the delivery it came in."""

    spec: ActivitySpec
    player_id: UUID
    day: date
    delivery_id: int
    received_at: datetime


def record(session: Session, activities: Iterable[Placed]) -> set[str]:
    """Insert activities; the keys of those that are new. Sorted by key, so that two batches cannot deadlock."""
    copy_rows(
        session,
        "new_activity",
        {
            "key": "text", "player_id": "uuid", "metric": "text", "value": "bigint", "occurred_at": "timestamptz",
            "day": "date", "received_at": "timestamptz", "delivery_id": "bigint", "label": "text", "url": "text",
            "dimensions": "jsonb", "reverses": "text",
        },
        [
            (
                a.spec.key, a.player_id, a.spec.metric, a.spec.value, a.spec.occurred_at, a.day, a.received_at,
                a.delivery_id, a.spec.label, a.spec.url, orjson.dumps(a.spec.dimensions).decode(), a.spec.reverses,
            )
            for a in sorted(activities, key=lambda placed: placed.spec.key)
        ],
    )  # fmt: skip
    rows = connection(session).execute(
        """
        insert into activity (key, player_id, metric, value, occurred_at, day, received_at, delivery_id, label, url,
                              dimensions, reverses)
        select * from new_activity on conflict do nothing returning key
        """
    )
    return {row[0] for row in rows}


def taken_back(session: Session, new: Collection[str]) -> list[tuple[UUID, str, Fact]]:
    """Facts that a reversal among the `new` keys, or one that waited for them, takes back.

    (player, the reversal's key, the fact with sign -1). Whichever of the two arrives last completes the pair. Only
    recorded reversals count, only for facts of the same player, and a reversal itself cannot be taken back.
    """
    rows = connection(session).execute(
        """
        with reversals as (
            select key from new_activity where reverses is not null
            union
            select r.key from new_activity original join activity r on r.reverses = original.key
        )
        select o.player_id, r.key, o.key, o.metric, o.value, o.occurred_at, o.day, o.dimensions
        from reversals join activity r using (key)
        join activity o on o.key = r.reverses and o.player_id = r.player_id and o.reverses is null
        """
    )
    return [
        (row[0], row[1], Fact(row[2], row[3], row[4], row[5], row[6], row[7], sign=-1))
        for row in rows
        if row[1] in new or row[2] in new
    ]


def roll_up(session: Session, sums: Mapping[tuple[UUID, str, date], Sequence[int]]) -> list[tuple[UUID, date]]:
    """Add (count, sum) to the roll-up of each (player, metric, day); which (player, day) got a new line by it."""
    if not sums:
        return []
    copy_rows(
        session,
        "new_metric_day",
        {"player_id": "uuid", "metric": "text", "day": "date", "count": "bigint", "sum": "bigint"},
        [(*key, *pair) for key, pair in sums.items()],
    )
    rows = (
        connection(session)
        .execute(
            """
        insert into metric_day as m (player_id, metric, day, count, sum)
        select * from new_metric_day
        on conflict (player_id, metric, day) do update set count = m.count + excluded.count, sum = m.sum + excluded.sum
        returning player_id, day, xmax = 0
        """
        )
        .fetchall()
    )
    connection(session).execute("delete from new_metric_day")
    return [(row[0], row[1]) for row in rows if row[2]]


def active_days(session: Session, players: Collection[UUID], since: date) -> dict[UUID, set[date]]:
    """The days since `since` on which each player did something that counts."""
    rows = connection(session).execute(
        """
        select player_id, array_agg(distinct day) from metric_day
        where player_id = any(%s) and day >= %s and metric <> %s and count > 0 group by player_id
        """,
        (list(players), since, XP_EARNED),
    )
    return {row[0]: set(row[1]) for row in rows}
