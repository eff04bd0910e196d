"""Erasing: somebody leaves, and nothing that names him stays. His numbers stay, as a stranger's."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from domain.errors import Invalid, NotFound, Refused
from domain.events import DomainEvent, KudosSaid, PlayerChanged, SessionRevoked
from domain.rules.erasing import SOMEBODY, Traces
from domain.rules.history import changed
from domain.services.rights import require_admin
from domain.sources.kudos import PROVIDER
from domain.specs import PersonKind, Role
from domain.store import audit, definitions, erasures, inbox, naming, people, season_ends, shadow, standings
from domain.store.naming import Looked
from domain.store.tables import ErasureRow, IdentityRow, PlayerRow, SessionRow, TeamMemberRow

#: How long somebody may think better of it.
COOLING_OFF = timedelta(days=7)


def ask(session: Session, confirmation: str, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Ask to be erased, after a week to think about it; `confirmation` is one's own login, typed."""
    people.lock(session, [actor_id])
    player = _person(session, actor_id)
    if confirmation.strip().lstrip("@").casefold() != player.login.casefold():
        raise Invalid("Please check the input.", {"confirmation": f"Please type {player.login}."})
    _leave_an_admin(session, player)
    if session.get(ErasureRow, actor_id) is None:
        session.add(ErasureRow(player_id=actor_id, asked_at=now, due_at=now + COOLING_OFF, actor_id=actor_id))
        audit.note(
            session, at=now, actor_id=actor_id, action="player.asks_to_be_erased", subject=str(actor_id), details={}
        )
    return [PlayerChanged(actor_id)]


def stay(session: Session, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Think better of it."""
    people.lock(session, [actor_id])
    row = session.get(ErasureRow, actor_id)
    if row is None or row.done_at is not None:
        return []
    session.delete(row)
    audit.note(session, at=now, actor_id=actor_id, action="player.stays", subject=str(actor_id), details={})
    return [PlayerChanged(actor_id)]


def look(session: Session, player_id: UUID) -> Looked:
    """Read what is kept, for `erase` to need no time for it: afterwards it looks only at what came meanwhile."""
    return naming.look(session, _known(session, erasures.same_person(session, player_id)))


def at_once(
    session: Session, player_id: UUID, *, looked: Looked | None = None, actor_id: UUID, now: datetime
) -> list[DomainEvent]:
    """Erase somebody who asked an admin for it, without waiting."""
    require_admin(session, actor_id)
    if actor_id == player_id:
        raise Refused("Ask for it on your profile page, or ask another admin.")
    definitions.own(session)
    people.lock(session, [player_id])
    player = _person(session, player_id)
    _leave_an_admin(session, player)
    row = session.get(ErasureRow, player_id) or ErasureRow(
        player_id=player_id, asked_at=now, due_at=now, actor_id=actor_id
    )
    row.due_at, row.actor_id = max(row.asked_at, now), actor_id
    session.add(row)
    session.flush()
    return erase(session, player_id, looked=looked, now=now)


def erase(session: Session, player_id: UUID, *, looked: Looked | None = None, now: datetime) -> list[DomainEvent]:
    """Do it, once, if it is due. What came in before is applied first.

    Every text that names the person changes in the same way everywhere, so that a replay reads what was kept and comes
    to the same end. Work waits meanwhile: for seconds where what is kept was `looked` through before.
    """
    definitions.own(session)
    if inbox.is_pending(session, now):
        raise Refused("Some deliveries have not been applied yet. Please try again in a moment.")
    if season_ends.is_being_decided(session):
        raise Refused("A season is being closed. Please try again in a moment.")
    row = session.get(ErasureRow, player_id, with_for_update=True)
    if row is None or row.done_at is not None or row.due_at > now:
        return []
    his = erasures.same_person(session, player_id)
    people.lock(session, his)
    audit.note(session, at=now, actor_id=row.actor_id, action=audit.ERASED, subject=str(player_id), details={})
    row.done_at = now
    events = _close(session, his)
    known = _known(session, his)
    erasures.begin(session)
    traces, deliveries = naming.looked_again(session, known, looked)
    shadow.drop(session)  # a replay that was stopped holds copies
    session.flush()
    erasures.mark_gone(session, traces.stand_ins, now)
    naming.redact(session, traces, deliveries)
    erasures.forget(session, his, traces)
    _become_nobody(session, his, traces, now)
    erasures.sweep(session, traces)
    standings.renew(session, his)
    return [*events, KudosSaid(player_id), *(PlayerChanged(one) for one in his)]


def _close(session: Session, his: list[UUID]) -> list[DomainEvent]:
    rows = session.exec(select(SessionRow).where(col(SessionRow.player_id).in_(his))).all()
    for row in rows:
        session.delete(row)
    return [SessionRevoked(row.player_id, row.handle) for row in rows]


def _known(session: Session, his: list[UUID]) -> Traces:
    """All that names him, but for his addresses, which are found beside his accounts."""
    token = secrets.token_hex(4)
    players = session.exec(select(PlayerRow).where(col(PlayerRow.id).in_(his))).all()
    accounts = session.exec(select(IdentityRow).where(col(IdentityRow.player_id).in_(his))).all()
    of_tools = sorted((one.provider, one.subject) for one in accounts if one.provider != PROVIDER)
    return Traces(
        stand_ins={account: f"gone-{token}-{number}" for number, account in enumerate(of_tools, 1)},
        logins=sorted({*(one.login for one in players), *(one.login for one in accounts)} - {""}),
        names=sorted({one.name for one in players} - {""}),
        emails=(),
        alias=f"gone-{token}",
    )


def _become_nobody(session: Session, his: list[UUID], traces: Traces, now: datetime) -> None:
    for player in session.exec(select(PlayerRow).where(col(PlayerRow.id).in_(his))):
        since = people.after_the_last(session, now)
        if player.kind != PersonKind.MERGED:
            player.kind, player.kinds = PersonKind.ERASED.value, changed(player.kinds, PersonKind.ERASED.value, since)
        if player.is_admin:
            player.is_admin, player.roles = False, changed(player.roles, Role.PLAYER.value, since)
        player.name, player.login, player.avatar_url = SOMEBODY, traces.alias, None
        player.hidden, player.sample, player.last_activity_at = True, False, None
    for membership in session.exec(
        select(TeamMemberRow).where(col(TeamMemberRow.player_id).in_(his), col(TeamMemberRow.until).is_(None))
    ):
        membership.until = people.after_the_last(session, now)
    session.flush()


def _leave_an_admin(session: Session, player: PlayerRow) -> None:
    others = select(PlayerRow.id).where(
        col(PlayerRow.is_admin), PlayerRow.kind == PersonKind.HUMAN.value, PlayerRow.id != player.id
    )
    if player.is_admin and session.exec(others).first() is None:
        raise Refused("You are the only admin. Make somebody else one first.")


def _person(session: Session, player_id: UUID) -> PlayerRow:
    player = session.get(PlayerRow, player_id)
    if player is None or player.kind in {PersonKind.MERGED, PersonKind.ERASED}:
        raise NotFound("There is no such player.")
    return player
