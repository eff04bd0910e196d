"""Follows: whom somebody follows, and whom he lets follow him. Two who follow each other are friends."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.errors import NotFound, Refused
from domain.events import DomainEvent, FollowsChanged, InboxChanged
from domain.services.rights import require_here
from domain.specs import PersonKind
from domain.store import awards, people
from domain.store.tables import FollowRow, PlayerRow

ON, OFF, REFUSED = "on", "off", "refused"


def follow(session: Session, followed_id: UUID, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Follow somebody who can be found and does not refuse it. He is told the first time.

    Raises `NotFound` for whoever hides: nobody learns that he is there.
    """
    if actor_id == followed_id:
        raise Refused("You cannot follow yourself.")
    people.lock(session, [actor_id, followed_id])
    require_here(session, actor_id)
    if not _is_seen(session, followed_id):
        raise NotFound("There is no such player.")
    row = session.get(FollowRow, (actor_id, followed_id))
    if row is not None and row.state == REFUSED:
        raise Refused("This person would rather not be followed by you.")
    if row is not None and row.state == ON:
        return []
    is_new = row is None
    _put(session, row, actor_id, followed_id, ON, now)
    if not is_new or not _is_seen(session, actor_id):
        return _changed(actor_id, followed_id)
    back = session.get(FollowRow, (followed_id, actor_id))
    friends = back is not None and back.state == ON
    text = "You are friends now." if friends else "Follow back, and you are friends."
    awards.tell_of(session, followed_id, now, "follow", "{who} follows you", text, by=actor_id)
    return [*_changed(actor_id, followed_id), InboxChanged(followed_id)]


def unfollow(session: Session, followed_id: UUID, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Follow somebody no longer. Nobody is told."""
    people.lock(session, [actor_id, followed_id])
    require_here(session, actor_id)
    row = session.get(FollowRow, (actor_id, followed_id))
    if row is None or row.state != ON:
        return []
    _put(session, row, actor_id, followed_id, OFF, now)
    return _changed(actor_id, followed_id)


def refuse(session: Session, follower_id: UUID, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Do not let somebody follow, from now on. He is not told."""
    if actor_id == follower_id:
        raise Refused("That is you.")
    people.lock(session, [actor_id, follower_id])
    require_here(session, actor_id)
    row = session.get(FollowRow, (follower_id, actor_id))
    if row is None and not _is_seen(session, follower_id):
        raise NotFound("There is no such player.")
    _put(session, row, follower_id, actor_id, REFUSED, now)
    return _changed(actor_id, follower_id)


def allow(session: Session, follower_id: UUID, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Let somebody follow again who was refused; whether he does is his to decide."""
    people.lock(session, [actor_id, follower_id])
    require_here(session, actor_id)
    row = session.get(FollowRow, (follower_id, actor_id))
    if row is None or row.state != REFUSED:
        return []
    _put(session, row, follower_id, actor_id, OFF, now)
    return _changed(actor_id, follower_id)


def _put(
    session: Session, row: FollowRow | None, follower_id: UUID, followed_id: UUID, state: str, now: datetime
) -> None:
    if row is None:
        session.add(FollowRow(follower_id=follower_id, followed_id=followed_id, state=state, at=now))
    else:
        row.state, row.at = state, now


def _is_seen(session: Session, player_id: UUID) -> bool:
    player = session.get(PlayerRow, player_id)
    return player is not None and player.kind == PersonKind.HUMAN and not player.hidden


def _changed(*players: UUID) -> list[DomainEvent]:
    return [FollowsChanged(player) for player in players]
