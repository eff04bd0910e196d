"""Players: signing in and out, and what they and their admins decide about them."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import available_timezones

from sqlmodel import Session, col, delete, select, update

from domain.errors import Invalid, NotFound, Refused
from domain.events import DomainEvent, PlayerChanged, PlayerJoined, SessionRevoked
from domain.rules.history import changed
from domain.rules.zones import zone_at
from domain.services import visits
from domain.services.rights import require_admin
from domain.specs import Person, PersonKind, Role
from domain.store import audit, definitions, people, standings
from domain.store.tables import PlayerRow, SessionRow

SESSION_LIFETIME = timedelta(days=30)
SEEN_EVERY = timedelta(minutes=10)


def token_hash(token: str) -> bytes:
    """What is kept of a session's token."""
    return hashlib.sha256(token.encode()).digest()


def sign_in(
    session: Session,
    person: Person,
    *,
    name: str,
    avatar_url: str | None,
    admin: bool,
    token: str,
    user_agent: str,
    now: datetime,
) -> list[DomainEvent]:
    """Open a session for `token`; somebody who is new joins. `admin` grants the role, its absence takes nothing."""
    accounts, joined = people.identify(session, [person], now, signs_in=True)
    player = _player(session, accounts[person.provider, person.subject])
    if player.kind != PersonKind.HUMAN:
        raise Refused("Bots and coding agents cannot sign in.")
    player.name, player.login, player.avatar_url = (name.strip() or person.login)[:80], person.login, avatar_url
    if admin and not player.is_admin:
        _give_role(player, admin=True, now=now)
        audit.note(
            session,
            at=now,
            actor_id=None,
            action="player.made_admin",
            subject=str(player.id),
            details={"by": "settings"},
        )
    session.exec(delete(SessionRow).where(col(SessionRow.expires_at) < now))
    session.add(
        SessionRow(
            token_hash=token_hash(token),
            handle=secrets.token_hex(8),
            player_id=player.id,
            user_agent=user_agent[:200],
            created_at=now,
            seen_at=now,
            expires_at=now + SESSION_LIFETIME,
        )
    )
    visits.note(session, player.id, now=now)
    return [*(PlayerJoined(player_id) for player_id in joined), PlayerChanged(player.id)]


def seen(session: Session, token: str, *, now: datetime) -> list[DomainEvent]:
    """Note that a session is in use, at most every `SEEN_EVERY`."""
    found = session.exec(
        update(SessionRow)
        .where(col(SessionRow.token_hash) == token_hash(token), col(SessionRow.seen_at) < now - SEEN_EVERY)
        .values(seen_at=now)
        .returning(col(SessionRow.player_id))
    ).first()
    if found is not None:
        visits.note(session, found[0], now=now)
    return []


def sign_out(session: Session, token: str) -> list[DomainEvent]:
    """Close the session of `token`; its open pages are told."""
    row = session.get(SessionRow, token_hash(token))
    return _close(session, row) if row is not None else []


def revoke_session(session: Session, handle: str, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Close one of one's own sessions, or as an admin anybody's."""
    row = session.exec(select(SessionRow).where(SessionRow.handle == handle)).one_or_none()
    if row is None:
        raise NotFound("This browser is signed out already.")
    if row.player_id != actor_id:
        require_admin(session, actor_id)
        audit.note(session, at=now, actor_id=actor_id, action="session.revoked", subject=str(row.player_id), details={})
    return _close(session, row)


def change_profile(
    session: Session,
    player_id: UUID,
    *,
    timezone: str,
    hidden: bool,
    recommendations: bool | None = None,
    shows_badges: bool | None = None,
    shows_streak: bool | None = None,
    paused: bool | None = None,
    now: datetime,
) -> list[DomainEvent]:
    """Move to another time zone, from now on, hide, pause, do without recommendations, or say what others see.

    None leaves these as they are.
    """
    if timezone not in available_timezones():
        raise Invalid("Please check the input.", {"timezone": "There is no such time zone."})
    definitions.share(session)
    player = _player(session, player_id)
    if player.kind in {PersonKind.MERGED, PersonKind.ERASED}:
        raise NotFound("There is no such player.")
    if zone_at(player.zones, now).key != timezone:
        player.zones = changed(player.zones, timezone, people.after_the_last(session, now))
    player.hidden = hidden
    choices = {
        "recommendations": recommendations,
        "shows_badges": shows_badges,
        "shows_streak": shows_streak,
        "paused": paused,
    }
    for name, choice in choices.items():
        if choice is not None:
            setattr(player, name, choice)
    session.flush()  # the boards read it
    standings.renew(session, [player_id])
    return [PlayerChanged(player_id)]


def set_admin(session: Session, player_id: UUID, *, admin: bool, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Give or take the admin role. Nobody takes it from himself: one admin always remains."""
    player = _player_for_admin(session, player_id, actor_id)
    if player_id == actor_id and not admin:
        raise Refused("You cannot take the admin role from yourself. Ask another admin.")
    _give_role(player, admin=admin, now=people.after_the_last(session, now))
    action = "player.made_admin" if admin else "player.no_longer_admin"
    audit.note(session, at=now, actor_id=actor_id, action=action, subject=str(player_id), details={})
    return [PlayerChanged(player_id)]


def set_kind(
    session: Session, player_id: UUID, *, kind: PersonKind, actor_id: UUID, now: datetime
) -> list[DomainEvent]:
    """Say that an account is a bot, a coding agent or a person. Bots and agents earn nothing from now on."""
    definitions.share(session)
    player = _player_for_admin(session, player_id, actor_id)
    if player_id == actor_id and kind is not PersonKind.HUMAN:
        raise Refused("You would lock yourself out. Ask another admin.")
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        action="player.kind",
        subject=str(player_id),
        details={"from": player.kind, "to": kind.value},
    )
    since = people.after_the_last(session, now)
    player.kind, player.kinds = kind.value, changed(player.kinds, kind.value, since)
    session.flush()  # the boards read it
    standings.renew(session, [player_id])
    return [PlayerChanged(player_id)]


def _give_role(player: PlayerRow, *, admin: bool, now: datetime) -> None:
    player.is_admin = admin
    player.roles = changed(player.roles, (Role.ADMIN if admin else Role.PLAYER).value, now)


def _player_for_admin(session: Session, player_id: UUID, actor_id: UUID) -> PlayerRow:
    """The player, if the actor is an admin. Both are locked: two admins cannot depose each other at once."""
    people.lock(session, {player_id, actor_id})
    require_admin(session, actor_id)
    player = _player(session, player_id)
    if player.kind == PersonKind.ERASED:
        raise NotFound("There is no such player.")
    if player.kind == PersonKind.MERGED:
        raise Refused("This account was merged into another one, which carries on for it.")
    return player


def _player(session: Session, player_id: UUID) -> PlayerRow:
    player = session.get(PlayerRow, player_id, with_for_update=True)
    if player is None:
        raise NotFound("There is no such player.")
    return player


def _close(session: Session, row: SessionRow) -> list[DomainEvent]:
    session.delete(row)
    return [SessionRevoked(row.player_id, row.handle)]
