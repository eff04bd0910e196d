"""Teams: who works together, from when to when."""

from datetime import datetime
from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session, col, select

from domain.errors import Invalid, NotFound, Refused
from domain.events import DomainEvent, PlayerChanged, TeamChanged
from domain.services.rights import require_admin
from domain.specs import Name, PersonKind, Slug
from domain.store import audit, people
from domain.store.tables import PlayerRow, TeamMemberRow, TeamRow

_NAME, _SLUG = TypeAdapter(Name), TypeAdapter(Slug)


def create(
    session: Session, team_id: UUID, slug: str, name: str, *, actor_id: UUID, now: datetime
) -> list[DomainEvent]:
    """Found a team without members. `slug` is its readable name in missions."""
    require_admin(session, actor_id)
    problems = _problems(slug, name)
    if not problems and session.exec(select(TeamRow.id).where(TeamRow.slug == slug)).first():
        problems["slug"] = "Another team has this name."
    if problems:
        raise Invalid("Please check the input.", problems)
    session.add(TeamRow(id=team_id, slug=slug, name=_NAME.validate_python(name), created_at=now))
    _note(session, "team.created", team_id, actor_id, now, {"slug": slug, "name": name})
    return [TeamChanged(team_id)]


def join(session: Session, team_id: UUID, player_id: UUID, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Put a player into a team. What he does from now on counts for it."""
    require_admin(session, actor_id)
    player = session.get(PlayerRow, player_id, with_for_update=True)
    if session.get(TeamRow, team_id) is None or player is None:
        raise NotFound("There is no such team or player.")
    if player.kind != PersonKind.HUMAN:
        raise Refused("Only people can be in a team.")
    if _membership(session, team_id, player_id) is not None:
        raise Refused(f"{player.name} is in this team already.")
    since = people.after_the_last(session, now)
    session.add(TeamMemberRow(team_id=team_id, player_id=player_id, since=since))
    _note(session, "team.joined", team_id, actor_id, now, {"player": str(player_id)})
    return [TeamChanged(team_id), PlayerChanged(player_id)]


def leave(session: Session, team_id: UUID, player_id: UUID, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Take a player out of a team. What he did for it stays there."""
    require_admin(session, actor_id)
    session.get(PlayerRow, player_id, with_for_update=True)
    membership = _membership(session, team_id, player_id)
    if membership is None:
        raise Refused("This player is not in the team.")
    membership.until = people.after_the_last(session, now)
    _note(session, "team.left", team_id, actor_id, now, {"player": str(player_id)})
    return [TeamChanged(team_id), PlayerChanged(player_id)]


def _membership(session: Session, team_id: UUID, player_id: UUID) -> TeamMemberRow | None:
    return session.exec(
        select(TeamMemberRow).where(
            TeamMemberRow.team_id == team_id,
            TeamMemberRow.player_id == player_id,
            col(TeamMemberRow.until).is_(None),
        )
    ).one_or_none()


def _problems(slug: str, name: str) -> dict[str, str]:
    problems = {}
    for field, adapter, value, sentence in (
        ("slug", _SLUG, slug, "Small letters, digits and dashes, please."),
        ("name", _NAME, name, "Please fill this in, with at most 80 characters."),
    ):
        try:
            adapter.validate_python(value)
        except ValidationError:
            problems[field] = sentence
    return problems


def _note(session: Session, action: str, team_id: UUID, actor_id: UUID, now: datetime, details: dict[str, str]) -> None:
    audit.note(session, at=now, actor_id=actor_id, action=action, subject=str(team_id), details=details)
