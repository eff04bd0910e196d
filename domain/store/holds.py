"""Holds: what was paid for work that a person is to look at."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, LiteralString
from uuid import UUID

from sqlmodel import Session

from domain.rules.factors import MAY_CHANGE
from domain.store import by_now
from domain.store.by_now import ByNow
from domain.store.driver import connection, with_rows


@dataclass(frozen=True, slots=True)
class Pay:
    """What one rule added to the raw sum of a day for one piece of work; `factors` are those of its entry.

    It was paid to `payee`: not to its player himself where he carries on for another account.
    """

    activity_key: str
    rule_id: str
    player_id: UUID
    day: date
    each: int
    factors: Mapping[str, Any]
    payee: UUID

    @property
    def is_own(self) -> bool:
        """Whether it was paid to the player whose work it is by now."""
        return self.payee == self.player_id


_PAY: LiteralString = """
    select a.key, e.cause_id, a.player_id, a.day, {each}, e.factors, e.player_id
    from {source} join xp_entry e on e.grant_key = 'rule:' || {rule} || ':' || a.key and e.cause = 'rule'
    where {condition} order by a.player_id, e.cause_id, a.day, e.player_id <> a.player_id, a.key
"""


def paid_for(session: Session, keys: Collection[str]) -> list[Pay]:
    """What rules pay for this work, as far as it was not taken back."""
    statement = _PAY.format(
        each="(e.factors ->> 'each')::bigint",
        source="activity a cross join (select distinct id from scoring_rule) r",
        rule="r.id",
        condition="""
            a.key = any(%s) and a.reverses is null
            and not exists (select from activity b where b.reverses = a.key and b.player_id = a.player_id)
        """,
    )
    pays = [Pay(*row) for row in connection(session).execute(statement, (list(keys),)) if row[4]]
    now = by_now.of(session, {one.player_id for one in pays if one.factors.keys() & MAY_CHANGE})
    return [_by_now(one, now) for one in pays]


def _by_now(pay: Pay, now: ByNow) -> Pay:
    """What it adds in the streak that it stands in by now, and at the level with which its week began."""
    if not pay.factors.keys() & MAY_CHANGE:
        return pay
    return replace(pay, each=now.added(pay.factors, pay.player_id, pay.day))


def held_by(session: Session, hold_id: UUID) -> list[Pay]:
    """What a hold holds."""
    statement = _PAY.format(
        each="h.each",
        source="held h join activity a on a.key = h.activity_key",
        rule="h.rule_id",
        condition="h.hold_id = %s",
    )
    return [Pay(*row) for row in connection(session).execute(statement, (hold_id,))]


def keep(session: Session, hold_id: UUID, pays: Iterable[Pay]) -> None:
    """Remember what is held."""
    with_rows(
        session,
        "insert into held (activity_key, rule_id, hold_id, each) select * from {rows}",
        {"activity_key": "text", "rule_id": "text", "hold_id": "uuid", "each": "bigint"},
        [(pay.activity_key, pay.rule_id, hold_id, pay.each) for pay in pays],
    )


def keep_as_much(session: Session, worths: Collection[tuple[str, str, int]]) -> None:
    """Held work (its key, the rule, what it adds) that is worth more, or less, by now is held with all of that."""
    if worths:
        with_rows(
            session,
            """
            update held set each = rows.each from {rows}
            where held.activity_key = rows.activity_key and held.rule_id = rows.rule_id
            """,
            {"activity_key": "text", "rule_id": "text", "each": "bigint"},
            worths,
        )


def forget(session: Session, hold_id: UUID) -> None:
    """Nothing of this is held any longer. That some of it was taken back meanwhile stays known."""
    connection(session).execute("delete from held where hold_id = %s and each <> 0", (hold_id,))


def give_up(session: Session, keys: Collection[str]) -> dict[str, int]:
    """What is held of work that is taken back now, by grant; from here on nothing of it is."""
    rows = connection(session).execute(
        """
        with before as (select * from held where activity_key = any(%s) and each <> 0 for update),
             after as (update held set each = 0 from before
                       where (held.activity_key, held.rule_id) = (before.activity_key, before.rule_id))
        select 'rule:' || rule_id || ':' || activity_key, each from before
        """,
        (list(keys),),
    )
    return {row[0]: row[1] for row in rows}


def free(session: Session, keys: Sequence[str]) -> list[str]:
    """Those of the keys that were never held, in their order."""
    rows = connection(session).execute(
        "select activity_key from public.hold_work where activity_key = any(%s)", (list(keys),)
    )
    held = {row[0] for row in rows}
    return [key for key in keys if key not in held]


def works(session: Session, hold_id: UUID) -> list[str]:
    """The work of a hold."""
    rows = connection(session).execute(
        "select activity_key from public.hold_work where hold_id = %s order by 1", (hold_id,)
    )
    return [row[0] for row in rows]


def applied_by(session: Session, keys: Collection[str]) -> datetime | None:
    """When the last of this work was applied: a replay knows nothing of it before."""
    row = connection(session).execute(
        "select max(d.done_at) from activity a join delivery d on d.id = a.delivery_id where a.key = any(%s)",
        (list(keys),),
    )
    found = row.fetchone()
    return found[0] if found else None


def owners(session: Session, keys: Collection[str]) -> dict[UUID, list[str]]:
    """Whose work these are, each one's in the order given."""
    rows = connection(session).execute("select key, player_id from activity where key = any(%s)", (list(keys),))
    whose = dict(rows.fetchall())
    found: dict[UUID, list[str]] = {}
    for key in keys:
        if key in whose:
            found.setdefault(whose[key], []).append(key)
    return found


def expired(session: Session, *, now: datetime) -> list[UUID]:
    """Holds whose time is over and that nobody has decided, the oldest first."""
    rows = connection(session).execute(
        """
        select h.id from hold h where h.expires_at <= %s and not exists (select from hold_end e where e.hold_id = h.id)
        order by h.expires_at, h.id
        """,
        (now,),
    )
    return [row[0] for row in rows]
