"""The ledger: what was granted, once, with every factor; and the balances that are its sums."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from sqlmodel import Session

from domain.store.copying import connection, copy_rows

RuleDay = tuple[UUID, str, date]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line to be written. `cause` is `rule` or `mission`, `factors` is all that made the amount."""

    player_id: UUID
    amount: int
    day: date
    cause: str
    cause_id: str
    activity_key: str | None
    grant_key: str
    factors: Mapping[str, Any]


def rule_days(session: Session, wanted: Collection[RuleDay]) -> dict[RuleDay, tuple[int, int]]:
    """(raw, paid) of each rule and day that has been touched before."""
    copy_rows(session, "wanted_rule_day", {"player_id": "uuid", "rule_id": "text", "day": "date"}, wanted)
    rows = connection(session).execute(
        "select player_id, rule_id, day, raw, paid from rule_day join wanted_rule_day using (player_id, rule_id, day)"
    )
    return {(row[0], row[1], row[2]): (row[3], row[4]) for row in rows}


def save_rule_days(session: Session, days: Mapping[RuleDay, Sequence[int]]) -> None:
    """Store (raw, paid) as they stand; the players are locked, so nobody else changed them meanwhile."""
    if not days:
        return
    copy_rows(
        session,
        "new_rule_day",
        {"player_id": "uuid", "rule_id": "text", "day": "date", "raw": "bigint", "paid": "bigint"},
        [(*key, *pair) for key, pair in days.items()],
    )
    connection(session).execute(
        """
        insert into rule_day (player_id, rule_id, day, raw, paid) select * from new_rule_day
        on conflict (player_id, rule_id, day) do update set raw = excluded.raw, paid = excluded.paid
        """
    )


def bases(session: Session, grant_keys: Collection[str]) -> dict[str, int]:
    """What each of these grants added to its day before the cap."""
    rows = connection(session).execute(
        "select grant_key, (factors ->> 'each')::bigint from xp_entry where grant_key = any(%s)", (list(grant_keys),)
    )
    return {row[0]: row[1] for row in rows}


def book(session: Session, entries: Iterable[Entry], now: datetime) -> None:
    """Append entries to the ledger. A grant key that is there already is an error: the caller never repeats one."""
    copy_rows(
        session,
        "new_xp_entry",
        {
            "player_id": "uuid", "amount": "bigint", "at": "timestamptz", "day": "date", "cause": "text",
            "cause_id": "text", "activity_key": "text", "grant_key": "text", "factors": "jsonb",
        },
        [
            (e.player_id, e.amount, now, e.day, e.cause, e.cause_id, e.activity_key, e.grant_key,
             orjson.dumps(e.factors).decode())
            for e in entries
        ],
    )  # fmt: skip
    connection(session).execute(
        """
        insert into xp_entry (player_id, amount, at, day, cause, cause_id, activity_key, grant_key, factors)
        select * from new_xp_entry
        """
    )


def balance(session: Session, gains: Mapping[UUID, int], seen: Mapping[UUID, datetime]) -> dict[UUID, int]:
    """Add what was booked to the players' totals and note when they were last active; the new totals."""
    copy_rows(
        session,
        "new_balance",
        {"player_id": "uuid", "gain": "bigint", "seen": "timestamptz"},
        [(player, gains.get(player, 0), seen.get(player)) for player in gains.keys() | seen.keys()],
    )
    rows = connection(session).execute(
        """
        update player set xp = xp + gain, last_activity_at = greatest(last_activity_at, seen)
        from new_balance where id = player_id returning id, xp
        """
    )
    return {row[0]: row[1] for row in rows}
