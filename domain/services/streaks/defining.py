"""What streaks there are, and who sees them."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, select

from domain.errors import Invalid, NotFound, Refused
from domain.events import DomainEvent, PlayerChanged, Resync
from domain.services import milestones
from domain.services.rights import require_admin
from domain.services.streaks.retelling import again, wait
from domain.specs import StreakSpec
from domain.store import audit, facts, streaks
from domain.store.queries import streaks as queries
from domain.store.queries.game import level_curve
from domain.store.tables import GameRow, PlayerRow
from domain.store.tables import StreakVersionRow as VersionRow


def define(
    session: Session, spec: StreakSpec, *, is_new: bool = False, actor_id: UUID | None, now: datetime
) -> list[DomainEvent]:
    """Make a streak, or change one; lengths follow at once. What it counts stays once it was on."""
    if actor_id is not None:
        require_admin(session, actor_id)
    at = wait(session, now)
    old = streaks.definition(session, spec.id)
    if is_new and old is not None:
        raise Invalid("Please check the input.", {"id": "Another streak has this key."})
    if old == spec:
        return []
    if old is not None and old != spec and queries.was_on(session, spec.id):
        same = (old.metrics, old.least, old.cadence) == (spec.metrics, spec.least, spec.cadence)
        if not same:
            raise Refused("What a streak counts stays once it was on. Make another one for something else.")
    version = 1 + len(session.exec(select(VersionRow.version).where(VersionRow.streak == spec.id)).all())
    row = VersionRow(streak=spec.id, version=version, spec=spec.model_dump(mode="json"), at=at)
    details = _differences(old, spec)
    action = "streak.changed" if old else "streak.created"
    audit.note(session, at=at, actor_id=actor_id, action=action, subject=spec.id, details=details)
    events = redefine(session, row, now=at)
    return [*events, *milestones.keep(session, spec, actor_id=actor_id, now=at + timedelta.resolution)]


def redefine(session: Session, row: VersionRow, *, now: datetime) -> list[DomainEvent]:
    """The definition itself, and what follows from it for everybody; nothing where it only reads otherwise."""
    old = streaks.definition(session, row.streak)

    def put() -> None:
        session.add(row)

    is_the_same = old is not None and _walks(old) == _walks(StreakSpec.model_validate(row.spec))
    everybody = [] if is_the_same else facts.players_with(session, ["streak.length"])
    return [*again(session, everybody, put, since=date.min, now=now, streak=row.streak), Resync()]


def _walks(spec: StreakSpec) -> tuple[object, ...]:
    """What lengths depend on."""
    return (spec.on, spec.metrics, spec.least, spec.cadence, spec.grace, spec.repair)


def show(session: Session, player_id: UUID, *, shown: bool, now: datetime) -> list[DomainEvent]:  # noqa: ARG001
    """Let a player see his streaks, or none of them. They go on unseen."""
    player = session.get(PlayerRow, player_id, with_for_update=True)
    if player is None:
        raise NotFound("There is no such player.")
    player.streaks = shown
    return [PlayerChanged(player_id)]


def switch(session: Session, *, on: bool, actor_id: UUID | None, now: datetime) -> list[DomainEvent]:
    """Show streaks in this game, or nowhere. Missions that count them go on."""
    if actor_id is not None:
        require_admin(session, actor_id)
    game = session.get(GameRow, 1) or GameRow(id=1, curve=level_curve(session).model_dump())
    details = {"from": game.streaks, "to": on}
    game.streaks = on
    session.add(game)
    audit.note(session, at=now, actor_id=actor_id, action="game.streaks", subject="game", details=details)
    return [Resync()]


def _differences(old: StreakSpec | None, new: StreakSpec) -> dict[str, object]:
    after = new.model_dump(mode="json")
    if old is None:
        return after
    before = old.model_dump(mode="json")
    return {name: {"from": before[name], "to": value} for name, value in after.items() if value != before[name]}
