"""Coins that are spent, or come back. What somebody earns is booked with its mission or reward."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from domain.errors import NotFound
from domain.events import DomainEvent
from domain.rules.derived import SPENDING
from domain.rules.zones import day_of
from domain.services import booking
from domain.store import people
from domain.store.ledger import Entry


def move(
    session: Session,
    player_id: UUID,
    coins: int,
    *,
    cause_id: str,
    grant_key: str,
    factors: Mapping[str, Any],
    now: datetime,
) -> list[DomainEvent]:
    """The entry and what follows from it, decided before: also what a replay books again. Raises `NotFound`."""
    players = people.lock(session, [player_id])
    if player_id not in players:
        raise NotFound("There is no such player.")
    entry = Entry(
        player_id=player_id,
        amount=0,
        occurred_at=now,
        known_at=now,
        day=day_of(players[player_id].zones, now),
        cause=SPENDING,
        cause_id=cause_id,
        activity_key=None,
        grant_key=grant_key,
        factors=factors,
        coins=coins,
    )
    booking.book(session, [entry], now)
    return booking.balance(session, [entry], {}, players, {}, now)
