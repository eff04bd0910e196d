"""Replaying: everything kept is played again, in the shadow, by the services that play it live."""

from datetime import datetime

from sqlmodel import Session

from domain.events import DomainEvent
from domain.services import closing, correcting, inbox, merging, missions
from domain.store import definitions, shadow
from domain.store import inbox as kept
from domain.store.queries import closing as waiting
from domain.store.shadow import Command, Merged, Published, Reversed, Settled
from domain.store.tables import MergerRow, ReversalRow


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
        _again(session, command, now)
        shadow.move(session, delivery, made + 1)
    return []


def _again(session: Session, command: Command, now: datetime) -> None:
    _pay(session, command.at)
    match command:
        case Published(mission_id=mission_id, award=award):
            missions.count_what_was_there(session, mission_id, award, now=now)
        case Settled(at=at, mission_id=mission_id, period=window):
            closing.settle(session, mission_id, window, now=at)
        case Reversed(at=at, mission_id=mission_id, player_id=player_id, period=window, reason=why, actor_id=actor):
            row = ReversalRow(
                mission_id=mission_id, player_id=player_id, period=window, reason=why, actor_id=actor, at=at
            )
            correcting.take_back(session, row, now=at)
        case Merged(at=at, from_id=source, into_id=target, accounts=accounts, actor_id=actor):
            merger = MergerRow(from_id=source, into_id=target, accounts=accounts, actor_id=actor, at=at)
            merging.take_over(session, merger, now=at)


def pay(session: Session, *, now: datetime) -> list[DomainEvent]:
    """Pay what was reached together."""
    _pay(session, now)
    return []


def _pay(session: Session, now: datetime) -> None:
    while owed := waiting.owed(session):
        for pair in owed:
            closing.pay(session, pair, now=now)
