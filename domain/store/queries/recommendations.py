"""What a player could do next, and how he went about things lately."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from domain.errors import NotFound
from domain.rules.derived import BADGE_EARNED
from domain.rules.missions import MISSION_COMPLETED
from domain.rules.recommendations import Habit, Habits, recommend
from domain.rules.zones import day_of, zone_at
from domain.store.driver import connection
from domain.views import MissionCard, Recommendations, StreakView

#: So far back a habit is looked for.
RECENT = timedelta(weeks=8)


def recommendations(
    session: Session, player_id: UUID, cards: Sequence[MissionCard], streak: StreakView, *, now: datetime
) -> Recommendations | None:
    """What the player could do next, of these cards of his; None when he pauses, or does not want to be told."""
    zones, created_at, wanted, paused = _player(session, player_id)
    if not wanted or paused:
        return None
    here = now.astimezone(zone_at(zones, now))
    return recommend(cards, streak, habits(session, player_id, day_of(zones, created_at), here.date()), here)


def wants_them(session: Session, player_id: UUID) -> bool:
    """Whether the player wants to be told what he could do next."""
    return bool(_player(session, player_id)[2])


def habits(session: Session, player_id: UUID, joined: date, today: date) -> Habits:
    """What a player did in recent weeks, by metric."""
    rows = (
        connection(session)
        .execute(
            """
        select metric, sum(times)::bigint, sum(total)::bigint, count(*), max(day), min(day) from (
            select metric, day, count as times, sum as total from metric_day
            where player_id = %(player)s and day between %(since)s and %(today)s and (count > 0 or sum > 0)
            union all
            select %(completed)s, completed_at::date, count(*), count(*) from progress
            where subject_id = %(player)s and completed_at >= %(since)s and rewarded and position('/' in period) = 0
            group by 2
            union all
            select %(earned)s, at::date, count(*), count(*) from badge_award
            where player_id = %(player)s and at >= %(since)s group by 2
        ) as lately group by metric
        """,
            {
                "player": player_id,
                "since": (since := today - RECENT),
                "today": today,
                "completed": MISSION_COMPLETED,
                "earned": BADGE_EARNED,
            },
        )
        .fetchall()
    )
    found = {metric: Habit(times, total, days, latest) for metric, times, total, days, latest, _ in rows}
    return Habits(found, max(since, min([joined, *(first for *_, first in rows)])))


def _player(session: Session, player_id: UUID) -> Sequence[Any]:
    row = (
        connection(session)
        .execute("select zones, created_at, recommendations, paused from player where id = %s", (player_id,))
        .fetchone()
    )
    if row is None:
        raise NotFound("There is no such player.")
    return row
