"""Seasons: made and announced by admins. Once one has begun, its days and prizes stay."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.errors import Invalid, NotFound, Refused
from domain.events import DomainEvent, SeasonChanged
from domain.rules.seasons import over_at
from domain.services import boards
from domain.services.rights import require_admin
from domain.specs import RewardKind, SeasonSpec
from domain.store import audit, definitions, seasons
from domain.store.seasons import Season
from domain.store.tables import BadgeRow, SeasonRow

CHECK = "Please check the input."
STAYS = "This season has begun: its days and its prizes stay."


def put(
    session: Session, spec: SeasonSpec, *, is_new: bool = False, actor_id: UUID | None, now: datetime
) -> list[DomainEvent]:
    """Draft a season, or change the one of this id unless it has to be new. `actor_id` None is the program itself."""
    if actor_id is not None:
        require_admin(session, actor_id)
    definitions.own(session)
    there = seasons.season(session, spec.id)
    if there is not None and is_new:
        raise Invalid(CHECK, {"id": "Another season has this key."})
    if there is not None and there.spec == spec:
        return []
    _check(session, spec, there)
    wanted = spec.model_dump(mode="json")
    if there is None:
        session.add(SeasonRow(id=spec.id, spec=wanted, first=spec.first, last=spec.last))
        _note(session, "season.created", spec.id, actor_id, now, wanted)
    else:
        row = session.get_one(SeasonRow, spec.id)
        row.spec, row.first, row.last = wanted, spec.first, spec.last
        before = there.spec.model_dump(mode="json")
        changes = {name: {"from": before[name], "to": value} for name, value in wanted.items() if value != before[name]}
        _note(session, "season.changed", spec.id, actor_id, now, changes)
    session.flush()  # what names it is checked against the table
    return [SeasonChanged(spec.id), *boards.follow(session, spec, now=now)]


def announce(session: Session, season_id: str, *, actor_id: UUID | None, now: datetime) -> list[DomainEvent]:
    """Show a season to everybody. It opens by itself when its first day begins."""
    if actor_id is not None:
        require_admin(session, actor_id)
    definitions.own(session)
    there = _there(session, season_id)
    if there.announced_at is not None:
        raise Refused("This season is announced already.")
    if now >= over_at(there.spec.last):
        raise Refused("This season would be over before it begins.")
    session.get_one(SeasonRow, season_id).announced_at = now
    _note(session, "season.announced", season_id, actor_id, now, {"name": there.spec.name})
    return [SeasonChanged(season_id)]


def withdraw(session: Session, season_id: str, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Take an announcement back; what has begun, or is named by a published mission, goes on."""
    require_admin(session, actor_id)
    definitions.own(session)
    there = _there(session, season_id)
    if there.announced_at is None:
        raise Refused("This season is a draft already.")
    if there.opened_at is not None:
        raise Refused("This season has begun. It cannot be withdrawn.")
    if mission := seasons.named_by(session, season_id):
        raise Refused(f"The mission “{mission}” counts in this season. Retire it first.")
    session.get_one(SeasonRow, season_id).announced_at = None
    _note(session, "season.withdrawn", season_id, actor_id, now, {"name": there.spec.name})
    return [SeasonChanged(season_id)]


def _check(session: Session, spec: SeasonSpec, there: Season | None) -> None:
    problems: dict[str, str] = {}
    if other := seasons.at_once(session, spec.first, spec.last, spec.id):
        problems["first"] = f"“{other}” has some of these days. Seasons follow each other."
    for place, prize in enumerate(spec.prizes):
        named = {"badge_id": prize.badge_id} | {
            f"rewards.{at}.reference": reward.reference
            for at, reward in enumerate(prize.rewards)
            if reward.kind is RewardKind.BADGE
        }
        for where, badge in named.items():
            if badge is not None and session.get(BadgeRow, badge) is None:
                problems[f"prizes.{place}.{where}"] = "There is no such badge."
    if there is not None and there.opened_at is not None:
        problems |= dict.fromkeys(
            (name for name in ("first", "last", "prizes") if getattr(spec, name) != getattr(there.spec, name)), STAYS
        )
    elif there is not None and (spec.first, spec.last) != (there.spec.first, there.spec.last):
        problems |= _held_by(session, spec.id)
    if problems:
        raise Invalid(CHECK, problems)


def _held_by(session: Session, season_id: str) -> dict[str, str]:
    mission = seasons.named_by(session, season_id)
    return {"first": f"The mission “{mission}” counts in these days already, so they stay."} if mission else {}


def _there(session: Session, season_id: str) -> Season:
    found = seasons.season(session, season_id)
    if found is None:
        raise NotFound("There is no such season.")
    return found


def _note(
    session: Session, action: str, season_id: str, actor_id: UUID | None, now: datetime, details: Mapping[str, object]
) -> None:
    audit.note(session, at=now, actor_id=actor_id, action=action, subject=season_id, details=details)
