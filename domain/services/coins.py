"""Coins: what a player spends, and what comes back to him. What he earns is booked with its mission or reward."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from domain.errors import NotFound, Refused
from domain.events import DomainEvent
from domain.rules.derived import SPENDING
from domain.rules.zones import day_of
from domain.services import booking
from domain.store import ledger, people
from domain.store.ledger import Entry


def spend(
    session: Session,
    player_id: UUID,
    amount: int,
    *,
    cause_id: str,
    grant_key: str,
    factors: Mapping[str, Any],
    now: datetime,
    cause: str = SPENDING,
) -> list[DomainEvent]:
    """Take `amount` coins from a player for something he gets; `factors` has a `title` at least.

    The same `grant_key` is paid once. Raises `Refused` when he has less: a balance is never negative.
    """
    _lock(session, player_id)
    if ledger.granted(session, [grant_key]):
        return []
    has = ledger.coins_of(session, player_id)
    if has < amount:
        raise Refused(f"This costs {amount:,} coins, and you have {has:,}.")
    return move(
        session, player_id, -amount, cause_id=cause_id, grant_key=grant_key, factors=factors, now=now, cause=cause
    )


def refund(
    session: Session,
    player_id: UUID,
    amount: int,
    *,
    cause_id: str,
    grant_key: str,
    factors: Mapping[str, Any],
    now: datetime,
    cause: str = SPENDING,
) -> list[DomainEvent]:
    """Give back coins that were spent, by an entry of its own. The same `grant_key` is given back once."""
    _lock(session, player_id)
    if ledger.granted(session, [grant_key]):
        return []
    return move(
        session, player_id, amount, cause_id=cause_id, grant_key=grant_key, factors=factors, now=now, cause=cause
    )


def move(
    session: Session,
    player_id: UUID,
    coins: int,
    *,
    cause_id: str,
    grant_key: str,
    factors: Mapping[str, Any],
    now: datetime,
    cause: str = SPENDING,
) -> list[DomainEvent]:
    """The entry itself and what follows from it, decided before: also what a replay books again."""
    players = _lock(session, player_id)
    entry = Entry(
        player_id=player_id,
        amount=0,
        occurred_at=now,
        known_at=now,
        day=day_of(players[player_id].zones, now),
        cause=cause,
        cause_id=cause_id,
        activity_key=None,
        grant_key=grant_key,
        factors=factors,
        coins=coins,
    )
    booking.book(session, [entry], now)
    return booking.balance(session, [entry], {}, players, {}, now)


def _lock(session: Session, player_id: UUID) -> Mapping[UUID, people.Locked]:
    players = people.lock(session, [player_id])
    if player_id not in players:
        raise NotFound("There is no such player.")
    return players
