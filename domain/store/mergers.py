"""Mergers: what two accounts of one person did comes into one hand."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from sqlmodel import Session

from domain.rules.derived import BOOKED, SPENDING
from domain.store.driver import connection
from domain.store.tables import MergerRow


def accounts(session: Session, player_id: UUID) -> list[list[str]]:
    """[provider, subject] of everything a player is known by."""
    rows = connection(session).execute(
        "select provider, subject from identity where player_id = %s order by provider, subject", (player_id,)
    )
    return [[row[0], row[1]] for row in rows]


def carries_on(session: Session, player_id: UUID) -> UUID:
    """Who carries on for a player: himself, unless his account was merged."""
    row = connection(session).execute(
        """
        with recursive person as (
            select %(player)s::uuid as id, 0 as step
            union all select m.into_id, step + 1 from person join merger m on m.from_id = person.id
        )
        select id from person order by step desc limit 1
        """,
        {"player": player_id},
    )
    found = row.fetchone()
    return found[0] if found else player_id


def heirs(session: Session, players: Collection[UUID]) -> Mapping[UUID, UUID]:
    """Those of the players who carry on for others, by the ids of these."""
    rows = connection(session).execute(
        """
        with recursive heir as (
            select from_id, into_id as player from merger where into_id = any(%s)
            union select m.from_id, h.player from heir h join merger m on m.into_id = h.from_id
        )
        select from_id, player from heir
        """,
        (sorted(players),),
    )
    return dict(rows.fetchall())


def carried(session: Session, player_id: UUID) -> list[UUID]:
    """The accounts that a player carries on for."""
    rows = connection(session).execute(
        """
        with recursive account as (
            select from_id from merger where into_id = %(player)s
            union select m.from_id from account a join merger m on m.into_id = a.from_id
        )
        select from_id from account order by 1
        """,
        {"player": player_id},
    )
    return [row[0] for row in rows]


def days(session: Session, player_id: UUID) -> list[tuple[date, bool, int, int]]:
    """What the ledger paid a player, by day: (day, whether it is about spending, XP, coins)."""
    rows = connection(session).execute(
        """
        select day, cause = %s as spending, sum(amount)::bigint, sum(coins)::bigint from xp_entry
        where player_id = %s group by 1, 2 having sum(amount) <> 0 or sum(coins) <> 0 order by 1, 2
        """,
        (SPENDING, player_id),
    )
    return rows.fetchall()


def move(session: Session, merger: MergerRow) -> None:
    """Give accounts, work, day sums, badges, rewards and completed windows to the other player.

    Of a window that both completed the other player's stays; what was under way for either is counted anew from the
    work of both, and therefore leaves the table.
    """
    driver = connection(session)
    names = {"from": merger.from_id, "into": merger.into_id, "booked": list(BOOKED)}
    for provider, subject in merger.accounts:
        driver.execute(
            "update identity set player_id = %s where provider = %s and subject = %s",
            (merger.into_id, provider, subject),
        )
    driver.execute("update activity set player_id = %(into)s where player_id = %(from)s", names)
    driver.execute(
        """
        insert into metric_day as m (player_id, metric, day, count, sum)
        select %(into)s, metric, day, count, sum from metric_day
        where player_id = %(from)s and metric <> all(%(booked)s)
        on conflict (player_id, metric, day) do update set count = m.count + excluded.count, sum = m.sum + excluded.sum
        """,
        names,
    )
    driver.execute("delete from metric_day where player_id = %(from)s and metric <> all(%(booked)s)", names)
    driver.execute(
        """
        insert into badge_award (badge_id, player_id, cause, tier, at, known_at)
        select badge_id, %(into)s, cause, tier, at, known_at from badge_award where player_id = %(from)s
        on conflict do nothing
        """,
        names,
    )
    driver.execute("delete from week_level where player_id = %(from)s", names)
    driver.execute("update reward set player_id = %(into)s where player_id = %(from)s", names)
    driver.execute("delete from progress where subject_id in (%(from)s, %(into)s) and completed_at is null", names)
    driver.execute(
        """
        update progress p set subject_id = %(into)s where subject_id = %(from)s and not exists (
            select from progress o where (o.mission_id, o.period) = (p.mission_id, p.period) and o.subject_id = %(into)s
        )
        """,
        names,
    )
    driver.execute(
        """
        update progress set tallies = (tallies - -1) || jsonb_build_array(
            (tallies -> -1) - %(from)s::text || jsonb_build_object(%(into)s::text,
                coalesce((tallies -> -1 ->> %(into)s::text)::bigint, 0) + (tallies -> -1 ->> %(from)s::text)::bigint))
        where jsonb_array_length(tallies) > 0 and tallies -> -1 ? %(from)s::text
        """,
        names,
    )
