"""Days of rules: what they saw, and what they paid for it."""

from datetime import date
from uuid import UUID

from sqlmodel import Session

from domain.rules.scoring import pay, within_hours
from domain.store import by_hand, by_now, levels
from domain.store.driver import connection
from domain.store.queries.checks.law import checked
from domain.views import Check


def caps(session: Session) -> Check:
    """What a rule paid on a day is a function of what it saw that day, and is the sum of the day's entries."""
    rows = connection(session).execute(
        """
        select r.raw, r.paid, e.total, e.full_until, e.cap from rule_day r full join (
            select player_id, cause_id, day, sum(amount) as total,
                   (array_agg(factors ->> 'full_until' order by id desc))[1]::bigint as full_until,
                   (array_agg(factors ->> 'cap' order by id desc))[1]::bigint as cap
            from xp_entry where cause in ('rule', 'hold') group by 1, 2, 3
        ) e on e.player_id = r.player_id and e.cause_id = r.rule_id and e.day = r.day
        """
    )
    wrong = sum(None in row or not _is_paid_rightly(*row) for row in rows)
    return checked("No day was paid beyond its cap", wrong, f"{wrong} days were paid wrongly.")


def _is_paid_rightly(raw: int, paid: int, total: int, full_until: int, cap: int) -> bool:
    return paid == total == pay(full_until, cap, raw)


def worths(session: Session) -> Check:
    """What a rule saw on a day is what the day's work is worth, each in the streak and at the level of by now.

    What is held counts nothing. Of players who carry on for another the days are of two, and not looked at.
    """
    rows = (
        connection(session)
        .execute(
            """
        select e.player_id, e.cause_id, e.day, case when exists (
                   select from held h where h.activity_key = e.activity_key and h.rule_id = e.cause_id
               ) then 0 else (e.factors ->> 'each')::bigint end, e.factors ->> 'hour',
               (e.factors ->> 'hour_cap')::bigint, case when e.factors ?| array['steps', 'bonus'] then e.factors end
        from xp_entry e join player p on p.id = e.player_id
        where e.cause = 'rule' and p.kind <> 'merged' and not e.factors ? 'again'
          and not exists (select from merger m where m.into_id = p.id)
        """
        )
        .fetchall()
    )
    now = by_now.of(session, {row[0] for row in rows if row[-1] is not None})
    sums: dict[tuple[UUID, str, date], dict[str, int]] = {}
    limits: dict[tuple[UUID, str, date], int | None] = {}
    for player, rule, day, each, hour, hour_cap, made_of in rows:
        value = each if made_of is None or not each else now.added(made_of, player, day)
        hours = sums.setdefault((player, rule, day), {})
        hours[hour or ""] = hours.get(hour or "", 0) + value
        limits[player, rule, day] = hour_cap
    stored = connection(session).execute(
        "select r.player_id, rule_id, day, raw from rule_day r join player p on p.id = player_id and kind <> 'merged'"
    )
    raws = {(row[0], row[1], row[2]): row[3] for row in stored}
    wrong = sum(
        raws.get(key) != (sum(hours.values()) if limits[key] is None else within_hours(hours, limits[key] or 0))
        for key, hours in sums.items()
    )
    return checked("Every day adds up to what its work is worth", wrong, f"{wrong} days do not add up to their work.")


def deductions(session: Session) -> Check:
    """What was taken by hand is all that could be taken, and no more."""
    wrong = by_hand.astray(session)
    return checked(
        "Nothing was taken by hand that is not there", wrong, f"{wrong} deductions are not what they may be."
    )


def weeks(session: Session) -> Check:
    """The level at which a week is paid is the one that all XP of the days before comes to."""
    wrong = levels.astray(session)
    return checked("Every week is paid at the level with which it began", wrong, f"{wrong} weeks are at another level.")
