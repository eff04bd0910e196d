"""Packs: what one holds comes into force; what it does not name is left alone."""

from collections.abc import Collection, Iterator
from datetime import datetime
from graphlib import TopologicalSorter
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlmodel import Session, col, select

from domain.errors import Invalid, Refused
from domain.events import BadgeChanged, DomainEvent
from domain.rules import unfit
from domain.rules.packs import Change, Difference, Pack, PackedMission, circles, diff
from domain.services import missions, scoring_rules, seasons, shop, streaks
from domain.services.badges import fixed
from domain.services.rights import require_admin
from domain.specs import BadgeSpec, OfferSpec, ScoringRuleSpec, SeasonSpec, StreakSpec
from domain.store import audit, definitions
from domain.store import seasons as stored_seasons
from domain.store.queries.packs import current
from domain.store.tables import BadgeRow, MissionRow


def apply(session: Session, pack: Pack, *, actor_id: UUID | None, now: datetime) -> list[DomainEvent]:
    """Bring the installation in line with a pack. `actor_id` None is the program itself, from the command line.

    Badges change in place. A scoring rule or a mission that differs gets its next version, which counts from now on.
    What is as it should be is not touched, so that applying a pack again does nothing.
    """
    if actor_id is not None:
        require_admin(session, actor_id)
    definitions.own(session)
    installed = current(session)
    changes = {(change.kind, change.id): change for change in diff(pack, installed, now=now) if _matters(change)}
    wanted = [mission for mission in _in_order(pack, installed) if ("mission", mission.id) in changes]
    events: list[DomainEvent] = []
    for badge in pack.badges:
        if change := changes.get(("badge", badge.id)):
            events += _put_badge(session, badge)
            _note(session, "badge", change, pack, actor_id, now)
    for rule in pack.scoring_rules:
        if change := changes.get(("scoring rule", rule.id)):
            _revise(session, rule, now)
            _note(session, "scoring_rule", change, pack, actor_id, now)
    session.flush()  # missions and seasons name badges, which have to be there
    events += _put_the_rest(session, pack, changes, actor_id, now)
    return [*events, *(event for mission in wanted for event in _publish(session, mission, actor_id, now))]


def _put_the_rest(
    session: Session, pack: Pack, changes: Collection[tuple[str, str]], actor_id: UUID | None, now: datetime
) -> list[DomainEvent]:
    """Streaks, seasons and offers that differ."""
    events: list[DomainEvent] = []
    for streak in pack.streaks:
        if ("streak", streak.id) in changes:
            events += _define(session, streak, actor_id, now)
    for season in pack.seasons:
        if ("season", season.id) in changes:
            events += _announce(session, season, actor_id, now)
    for offer in pack.offers:
        if ("offer", offer.id) in changes:
            events += _offer(session, offer, actor_id, now)
    return events


def _matters(change: Change) -> bool:
    return change.difference is not Difference.UNCHANGED


def _in_order(pack: Pack, installed: Pack) -> Iterator[PackedMission]:
    """The missions of a pack, each behind those it waits for."""
    after = {mission.id: mission.after for mission in (*installed.missions, *pack.missions)}
    for circle in circles(after):
        raise Invalid(f"These missions wait for each other: {' → '.join(circle)}.")
    entries = {mission.id: mission for mission in pack.missions}
    for slug in TopologicalSorter({slug: entry.after for slug, entry in entries.items()}).static_order():
        if slug in entries:
            yield entries[slug]


def _put_badge(session: Session, badge: BadgeSpec) -> list[DomainEvent]:
    row, wanted = session.get(BadgeRow, badge.id), badge.model_dump(mode="json")
    if row is None:
        session.add(BadgeRow(id=badge.id, spec=wanted))
        return []
    before = BadgeSpec.model_validate(row.spec).model_dump(mode="json")
    if kept := fixed(session, badge.id, {name for name, value in wanted.items() if value != before[name]}):
        raise Invalid(f"badges → {badge.id} → {kept[0]}: Somebody has earned this badge, so this stays.")
    row.spec = wanted
    return [BadgeChanged(badge.id)]


def _define(session: Session, spec: StreakSpec, actor_id: UUID | None, now: datetime) -> list[DomainEvent]:
    try:
        return streaks.define(session, spec, actor_id=actor_id, now=now)
    except (Invalid, Refused) as error:
        said = " ".join(error.fields.values()) if isinstance(error, Invalid) else ""
        raise type(error)(f"streaks → {spec.id}: {said or error.sentence}") from None


def _offer(session: Session, spec: OfferSpec, actor_id: UUID | None, now: datetime) -> list[DomainEvent]:
    try:
        return shop.put(session, spec, actor_id=actor_id, now=now)
    except Invalid as error:
        raise Invalid(f"offers → {spec.id}: {' '.join(error.fields.values())}") from None


def _announce(session: Session, spec: SeasonSpec, actor_id: UUID | None, now: datetime) -> list[DomainEvent]:
    """Let a season be as the pack says, for everybody to see."""
    try:
        events = seasons.put(session, spec, actor_id=actor_id, now=now)
        there = stored_seasons.season(session, spec.id)
        if there is None or there.announced_at is None:
            events += seasons.announce(session, spec.id, actor_id=actor_id, now=now)
    except (Invalid, Refused) as error:
        said = " ".join(error.fields.values()) if isinstance(error, Invalid) else ""
        raise type(error)(f"seasons → {spec.id}: {said or error.sentence}") from None
    return events


def _revise(session: Session, rule: ScoringRuleSpec, now: datetime) -> None:
    try:
        scoring_rules.add_version(session, rule, now)
    except (Invalid, Refused) as error:
        said = " ".join(error.fields.values()) if isinstance(error, Invalid) else ""
        raise type(error)(f"scoring_rules → {rule.id}: {said or error.sentence}") from None


def _publish(session: Session, mission: PackedMission, actor_id: UUID | None, now: datetime) -> list[DomainEvent]:
    """Let a mission, or the next version of it, count from now on. A refusal says which mission it is about."""
    try:
        new_id = _draft(session, mission, actor_id, now)
        return missions.publish(session, new_id, actor_id=actor_id, now=now)
    except (Invalid, Refused) as error:
        said = " ".join(error.fields.values()) if isinstance(error, Invalid) else ""
        raise type(error)(f"missions → {mission.id}: {said or error.sentence}") from None


def _draft(session: Session, mission: PackedMission, actor_id: UUID | None, now: datetime) -> UUID:
    newest = session.exec(
        select(MissionRow).where(MissionRow.slug == mission.id).order_by(col(MissionRow.version).desc())
    ).first()
    name = f"questboard:mission:{mission.id}"
    if newest is None:
        new_id = uuid5(NAMESPACE_URL, name)
        missions.draft(session, new_id, mission.spec, slug=mission.id, actor_id=actor_id, now=now)
    else:
        new_id = uuid5(NAMESPACE_URL, f"{name}:{newest.version + 1}")
        missions.revise(session, newest.id, new_id, mission.spec, actor_id=actor_id, now=now)
    session.flush()  # what is published is looked up by its id
    return new_id


def _note(session: Session, kind: str, change: Change, pack: Pack, actor_id: UUID | None, now: datetime) -> None:
    details: dict[str, object] = {"pack": pack.name, "changes": list(change.details)}
    rule = next((one for one in pack.scoring_rules if kind == "scoring_rule" and one.id == change.id), None)
    if rule is not None and (doubt := unfit.in_rule(rule)):
        details["warning"] = doubt
    action = f"{kind}.{change.difference}"
    audit.note(session, at=now, actor_id=actor_id, action=action, subject=change.id, details=details)
