"""Quests that were accepted."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.specs import Span
from domain.store.driver import connection, with_rows


@dataclass(frozen=True, slots=True)
class Run:
    """One time a player took on a quest."""

    mission_id: UUID
    player_id: UUID
    number: int
    accepted_at: datetime
    abandoned_at: datetime | None

    def ends_at(self, limit: Span | None) -> datetime | None:
        """When it is over, done or not; None while that is open."""
        ends = [self.accepted_at + limit.length] if limit else []
        return min([*ends, *([self.abandoned_at] if self.abandoned_at else [])], default=None)


def runs(session: Session, wanted: Collection[tuple[UUID, UUID]]) -> list[Run]:
    """Every run of these (mission, player) pairs."""
    if not wanted:
        return []
    rows = with_rows(
        session,
        """
        select mission_id, player_id, number, accepted_at, abandoned_at
        from quest_run join {rows} using (mission_id, player_id) order by mission_id, player_id, number
        """,
        {"mission_id": "uuid", "player_id": "uuid"},
        wanted,
    )
    return [Run(*row) for row in rows]


def of_player(session: Session, player_id: UUID) -> list[Run]:
    """Every run of a player, the newest first."""
    rows = connection(session).execute(
        """
        select mission_id, player_id, number, accepted_at, abandoned_at from quest_run
        where player_id = %s order by accepted_at desc, mission_id
        """,
        (player_id,),
    )
    return [Run(*row) for row in rows]
