"""What the ledger says was earned, as facts."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from sqlmodel import Session

from domain.rules.derived import Earned, coins, xp_in_order
from domain.store import by_now
from domain.store.driver import connection
from domain.store.history.wanted import ByPlayer


def xp(session: Session, players: Sequence[UUID]) -> ByPlayer:
    """XP as it was earned, in order."""
    return {player: list(xp_in_order(mine)) for player, mine in _entries(session, players).items()}


def earned_coins(session: Session, players: Sequence[UUID]) -> ByPlayer:
    """Coins that were earned, not those that are left."""
    found = _entries(session, players)
    return {player: [coins(one) for one in mine if one.earned_coins] for player, mine in found.items()}


def _entries(session: Session, players: Sequence[UUID]) -> Mapping[UUID, Collection[Earned]]:
    """What moved to another day stands only there, as if it had been booked there at once.

    What a mission gave, or a reward for it, was earned when it was completed, and work is worth what it is in its
    streak and its week, as far as is known by now; what was booked because these changed is in that already. Where
    hours, streaks or levels decide, work on hold is worth nothing as long as it is held. What was taken by hand counts
    as it was decided, whatever of it came back.
    """
    rows = (
        connection(session)
        .execute(
            """
        select e.grant_key, e.player_id, e.cause_id, e.amount, e.day,
               coalesce(g.completed_at, w.earned_at, e.occurred_at),
               coalesce(g.known_at, w.known_at, e.known_at), e.cause, e.coins,
               (e.factors ->> 'each')::bigint, (e.factors ->> 'full_until')::bigint, (e.factors ->> 'cap')::bigint,
               e.factors ->> 'hour', (e.factors ->> 'hour_cap')::bigint,
               case when e.factors ?| array['steps', 'bonus'] then e.factors end,
               h.each is not null and e.factors ?| array['steps', 'bonus', 'hour_cap']
        from xp_entry e left join progress g on g.subject_id = e.player_id and g.period = e.factors ->> 'period'
          and g.mission_id = case when e.cause = 'mission' then e.cause_id::uuid end
        left join reward w on e.grant_key not like '%%:revoked:%%'
          and w.id = case when e.cause = 'reward' then e.cause_id::uuid end
        left join held h on h.activity_key = e.activity_key and h.rule_id = e.cause_id and e.cause = 'rule'
        where e.player_id = any(%s) and not e.factors ?| array['again', 'by_line', 'deducted'] order by e.id
        """,
            (players,),
        )
        .fetchall()
    )
    now = by_now.of(session, {row[1] for row in rows if row[-2] is not None})
    entries: dict[UUID, dict[str, Earned]] = defaultdict(dict)
    for *row, made_of, held in rows:
        entry = Earned(*row)
        if made_of is not None:
            entry = replace(entry, each=now.added(made_of, entry.player_id, entry.day))
        if held:
            entry = replace(entry, each=0)
        grant, moved, _ = entry.grant_key.partition(":but-on:")
        if ":not-on:" not in grant:
            entries[entry.player_id][grant] = replace(entry, grant_key=grant) if moved else entry
    return {player: mine.values() for player, mine in entries.items()}
