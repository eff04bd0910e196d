"""Factors: what multiplies XP, as an admin sets it. A change holds from a day on that has begun nowhere yet."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.errors import NotFound, Refused
from domain.events import DomainEvent, PlayerChanged
from domain.services.rights import require_admin
from domain.specs import FactorsSpec, Membership, PersonKind
from domain.store import audit, definitions, people
from domain.store.factors import OFF, history, next_day
from domain.store.queries.game import level_curve
from domain.store.tables import FactorsRow, MembershipRow, PlayerRow


def put(session: Session, spec: FactorsSpec, *, actor_id: UUID | None, now: datetime) -> list[DomainEvent]:
    """Set what multiplies XP from the next day on. Days before stay paid as they are, also for work that comes late."""
    if actor_id is not None:
        require_admin(session, actor_id)
    definitions.own(session)
    newest = next((old for _, old in reversed(history(session))), OFF)
    curve = level_curve(session)
    spec = spec.model_copy(update={"curve": (curve.first, curve.increase)} if spec.adds else {})
    if newest == spec:
        return []
    since = next_day(now)
    row = session.get(FactorsRow, since) or FactorsRow(since=since, spec={}, at=now)
    row.spec, row.at = spec.model_dump(mode="json"), now
    session.add(row)
    details = {"from": newest.model_dump(mode="json"), "to": row.spec, "since": str(since)}
    audit.note(session, at=now, actor_id=actor_id, action="game.factors", subject="game", details=details)
    return []


def follow_curve(session: Session, *, actor_id: UUID | None, now: datetime) -> None:
    """Let what levels add go by the level curve that was chosen now, from the next day on."""
    newest = next((spec for _, spec in reversed(history(session))), OFF)
    if newest.adds:
        put(session, newest, actor_id=actor_id, now=now)


def set_membership(
    session: Session, player_id: UUID, level: Membership, *, actor_id: UUID, now: datetime
) -> list[DomainEvent]:
    """Name what a player is from the next day on. Nobody does this for himself."""
    require_admin(session, actor_id)
    if player_id == actor_id:
        raise Refused("You cannot choose your own membership. Ask another admin.")
    definitions.share(session)
    people.lock(session, [player_id])
    player = session.get(PlayerRow, player_id)
    if player is None or player.kind != PersonKind.HUMAN:
        raise NotFound("There is no such player.")
    since = next_day(now)
    row = session.get(MembershipRow, (player_id, since)) or MembershipRow(
        player_id=player_id, since=since, level="", at=now
    )
    row.level, row.at = level.value, now
    session.add(row)
    details = {"player": player.login, "membership": level.value, "since": str(since)}
    audit.note(session, at=now, actor_id=actor_id, action="player.membership", subject=str(player_id), details=details)
    return [PlayerChanged(player_id)]
