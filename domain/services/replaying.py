"""Replaying: everything kept is played again, in the shadow, by the services that play it live."""

from datetime import datetime

from sqlmodel import Session

from domain.events import DomainEvent
from domain.services import closing, inbox, missions
from domain.store import definitions, shadow
from domain.store import inbox as kept
from domain.store.queries import closing as waiting


def begin(session: Session) -> list[DomainEvent]:
    """An empty shadow."""
    definitions.own(session)
    shadow.make(session)
    return []


def forget(session: Session) -> list[DomainEvent]:
    """Remove the shadow."""
    shadow.drop(session)
    return []


def step(session: Session, *, now: datetime, limit: int) -> list[DomainEvent]:
    """The next deliveries, or the next decision that counted what was there before it. Nothing is left: no change."""
    definitions.share(session)
    delivery, made = shadow.position(session)
    command = next(iter(shadow.commands(session)[made:]), None)
    batch = kept.done_after(session, delivery, command.at if command else None, limit)
    if batch:
        inbox.play_again(session, batch, now=now)
        shadow.move(session, batch[-1].id, made)
    elif command is not None:
        missions.count_what_was_there(session, command.mission_id, command.award, now=now)
        shadow.move(session, delivery, made + 1)
    return []


def close(session: Session) -> list[DomainEvent]:
    """Decide the windows that were decided, and pay what was reached together."""
    for mission_id, window, settled_at in shadow.settlements(session):
        closing.settle(session, mission_id, window, now=settled_at)
        _pay(session, settled_at)
    return []


def pay(session: Session, *, now: datetime) -> list[DomainEvent]:
    """Pay what was reached together."""
    _pay(session, now)
    return []


def _pay(session: Session, now: datetime) -> None:
    while owed := waiting.owed(session):
        for pair in owed:
            closing.pay(session, pair, now=now)
