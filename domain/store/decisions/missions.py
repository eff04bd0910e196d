"""What admins decided about missions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.specs import Award
from domain.store.driver import connection


@dataclass(frozen=True, slots=True)
class Published:
    """A mission began, and counted what was there before it."""

    at: datetime
    mission_id: UUID
    award: Award


@dataclass(frozen=True, slots=True)
class Reversed:
    """An admin took a completion back, and `coins` of it were left."""

    at: datetime
    mission_id: UUID
    player_id: UUID
    period: str
    reason: str
    actor_id: UUID
    coins: int


def about_missions(session: Session) -> Iterator[Published | Reversed]:
    driver = connection(session)
    rows = driver.execute(
        """
        select published_at, id, coalesce(award, 'from_now') from public.mission
        where published_at is not null and state <> 'scheduled' and (retired_at is null or retired_at > published_at)
        """
    ).fetchall()
    yield from (Published(at, mission_id, Award(award)) for at, mission_id, award in rows)
    rows = driver.execute(
        "select at, mission_id, player_id, period, reason, actor_id, coins from public.reversal"
    ).fetchall()
    yield from (Reversed(*row) for row in rows)
