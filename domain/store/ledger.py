"""The ledger: what was granted, once, with every factor; and the balances, XP and coins, that are its sums."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from domain.rules.derived import Earned
from domain.rules.factors import added
from domain.rules.scoring import within_hours
from domain.store.driver import connection, with_rows

RuleDay = tuple[UUID, str, date]
#: A factor of entries of a merged account: who carries on for it. They are nobody's news.
CARRIED = "carried_by"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line to be written: XP (`amount`), coins, or both. `factors` is all that made it what it is.

    `cause` is `rule`, `mission`, `correction`, `hand`, `reward` or `purchase`. `occurred_at` is when what it is for
    happened, `known_at` when that came in.
    """

    player_id: UUID
    amount: int
    occurred_at: datetime
    known_at: datetime
    day: date
    cause: str
    cause_id: str
    activity_key: str | None
    grant_key: str
    factors: Mapping[str, Any]
    coins: int = 0

    @property
    def is_carried(self) -> bool:
        """Whether it is about an account for which somebody else carries on, to whom another entry says it."""
        return CARRIED in self.factors

    @property
    def earned(self) -> Earned:
        """The line as rules see it."""
        return Earned(
            self.grant_key, self.player_id, self.cause_id, self.amount, self.day, self.occurred_at, self.known_at,
            self.cause, self.coins,
        )  # fmt: skip


@dataclass(slots=True)
class DaySum:
    """What a rule saw and paid on a day, to be moved on. `hours` has what each hour saw, where that is capped."""

    raw: int = 0
    paid: int = 0
    hours: dict[str, int] = field(default_factory=dict)

    def add(self, each: int, factors: Mapping[str, Any]) -> None:
        """`each` more, or less, came to it, in the hour that these factors name where there is a cap of the hour."""
        if factors.get("hour_cap") is None:
            self.raw += each
        else:
            hour = str(factors["hour"])
            self.hours[hour] = self.hours.get(hour, 0) + each
            self.raw = within_hours(self.hours, int(factors["hour_cap"]))


def rule_days(session: Session, wanted: Collection[RuleDay]) -> dict[RuleDay, DaySum]:
    """Each rule and day that has been touched before."""
    rows = with_rows(
        session,
        "select player_id, rule_id, day, raw, paid, hours from rule_day join {rows} using (player_id, rule_id, day)",
        {"player_id": "uuid", "rule_id": "text", "day": "date"},
        wanted,
    )
    return {(row[0], row[1], row[2]): DaySum(*row[3:]) for row in rows}


def save_rule_days(session: Session, days: Mapping[RuleDay, DaySum]) -> None:
    """Store the days as they stand; the players are locked, so nobody else changed them meanwhile."""
    if not days:
        return
    with_rows(
        session,
        """
        insert into rule_day (player_id, rule_id, day, raw, paid, hours) select * from {rows}
        on conflict (player_id, rule_id, day)
        do update set raw = excluded.raw, paid = excluded.paid, hours = excluded.hours
        """,
        {"player_id": "uuid", "rule_id": "text", "day": "date", "raw": "bigint", "paid": "bigint", "hours": "jsonb"},
        [(*key, day.raw, day.paid, day.hours) for key, day in days.items()],
    )


def grants(session: Session, grant_keys: Collection[str]) -> dict[str, tuple[UUID, Mapping[str, Any]]]:
    """Whom each of these grants paid, and its factors."""
    rows = connection(session).execute(
        "select grant_key, player_id, factors from xp_entry where grant_key = any(%s)", (list(grant_keys),)
    )
    return {row[0]: (row[1], row[2]) for row in rows}


@dataclass(frozen=True, slots=True)
class Paid:
    """A line of a day whose worth depends on streak and level; `held` is what a hold keeps of it."""

    activity_key: str
    occurred_at: datetime
    known_at: datetime
    factors: Mapping[str, Any]
    held: int | None

    def at(self, streak: int, level: int) -> int:
        """What it adds to its day in a streak of that length, in a week that began at that level."""
        return added(self.factors, streak, level)


def changeable(
    session: Session, players: Collection[UUID], days: Collection[date], by: str
) -> dict[RuleDay, list[Paid]]:
    """The lines of these days that streaks multiply (`by` steps), or to which a level adds (bonus), as booked."""
    rows = connection(session).execute(
        """
        select e.player_id, e.cause_id, e.day, e.activity_key, e.occurred_at, e.known_at, e.factors, h.each
        from xp_entry e left join held h on h.activity_key = e.activity_key and h.rule_id = e.cause_id
        where e.cause = 'rule' and e.player_id = any(%s) and e.day = any(%s) and e.factors ? %s order by e.id
        """,
        (sorted(players), sorted(days), by),
    )
    found: dict[RuleDay, list[Paid]] = {}
    for player, rule, day, *line in rows:
        found.setdefault((player, rule, day), []).append(Paid(*line))
    return found


def granted(session: Session, grant_keys: Collection[str]) -> set[str]:
    """Those of the grants that were booked before."""
    rows = connection(session).execute("select grant_key from xp_entry where grant_key = any(%s)", (list(grant_keys),))
    return {row[0] for row in rows}


def booked(session: Session, grant_key: str) -> dict[date, tuple[int, int]]:
    """(XP, coins): what a grant is worth on which day, moves to another day included."""
    rows = connection(session).execute(
        """
        select day, sum(amount)::bigint, sum(coins)::bigint from xp_entry
        where grant_key = %(key)s or starts_with(grant_key, %(key)s || ':not-on:')
           or starts_with(grant_key, %(key)s || ':but-on:')
        group by day having sum(amount) <> 0 or sum(coins) <> 0 order by day
        """,
        {"key": grant_key},
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def book(session: Session, entries: Sequence[Entry], now: datetime) -> None:
    """Append entries to the ledger. A grant key that is there already is an error: the caller never repeats one."""
    if not entries:
        return
    with_rows(
        session,
        """
        insert into xp_entry (player_id, amount, at, occurred_at, known_at, day, cause, cause_id, activity_key,
                              grant_key, factors, coins)
        select * from {rows}
        """,
        {
            "player_id": "uuid", "amount": "bigint", "at": "timestamptz", "occurred_at": "timestamptz",
            "known_at": "timestamptz", "day": "date", "cause": "text", "cause_id": "text", "activity_key": "text",
            "grant_key": "text", "factors": "jsonb", "coins": "bigint",
        },
        [
            (
                e.player_id, e.amount, now, e.occurred_at, e.known_at, e.day, e.cause, e.cause_id, e.activity_key,
                e.grant_key, e.factors, e.coins,
            )
            for e in entries
        ],
    )  # fmt: skip


def balance(session: Session, gains: Mapping[UUID, tuple[int, int]], seen: Mapping[UUID, datetime]) -> dict[UUID, int]:
    """Add what was booked (XP, coins) to the players' balances and note when they were last active; the new XP."""
    rows = with_rows(
        session,
        """
        update player set xp = xp + rows.gain, coins = player.coins + rows.coins,
               last_activity_at = greatest(last_activity_at, rows.seen)
        from {rows} where id = rows.player_id returning id, xp
        """,
        {"player_id": "uuid", "gain": "bigint", "coins": "bigint", "seen": "timestamptz"},
        [(player, *gains.get(player, (0, 0)), seen.get(player)) for player in gains.keys() | seen.keys()],
    )
    return {row[0]: row[1] for row in rows}


def coins_of(session: Session, player_id: UUID) -> int:
    """What a player, whose row is locked, can spend."""
    row = connection(session).execute("select coins from player where id = %s", (player_id,)).fetchone()
    return int(row[0]) if row else 0
