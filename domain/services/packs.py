"""Packs: what one holds comes into force; what it does not name is left alone."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from graphlib import TopologicalSorter
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlmodel import Session, col, select

from domain.errors import Invalid, Refused
from domain.events import BadgeChanged, DomainEvent
from domain.rules import unfit
from domain.rules.packs import (
    KINDS,
    SETTINGS,
    Change,
    Difference,
    Pack,
    PackedBoard,
    PackedFactors,
    PackedMission,
    circles,
    diff,
)
from domain.services import (
    boards,
    duels,
    experiments,
    factors,
    game,
    judging,
    leagues,
    missions,
    scoring_rules,
    seasons,
    shop,
    streaks,
)
from domain.services.badges import fixed
from domain.services.rights import require_admin
from domain.specs import BadgeSpec, GameRules, SeasonSpec
from domain.store import audit, definitions
from domain.store import seasons as stored_seasons
from domain.store.queries.game import rules
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
            with _told("scoring_rules", rule.id):
                scoring_rules.add_version(session, rule, now)
            _note(session, "scoring_rule", change, pack, actor_id, now)
    session.flush()  # missions and seasons name badges, which have to be there
    events += _put_the_rest(session, pack, changes, actor_id, now)
    return [*events, *(event for mission in wanted for event in _publish(session, mission, actor_id, now))]


def _put_the_rest(
    session: Session, pack: Pack, changes: Collection[tuple[str, str]], actor_id: UUID | None, now: datetime
) -> list[DomainEvent]:
    """What differs of everything else, each by the verb with which an admin would have changed it."""
    events: list[DomainEvent] = []
    for section, put in _ENTRIES.items():
        for entry in getattr(pack, section):
            if (KINDS[section], entry.id) in changes:
                with _told(section, entry.id):
                    events += put(session, entry, actor_id=actor_id, now=now)
    for name, put in _SETTINGS.items():
        if (SETTINGS[name], "") in changes:
            with _told(name):
                events += put(session, getattr(pack, name), actor_id=actor_id, now=now)
    return events


@contextmanager
def _told(*path: str) -> Iterator[None]:
    """Let a refusal say what it is about."""
    try:
        yield
    except (Invalid, Refused) as error:
        said = " ".join(error.fields.values()) if isinstance(error, Invalid) else ""
        raise type(error)(f"{' → '.join(path)}: {said or error.sentence}") from None


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


def _announce(session: Session, spec: SeasonSpec, *, actor_id: UUID | None, now: datetime) -> list[DomainEvent]:
    """Let a season be as the pack says, for everybody to see."""
    events = seasons.put(session, spec, actor_id=actor_id, now=now)
    there = stored_seasons.season(session, spec.id)
    if there is None or there.announced_at is None:
        events += seasons.announce(session, spec.id, actor_id=actor_id, now=now)
    return events


def _rank(session: Session, board: PackedBoard, *, actor_id: UUID | None, now: datetime) -> list[DomainEvent]:
    return boards.put(session, board.spec, actor_id=actor_id, now=now)


def _shape(session: Session, wanted: GameRules, *, actor_id: UUID | None, now: datetime) -> list[DomainEvent]:
    """Let each verb set what of it is different."""
    before, events = rules(session), list[DomainEvent]()
    if wanted.streaks != before.streaks:
        events += streaks.switch(session, on=wanted.streaks, actor_id=actor_id, now=now)
    if wanted.cap_by_hand != before.cap_by_hand:
        events += game.set_cap_by_hand(session, wanted.cap_by_hand, actor_id=actor_id, now=now)
    days, by_itself = wanted.hold_days, wanted.holds_by_itself
    if (days, by_itself) != (before.hold_days, before.holds_by_itself):
        events += judging.set_holds(session, days=days, by_itself=by_itself, actor_id=actor_id, now=now)
    return events


def _multiply(session: Session, spec: PackedFactors, *, actor_id: UUID | None, now: datetime) -> list[DomainEvent]:
    return factors.put(session, spec.spec, actor_id=actor_id, now=now)


#: How the entries of a section come into force; what others name comes before these.
_ENTRIES: Mapping[str, Callable[..., list[DomainEvent]]] = {
    "streaks": streaks.define,
    "seasons": _announce,
    "boards": _rank,
    "offers": shop.put,
    "experiments": experiments.put,
}
_SETTINGS: Mapping[str, Callable[..., list[DomainEvent]]] = {
    "game": _shape,
    "league": leagues.define,
    "levels": game.set_curve,
    "factors": _multiply,
    "duels": duels.set_rules,
}


def _publish(session: Session, mission: PackedMission, actor_id: UUID | None, now: datetime) -> list[DomainEvent]:
    """Let a mission, or the next version of it, count from now on."""
    with _told("missions", mission.id):
        new_id = _draft(session, mission, actor_id, now)
        return missions.publish(session, new_id, actor_id=actor_id, now=now)


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
