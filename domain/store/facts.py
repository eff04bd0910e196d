"""Facts: activities as rows, and their daily roll-up."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from domain.rules.derived import DERIVED, NOT_WORK
from domain.specs import ActivitySpec, Fact
from domain.store.driver import connection, with_rows

#: A line of the daily roll-up.
Line = tuple[UUID, str, date]


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
    rows = with_rows(
        session,
        """
        insert into activity (key, player_id, metric, value, occurred_at, day, received_at, delivery_id, label, url,
                              dimensions, reverses)
        select * from {rows} on conflict do nothing returning key
        """,
        {
            "key": "text", "player_id": "uuid", "metric": "text", "value": "bigint", "occurred_at": "timestamptz",
            "day": "date", "received_at": "timestamptz", "delivery_id": "bigint", "label": "text", "url": "text",
            "dimensions": "jsonb", "reverses": "text",
        },
        [
            (
                a.spec.key, a.player_id, a.spec.metric, a.spec.value, a.spec.occurred_at, a.day, a.received_at,
                a.delivery_id, a.spec.label, a.spec.url, a.spec.dimensions, a.spec.reverses,
            )
            for a in sorted(activities, key=lambda placed: placed.spec.key)
        ],
    )  # fmt: skip
    return {row[0] for row in rows}


def taken_back(session: Session, new: Collection[Placed]) -> list[Fact]:
    """Facts that a reversal among the `new` activities, or one that waited for them, takes back.

    Whichever of the two arrives last completes the pair. Only recorded reversals count, only for facts of the same
    player, and a reversal itself cannot be taken back.
    """
    rows = connection(session).execute(
        """
        select distinct on (r.key) o.key, o.metric, o.value, o.occurred_at, o.day, o.dimensions, -1,
               greatest(o.occurred_at, r.received_at), o.player_id, greatest(o.received_at, r.received_at), r.key
        from (
            select key, reverses, player_id, occurred_at, received_at from activity
            where reverses is not null and key = any(%s)
            union all
            select key, reverses, player_id, occurred_at, received_at from activity where reverses = any(%s)
        ) r join activity o on o.key = r.reverses and o.player_id = r.player_id and o.reverses is null
        """,
        (
            [activity.spec.key for activity in new if activity.spec.reverses is not None],
            [activity.spec.key for activity in new if activity.spec.reverses is None],
        ),
    )
    return [Fact(*row) for row in rows]


def with_work_taken_back(session: Session, players: Collection[UUID]) -> set[UUID]:
    """Those of the players of whom anything was ever taken back."""
    if not players:
        return set()
    rows = connection(session).execute(
        "select distinct player_id from activity where reverses is not null and player_id = any(%s)", (sorted(players),)
    )
    return {row[0] for row in rows}


def roll_up(session: Session, sums: Mapping[Line, Sequence[int]]) -> list[Line]:
    """Add (count, sum) to the lines of the roll-up; those that count something now and did not before."""
    if not sums:
        return []
    rows = with_rows(
        session,
        """
        insert into metric_day as m (player_id, metric, day, count, sum)
        select * from {rows}
        on conflict (player_id, metric, day) do update set count = m.count + excluded.count, sum = m.sum + excluded.sum
        returning m.player_id, m.metric, m.day, m.count
        """,
        {"player_id": "uuid", "metric": "text", "day": "date", "count": "bigint", "sum": "bigint"},
        [(*key, *pair) for key, pair in sums.items()],
    )
    return [line for *key, count in rows if count > 0 >= count - sums[line := (key[0], key[1], key[2])][0]]


def active_days(session: Session, new: Collection[Line], since: date) -> dict[UUID, tuple[set[date], set[date]]]:
    """The active days of the players of these new lines, since `since`: without the lines, and with them."""
    players, metrics, days = (list(column) for column in zip(*new, strict=True))
    rows = connection(session).execute(
        """
        select m.player_id, array_agg(distinct m.day) filter (where n.day is null), array_agg(distinct m.day)
        from metric_day m
        left join unnest(%s::uuid[], %s::text[], %s::date[]) n (player_id, metric, day) using (player_id, metric, day)
        where m.player_id = any(%s) and m.day >= %s and m.metric <> all(%s) and m.count > 0 group by m.player_id
        """,
        (players, metrics, days, sorted(set(players)), since, list(NOT_WORK)),
    )
    return {row[0]: (set(row[1] or ()), set(row[2])) for row in rows}


def players_with(session: Session, metrics: Collection[str]) -> list[UUID]:
    """Everybody for whom one of these metrics was ever counted; for what the game itself produces, everybody active."""
    derived = not DERIVED.isdisjoint(metrics)
    rows = connection(session).execute(
        "select distinct player_id from metric_day where %s or metric = any(%s)", (derived, sorted(metrics))
    )
    return [row[0] for row in rows]


def players_active(session: Session, first: date, last: date) -> list[UUID]:
    """Everybody who did something on these days."""
    rows = connection(session).execute(
        "select distinct player_id from metric_day where day between %s and %s and metric <> all(%s) and count > 0",
        (first, last, list(NOT_WORK)),
    )
    return [row[0] for row in rows]


def first_day(session: Session) -> date | None:
    """The first day on which anybody did anything."""
    row = connection(session).execute("select min(day) from metric_day").fetchone()
    return row[0] if row else None


def metrics_of(session: Session, player_id: UUID) -> list[str]:
    """What was ever counted of a player, and what the game itself produces."""
    rows = connection(session).execute("select distinct metric from metric_day where player_id = %s", (player_id,))
    return sorted({row[0] for row in rows} | DERIVED)
