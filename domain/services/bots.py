"""Bots and agents: an admin lists their logins, before or after they were first seen.

People are numbers and logins are names, so a login meets an account once: a new account that goes by a listed login is
a bot's or an agent's from its beginning, and stays so under whatever name it goes later. An account that was met before
is one from the moment its login is listed: what came in before that counts, what comes in later does not.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.errors import Refused
from domain.events import DomainEvent
from domain.services import players
from domain.services.rights import require_admin
from domain.specs import BotSpec, PersonKind
from domain.store import audit, bots, definitions
from domain.store.bots import Met


def enlist(session: Session, spec: BotSpec, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Say that a login is a bot's or an agent's. It earns nothing from now on."""
    require_admin(session, actor_id)
    _own(session)
    before = bots.kind_of(session, spec.provider, spec.login)
    if before is spec.kind:
        raise Refused(f"{spec.login} is on the list already.")
    met = bots.met(session, spec.provider, spec.login)
    for one in met:
        _check(one)
    bots.put(session, spec, actor_id, now)
    details = {"kind": spec.kind.value, "from": before.value if before else None}
    _note(session, "bot.listed", spec.provider, spec.login, details, actor_id, now)
    return _change(session, (one for one in met if one.kind is not spec.kind), spec.kind, actor_id, now)


def take_off(session: Session, provider: str, login: str, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Take a login off the list. Who goes by it is a person, for what comes in from now on."""
    require_admin(session, actor_id)
    _own(session)
    kind = bots.kind_of(session, provider, login)
    if kind is None:
        raise Refused(f"{login} is not on the list any more.")
    bots.drop(session, provider, login)
    _note(session, "bot.unlisted", provider, login, {"kind": kind.value}, actor_id, now)
    met = bots.met(session, provider, login)
    return _change(session, (one for one in met if one.kind is kind), PersonKind.HUMAN, actor_id, now)


def _own(session: Session) -> None:
    """Nobody meets an account between the list and its kind."""
    definitions.share(session)
    bots.own(session)


def _check(one: Met) -> None:
    if one.is_admin:
        raise Refused(f"{one.name} is an admin. Take the role first, if this is a bot.")
    if one.accounts > 1:
        raise Refused(f"{one.name} has other accounts as well. Say under People what {one.name} is.")


def _change(
    session: Session, whose: Iterable[Met], kind: PersonKind, actor_id: UUID, now: datetime
) -> list[DomainEvent]:
    changes: Sequence[list[DomainEvent]] = [
        players.set_kind(session, one.id, kind=kind, actor_id=actor_id, now=now) for one in whose
    ]
    return [event for change in changes for event in change]


def _note(
    session: Session,
    action: str,
    provider: str,
    login: str,
    details: dict[str, str | None],
    actor_id: UUID,
    now: datetime,
) -> None:
    audit.note(session, at=now, actor_id=actor_id, action=action, subject=f"{provider}:{login}", details=details)
