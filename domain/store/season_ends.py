"""The ends of seasons as they are stored: what was opened, decided and paid, each once, and the results for good."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from domain.rules.seasons import Result
from domain.store.driver import connection, with_rows
from domain.store.teams import MEMBERS

#: Fewer members would say too much about each of them.
TEAM_FLOOR = 5
NOBODY, EVERYBODY = UUID(int=0), UUID(int=2**128 - 1)


class Phase(StrEnum):
    """What happens to a season once. At its CLOSE it is decided; closed for everybody to see is what was PAID."""

    OPEN = "open"
    CLOSE = "close"
    PAID = "paid"


def claim(
    session: Session,
    season_id: str,
    phase: Phase,
    now: datetime,
    hidden: Collection[UUID] = (),
    left_out: Collection[UUID] = (),
) -> bool:
    """Take a phase of a season upon this transaction; False when somebody else did."""
    row = connection(session).execute(
        """
        insert into season_phase (season_id, phase, at, hidden, left_out) values (%s, %s, %s, %s, %s)
        on conflict do nothing returning true
        """,
        (season_id, phase.value, now, sorted(hidden), sorted(left_out)),
    )
    return row.fetchone() is not None


def mark(session: Session, season_id: str, at: datetime) -> None:
    """As of when the season is being decided, for whoever comes behind it."""
    connection(session).execute(
        """
        insert into season_mark (season_id, at) values (%s, %s)
        on conflict (season_id) do update set at = greatest(season_mark.at, excluded.at)
        """,
        (season_id, at),
    )


def is_being_decided(session: Session) -> bool:
    """Whether a season is between its decision and its last prize."""
    row = connection(session).execute(
        """
        select true from season_mark m where not exists (
            select from season_phase p where p.season_id = m.season_id and p.phase = 'paid') limit 1
        """
    )
    return row.fetchone() is not None


def unseen(session: Session) -> tuple[list[UUID], list[UUID]]:
    """Who hides or pauses now, and who is no person of the game."""
    rows = connection(session).execute(
        "select id, kind = 'human' from player where hidden or paused or kind <> 'human'"
    )
    found = rows.fetchall()
    return [player for player, human in found if human], [player for player, human in found if not human]


def keep(
    session: Session,
    season_id: str,
    found: Mapping[UUID, Result],
    ranks: Mapping[UUID, int],
    prizes: Mapping[UUID, Sequence[int]],
) -> None:
    """Store results for good."""
    rows = [
        (season_id, player, one.xp, one.missions, one.badges, one.streak, ranks.get(player), prizes.get(player, []))
        for player, one in found.items()
    ]
    with_rows(
        session,
        """
        insert into season_result (season_id, player_id, xp, missions, badges, streak, rank, prizes)
        select * from {rows}
        """,
        {
            "season_id": "text", "player_id": "uuid", "xp": "bigint", "missions": "int", "badges": "int",
            "streak": "int", "rank": "int", "prizes": "jsonb",
        },
        rows,
    )  # fmt: skip


def keep_teams(session: Session, season_id: str, end: datetime, hidden: Collection[UUID]) -> None:
    """Store what the members of each team had on average; a team of fewer than five who may be seen has no line."""
    connection(session).execute(
        """
        insert into season_team (season_id, team_id, members, xp, missions, badges)
        select %(season)s, m.team_id, count(*), div(sum(coalesce(r.xp, 0)), count(*)),
               div(sum(coalesce(r.missions, 0)), count(*)), div(sum(coalesce(r.badges, 0)), count(*))
        from (select distinct team_id, player_id from ("""
        + MEMBERS
        + """) m where m.since <= %(end)s and (m.until is null or m.until > %(end)s)
              and not m.player_id = any(%(hidden)s)) m
        left join season_result r on r.season_id = %(season)s and r.player_id = m.player_id
        group by m.team_id having count(*) >= %(floor)s
        """,
        {"season": season_id, "end": end, "hidden": sorted(hidden), "floor": TEAM_FLOOR},
    )


def paid_up_to(session: Session, season_id: str) -> UUID:
    """Up to whom prizes are paid."""
    row = connection(session).execute(
        "select upto from season_payment where season_id = %s order by above desc limit 1", (season_id,)
    )
    found = row.fetchone()
    return found[0] if found else NOBODY


def next_winners(session: Session, season_id: str, above: UUID, most: int) -> list[UUID]:
    """The next players who won something, by their ids."""
    rows = connection(session).execute(
        """
        select player_id from season_result where season_id = %s and player_id > %s and prizes <> '[]'
        order by player_id limit %s
        """,
        (season_id, above, most),
    )
    return [row[0] for row in rows]


def claim_payment(session: Session, season_id: str, above: UUID, upto: UUID, at: datetime) -> bool:
    """Take the prizes of these players upon this transaction; False when somebody else did."""
    row = connection(session).execute(
        """
        insert into season_payment (season_id, above, upto, at) values (%s, %s, %s, %s)
        on conflict do nothing returning true
        """,
        (season_id, above, upto, at),
    )
    return row.fetchone() is not None


def won(session: Session, season_id: str, above: UUID, upto: UUID) -> dict[UUID, list[int]]:
    """Which prizes these players won, by their places."""
    rows = connection(session).execute(
        """
        select player_id, prizes from season_result
        where season_id = %s and player_id > %s and player_id <= %s and prizes <> '[]'
        """,
        (season_id, above, upto),
    )
    return dict(rows.fetchall())


def tell(session: Session, season_id: str, now: datetime, title: str, text: str) -> None:
    """A notification for everybody who took part."""
    connection(session).execute(
        """
        insert into notification (player_id, at, kind, title, text)
        select player_id, %s, 'season', %s, %s from season_result where season_id = %s order by player_id
        """,
        (now, title, text, season_id),
    )


def tell_the_active(session: Session, since: date, now: datetime, title: str, text: str) -> None:
    """A notification for everybody who did something lately."""
    connection(session).execute(
        """
        insert into notification (player_id, at, kind, title, text)
        select id, %s, 'season', %s, %s from player
        where kind = 'human' and (last_activity_at >= %s or last_activity_at is null and created_at >= %s) order by id
        """,
        (now, title, text, since, since),
    )


def last_applied(session: Session) -> datetime | None:
    """When the last delivery was applied."""
    row = connection(session).execute("select max(done_at) from delivery").fetchone()
    return row[0] if row else None
