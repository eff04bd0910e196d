"""Milestones: each length of a streak that gives something is an achievement, published with the streak."""

from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlmodel import Session, col, select

from domain.events import DomainEvent
from domain.rules.derived import STREAK_LENGTH
from domain.rules.recommendations.streak_words import unit
from domain.services import missions
from domain.specs import Aggregate, Condition, Filter, Kind, Milestone, MissionSpec, StreakSpec
from domain.store.tables import MissionRow


def keep(session: Session, spec: StreakSpec, *, actor_id: UUID | None, now: datetime) -> list[DomainEvent]:
    """Publish those that are new or give something else now, and retire those that are gone. Nothing is taken away."""
    wanted = {_slug(spec, one): _mission(spec, one) for one in spec.milestones} if spec.on else {}
    events: list[DomainEvent] = []
    for slug, mission in wanted.items():
        events += _publish(session, slug, mission, actor_id, now)
    there = session.exec(
        select(MissionRow).where(
            col(MissionRow.slug).regexp_match(f"^{_slug(spec)}[0-9]+$"), MissionRow.state == "published"
        )
    )
    for row in there.all():
        if row.slug not in wanted:
            events += missions.retire(session, row.id, actor_id=actor_id, now=now)
    return events


def _slug(spec: StreakSpec, milestone: Milestone | None = None) -> str:
    return f"streak-{spec.id}-{milestone.length if milestone else ''}"


def _mission(spec: StreakSpec, milestone: Milestone) -> MissionSpec:
    return MissionSpec(
        title=f"{spec.title[:40]}: {milestone.length} {unit(spec, milestone.length)} in a row",
        description="A milestone of this streak. Weekends, holidays and time off never end it.",
        kind=Kind.ACHIEVEMENT,
        requirement=Condition(
            metric=STREAK_LENGTH,
            aggregate=Aggregate.MAX,
            threshold=milestone.length,
            filters=(Filter(dimension="streak", values=(spec.id,)),),
        ),
        xp=milestone.xp,
        coins=milestone.coins,
        badge_id=milestone.badge_id,
        rewards=milestone.rewards,
    )


def _publish(
    session: Session, slug: str, mission: MissionSpec, actor_id: UUID | None, now: datetime
) -> list[DomainEvent]:
    newest = session.exec(
        select(MissionRow).where(MissionRow.slug == slug).order_by(col(MissionRow.version).desc())
    ).first()
    if newest is None:
        new_id = uuid5(NAMESPACE_URL, f"questboard:{slug}")
        missions.draft(session, new_id, mission, slug=slug, actor_id=actor_id, now=now)
    elif newest.state == "published" and MissionSpec.model_validate(newest.spec) == mission:
        return []
    else:
        new_id = uuid5(NAMESPACE_URL, f"questboard:{slug}:{newest.version + 1}")
        missions.revise(session, newest.id, new_id, mission, actor_id=actor_id, now=now)
    session.flush()  # what is published is looked up by its id
    return missions.publish(session, new_id, actor_id=actor_id, now=now)
