"""Seasons as data, and what everybody has in their days, worked out set by set."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import LiteralString
from uuid import UUID

from sqlmodel import Session

from domain.rules.derived import NOT_WORK, XP_EARNED
from domain.rules.seasons import Result
from domain.rules.zones import Zones, day_of
from domain.specs import SeasonSpec
from domain.store import history, streaks
from domain.store.driver import connection

#: A moment lies in a player's day that is at most so far from that of UTC.
FAR = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Season:
    """A season with what happened to it: when it was announced, opened, decided and closed; None is still to come."""

    spec: SeasonSpec
    announced_at: datetime | None
    opened_at: datetime | None
    decided_at: datetime | None
    closed_at: datetime | None


_SEASONS: LiteralString = """
    select s.spec::text, s.announced_at, o.at, d.at, c.at from season s
    left join season_phase o on o.season_id = s.id and o.phase = 'open'
    left join season_phase d on d.season_id = s.id and d.phase = 'close'
    left join season_phase c on c.season_id = s.id and c.phase = 'paid'
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


def was_held(session: Session, season: Season, player_id: UUID) -> bool:
    """Whether some of a player's work in a season was on hold when that was decided: it is in no result."""
    row = connection(session).execute(
        """
        select true from hold h join hold_work w on w.hold_id = h.id join activity a on a.key = w.activity_key
        left join hold_end e on e.hold_id = h.id
        where a.player_id = %(player)s and a.day between %(first)s and %(last)s
          and h.at <= %(decided)s and (e.at is null or e.at > %(decided)s) limit 1
        """,
        {
            "player": player_id,
            "first": season.spec.first,
            "last": season.spec.last,
            "decided": season.decided_at,
        },
    )
    return row.fetchone() is not None


@lru_cache(maxsize=256)
def _spec(text: str) -> SeasonSpec:
    return SeasonSpec.model_validate_json(text)


def _season(text: str, *at: datetime | None) -> Season:
    return Season(_spec(text), *at)


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
