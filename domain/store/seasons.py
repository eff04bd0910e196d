"""Seasons as data, what was decided about them, and everybody's results, worked out set by set."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import LiteralString
from uuid import UUID

from sqlmodel import Session

from domain.rules.derived import NOT_WORK, XP_EARNED
from domain.rules.seasons import Result
from domain.rules.zones import Zones, day_of
from domain.specs import SeasonSpec
from domain.store import history, streaks
from domain.store.driver import connection, with_rows
from domain.store.teams import MEMBERS

#: A moment lies in a player's day that is at most so far from that of UTC.
FAR = timedelta(days=2)
#: Fewer members would say too much about each of them.
TEAM_FLOOR = 5


class Phase(StrEnum):
    OPEN = "open"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Season:
    """A season with what was decided: when it was announced, opened and closed; None of what has not come yet."""

    spec: SeasonSpec
    announced_at: datetime | None
    opened_at: datetime | None
    closed_at: datetime | None


_SEASONS: LiteralString = """
    select s.spec::text, s.announced_at, o.at, c.at from season s
    left join season_phase o on o.season_id = s.id and o.phase = 'open'
    left join season_phase c on c.season_id = s.id and c.phase = 'close'
"""


def seasons(session: Session) -> list[Season]:
    """Every season, the newest first."""
    return [_season(*row) for row in connection(session).execute(_SEASONS + "order by s.first desc")]


def season(session: Session, season_id: str) -> Season | None:
    """One season."""
    row = connection(session).execute(_SEASONS + "where s.id = %s", (season_id,)).fetchone()
    return _season(*row) if row else None


def at_once(session: Session, first: date, last: date, but: str) -> str | None:
    """The name of another season that shares a day with these."""
    row = connection(session).execute(
        """
        select spec ->> 'name' from season
        where id <> %s and daterange(first, last, '[]') && daterange(%s, %s, '[]') order by first limit 1
        """,
        (but, first, last),
    )
    found = row.fetchone()
    return found[0] if found else None


def named_by(session: Session, season_id: str) -> str | None:
    """The title of a mission that names the season and was published."""
    row = connection(session).execute(
        """
        select spec ->> 'title' from mission where spec ->> 'season' = %s and published_at is not null
          and (retired_at is null or retired_at > published_at) order by published_at limit 1
        """,
        (season_id,),
    )
    found = row.fetchone()
    return found[0] if found else None


def claim(
    session: Session,
    season_id: str,
    phase: Phase,
    now: datetime,
    hidden: Collection[UUID] = (),
    left_out: Collection[UUID] = (),
) -> bool:
    """Take the opening or the close of a season upon this transaction; False when somebody else did."""
    row = connection(session).execute(
        """
        insert into season_phase (season_id, phase, at, hidden, left_out) values (%s, %s, %s, %s, %s)
        on conflict do nothing returning true
        """,
        (season_id, phase.value, now, sorted(hidden), sorted(left_out)),
    )
    return row.fetchone() is not None


def unseen(session: Session) -> tuple[list[UUID], list[UUID]]:
    """Who hides or pauses now, and who is no person of the game."""
    rows = connection(session).execute(
        "select id, kind = 'human' from player where hidden or paused or kind <> 'human'"
    )
    found = rows.fetchall()
    return [player for player, human in found if human], [player for player, human in found if not human]


def results(session: Session, first: date, last: date, left_out: Collection[UUID]) -> dict[UUID, Result]:
    """What everybody has in these days who did anything in them."""
    sums = _sums(session, first, last)
    active = _active(session, first, last)
    players = sorted((sums.keys() | active.keys()) - set(left_out))
    missions = _times(history.completions(session, players, *_around(first, last)), first, last)
    badges = _times(history.awards(session, players, *_around(first, last)), first, last)
    longest = streaks.best(session, active, last)
    found = {
        player: Result(
            xp=max(0, sums.get(player, 0)),
            missions=missions.get(player, 0),
            badges=badges.get(player, 0),
            streak=longest.get(player, 0),
        )
        for player in players
    }
    return {player: result for player, result in found.items() if result.took_part}


def result(session: Session, first: date, last: date, player_id: UUID) -> Result:
    """What one player has in these days."""
    row = connection(session).execute(
        """
        select coalesce(sum(sum) filter (where metric = %(xp)s), 0)::bigint,
               array_agg(distinct day) filter (where metric <> all(%(booked)s) and count > 0)
        from metric_day where player_id = %(player)s and day between %(first)s and %(last)s
        """,
        {"xp": XP_EARNED, "booked": list(NOT_WORK), "player": player_id, "first": first, "last": last},
    )
    xp, days = row.fetchone() or (0, None)
    mine, around = [player_id], _around(first, last)
    return Result(
        xp=max(0, xp),
        missions=_times(history.completions(session, mine, *around), first, last).get(player_id, 0),
        badges=_times(history.awards(session, mine, *around), first, last).get(player_id, 0),
        streak=streaks.best(session, {player_id: days or ()}, last).get(player_id, 0),
    )


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


@lru_cache(maxsize=256)
def _spec(text: str) -> SeasonSpec:
    return SeasonSpec.model_validate_json(text)


def _season(text: str, announced: datetime | None, opened: datetime | None, closed: datetime | None) -> Season:
    return Season(_spec(text), announced, opened, closed)


def _around(first: date, last: date) -> tuple[datetime, datetime]:
    """Moments between which everybody's days lie."""
    begin, end = (datetime.combine(day, time(), UTC) for day in (first, last))
    return begin - FAR, end + FAR


def _times(moments: Iterable[tuple[UUID, datetime, Zones]], first: date, last: date) -> dict[UUID, int]:
    """How many of these moments lie in the days, of each player where he was."""
    found: dict[UUID, int] = defaultdict(int)
    for player, at, zones in moments:
        found[player] += first <= day_of(zones, at) <= last
    return found


def _sums(session: Session, first: date, last: date) -> dict[UUID, int]:
    rows = connection(session).execute(
        """
        select player_id, sum(sum)::bigint from metric_day where metric = %s and day between %s and %s
        group by 1 having sum(sum) <> 0
        """,
        (XP_EARNED, first, last),
    )
    return dict(rows.fetchall())


def _active(session: Session, first: date, last: date) -> dict[UUID, list[date]]:
    rows = connection(session).execute(
        """
        select player_id, array_agg(distinct day) from metric_day
        where metric <> all(%s) and day between %s and %s and count > 0 group by 1
        """,
        (list(NOT_WORK), first, last),
    )
    return dict(rows.fetchall())
