"""Visits: where a streak of them is on, the first of a player's day is kept, and nothing is earned with it."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.rules.zones import day_of
from domain.sources import kudos, visits
from domain.store import inbox, people, streaks
from domain.store.queries.streaks import are_shown


def note(session: Session, player_id: UUID, *, now: datetime) -> None:
    """Keep the day, unless no streak of visits is on, or the player does not want to see streaks."""
    wanted = any(spec.on and spec.is_presence for spec in streaks.definitions(session))
    if not wanted or not are_shown(session, player_id):
        return
    day = day_of(people.one(session, player_id).zones, now)
    people.know_as(session, player_id, kudos.PROVIDER, str(player_id))
    visit = visits.Visit(player=str(player_id), day=day.isoformat(), at=now)
    inbox.keep(session, [visits.delivery(visit)], now)
