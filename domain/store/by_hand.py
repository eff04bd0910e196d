"""What was given and taken by hand."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from itertools import groupby
from uuid import UUID

from sqlmodel import Session

from domain.rules.by_hand import Deduction, takes
from domain.rules.derived import XP_EARNED
from domain.store.driver import connection


def moved(session: Session, player_id: UUID, day: date) -> int:
    """How much XP was given or taken, signs aside, on one of a player's days."""
    row = connection(session).execute(
        "select coalesce(sum(abs(amount)), 0)::bigint from hand_entry where player_id = %s and day = %s",
        (player_id, day),
    )
    found = row.fetchone()
    return int(found[0]) if found else 0


def deductions(session: Session, players: Collection[UUID]) -> dict[UUID, list[Deduction]]:
    """What was taken from these players by hand, also from accounts that they carry on for, the oldest first.

    Only what stands in the ledger: a replay reads decisions that it has not come to yet.
    """
    rows = connection(session).execute(
        """
        with recursive person as (
            select id, id as into_id from unnest(%(players)s::uuid[]) as wanted (id)
            where id not in (select from_id from merger)
            union select m.from_id, p.into_id from person p join merger m on m.into_id = p.id
        )
        select h.id, p.into_id, h.day, -h.amount, -e.amount, e.lines, (
            select coalesce(sum(m.sum), 0)::bigint from metric_day m
            where m.player_id = p.into_id and m.metric = %(xp)s and m.day <= h.day)
        from person p join hand_entry h on h.player_id = p.id and h.amount < 0
        cross join lateral (
            select sum(amount)::bigint as amount, count(*) as lines from xp_entry
            where cause = 'hand' and cause_id = h.id::text
        ) e where e.lines > 0 order by p.into_id, h.day, h.at, h.id
        """,
        {"players": sorted(players), "xp": XP_EARNED},
    )
    found = [Deduction(*row) for row in rows]
    return {player: _aside(list(mine)) for player, mine in groupby(found, key=lambda one: one.player_id)}


def _aside(mine: list[Deduction]) -> list[Deduction]:
    """With what was taken put back into what was earned."""
    on_day: dict[date, int] = defaultdict(int)
    for one in mine:
        on_day[one.day] += one.taken
    return [
        Deduction(
            one.id, one.player_id, one.day, one.amount, one.taken, one.lines,
            one.earned + sum(taken for day, taken in on_day.items() if day <= one.day),
        )
        for one in mine
    ]  # fmt: skip


def astray(session: Session) -> int:
    """How many deductions take more, or less, than they are to."""
    everybody = [row[0] for row in connection(session).execute("select distinct player_id from hand_entry")]
    heirs = [row[0] for row in connection(session).execute("select distinct into_id from merger")]
    found = deductions(session, {*everybody, *heirs})
    return sum(one.taken != now for mine in found.values() for one, now in zip(mine, takes(mine), strict=True))
