"""What multiplies XP, for screens."""

from collections.abc import Mapping
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from sqlmodel import Session

from domain.specs import FactorsSpec, Membership
from domain.store.driver import connection
from domain.store.factors import OFF, history
from domain.views import BoostView

_BOOSTS: LiteralString = """
    select b.id, b.title, coalesce(t.name, p.name, 'Everyone'), b.factor, b.starts_at, b.ends_at
    from boost b left join team t on b.scope = 'team' and t.id = b.subject_id
    left join player p on b.scope = 'player' and p.id = b.subject_id
    where b.ends_at > %(now)s and b.starts_at < b.ends_at
"""


def settings(session: Session) -> FactorsSpec:
    """The newest settings, also where they hold from a day on that has not begun."""
    return next((spec for _, spec in reversed(history(session))), OFF)


def boosts(session: Session, *, now: datetime) -> tuple[BoostView, ...]:
    """What runs and what is to come, the next end first."""
    rows = connection(session).execute(_BOOSTS + "order by b.ends_at, b.id", {"now": now})
    return tuple(BoostView(*row) for row in rows)


def running_for(session: Session, player_id: UUID, *, now: datetime) -> tuple[BoostView, ...]:
    """What makes a player's work worth more now."""
    rows = connection(session).execute(
        _BOOSTS
        + """
        and b.starts_at <= %(now)s and (b.subject_id is null or b.subject_id = %(player)s or exists (
            select from team_member m where m.team_id = b.subject_id and m.player_id = %(player)s
              and m.since <= %(now)s and (m.until is null or m.until > %(now)s)))
        order by b.ends_at, b.id
        """,
        {"now": now, "player": player_id},
    )
    return tuple(BoostView(*row) for row in rows)


def memberships(session: Session) -> Mapping[UUID, Membership]:
    """What everybody is named by now, whoever is anything."""
    rows = connection(session).execute(
        """
        select player_id, level from
          (select distinct on (player_id) player_id, level from membership order by player_id, since desc) newest
        where level <> 'none'
        """
    )
    return {player: Membership(level) for player, level in rows}
