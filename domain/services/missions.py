"""Missions: drafted, published, revised, retired. A published version never changes."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from domain.errors import Invalid, NotFound, Refused
from domain.events import DomainEvent, InboxChanged, MissionPublished, MissionRetired
from domain.rules import unfit
from domain.rules.missions import goals
from domain.rules.seasons import in_season
from domain.rules.slugs import slug_of
from domain.services import catching_up, prerequisites
from domain.services.rights import require_admin
from domain.specs import Award, Kind, MissionSpec, RewardKind, RewardSpec
from domain.store import audit, definitions, progress, seasons
from domain.store.tables import BadgeRow, MissionRow, SeasonRow, TeamRow

MAX_SLUG = 60
GOODBYE = "This mission has ended before you could finish it. Your work still counts everywhere else."


def draft(
    session: Session,
    mission_id: UUID,
    spec: MissionSpec,
    *,
    slug: str | None = None,
    actor_id: UUID | None,
    now: datetime,
) -> list[DomainEvent]:
    """Keep a draft, or change one that is not published yet. Without a `slug` its name is made of the title."""
    _may(session, actor_id)
    _check_names(session, spec)
    row = session.get(MissionRow, mission_id, with_for_update=True)
    if row is None:
        session.add(_row(mission_id, mission_id, slug or _slug(session, spec), 1, spec, actor_id, now))
    elif row.state == "draft":
        _put(row, spec)
    else:
        raise Refused("This mission is published. Revise it to make the next version.")
    return []


def revise(
    session: Session, mission_id: UUID, new_id: UUID, spec: MissionSpec, *, actor_id: UUID | None, now: datetime
) -> list[DomainEvent]:
    """Draft the next version of a mission; the running one stays until that is published."""
    _may(session, actor_id)
    _check_names(session, spec)
    row = _row_of(session, mission_id)
    newest = session.exec(select(func.max(MissionRow.version)).where(MissionRow.family_id == row.family_id)).one()
    session.add(_row(new_id, row.family_id, row.slug, newest + 1, spec, actor_id, now))
    return []


def publish(
    session: Session,
    mission_id: UUID,
    *,
    award: Award = Award.FROM_NOW,
    at: datetime | None = None,
    actor_id: UUID | None,
    now: datetime,
) -> list[DomainEvent]:
    """Let a draft count from now, or from `at` on. The version that ran before is retired then.

    A next version goes on with what its predecessor counted, unless a start is set. With another `award` everything
    that ever happened counts too, and is rewarded in this transaction. Nothing that was earned is taken away.
    """
    _may(session, actor_id)
    definitions.own(session)
    row = _row_of(session, mission_id)
    spec = MissionSpec.model_validate(row.spec)
    begins = at if at is not None and at > now else now
    dated = _dated(session, spec)
    _check_publication(row, dated, award, begins, now)
    prerequisites.require(session, spec, begins)
    if spec.starts_at is not None and spec.starts_at < begins:
        spec = spec.model_copy(update={"starts_at": None})
        _put(row, spec)
    before = _running(session, row)
    row.counts_from = _counts_from(dated if spec.season else spec, before, award, begins)
    row.published_at, row.award = begins, award.value
    session.flush()  # the trigger compares with the published row: everything is settled before the state changes
    row.state = "published" if begins == now else "scheduled"
    events = [event for old in before for event in _end(session, old, actor_id, begins, now)]
    warned = {"warning": doubt} if (doubt := unfit.in_mission(spec)) else {}
    _note(session, f"mission.{row.state}", row, actor_id, now, award=award.value, at=begins.isoformat(), **warned)
    session.flush()
    if row.state == "scheduled":
        return events
    return [*events, MissionPublished(mission_id, spec.title), *_catch_up(session, row, award, now)]


def open_scheduled(session: Session, *, now: datetime) -> list[DomainEvent]:
    """Show what was scheduled for a time that has come. It has counted since that time, whenever this is called."""
    definitions.own(session)
    due = session.exec(
        select(MissionRow)
        .where(MissionRow.state == "scheduled", col(MissionRow.published_at) <= now)
        .order_by(col(MissionRow.published_at), col(MissionRow.id))
    ).all()
    over = session.exec(
        select(MissionRow).where(MissionRow.state == "published", col(MissionRow.retired_at) <= now)
    ).all()
    for old in over:
        old.state = "retired"
    for row in due:
        row.state = "published"
    session.flush()
    caught_up = [event for row in due for event in _catch_up(session, row, Award.FROM_NOW, now)]
    return [
        *(MissionRetired(old.id) for old in over),
        *(MissionPublished(row.id, row.spec["title"]) for row in due),
        *caught_up,
    ]


def retire(session: Session, mission_id: UUID, *, actor_id: UUID | None, now: datetime) -> list[DomainEvent]:
    """End a mission. What was earned stays; whoever was on the way is told, and the work counts everywhere else."""
    _may(session, actor_id)
    definitions.own(session)
    opened = open_scheduled(session, now=now) if definitions.is_due(session, now) else []  # it counts since its time
    row = _row_of(session, mission_id)
    if row.state == "retired":
        raise Refused("This mission is retired already.")
    told: list[UUID] = []
    if row.state == "scheduled":
        row.retired_at = row.published_at
        for old in _family(session, row, "published"):
            old.retired_at = None
    else:
        told = progress.say_goodbye(session, row.id, row.spec["title"], GOODBYE, now)
    return [*opened, *_end(session, row, actor_id, now, now), *map(InboxChanged, told)]


def _check_publication(row: MissionRow, spec: MissionSpec, award: Award, begins: datetime, now: datetime) -> None:
    if row.state != "draft":
        raise Refused(f"This mission is {row.state} already.")
    if spec.ends_at is not None and spec.ends_at <= begins:
        field = "season" if spec.season else "ends_at"
        raise Invalid("Please check the input.", {field: "This mission would be over before it begins."})
    if begins > now and award is not Award.FROM_NOW:
        raise Refused("A mission that begins later counts from then on. Publish it now to reward past work.")
    if spec.kind is Kind.QUEST and award is not Award.FROM_NOW:
        raise Refused("A quest counts what is done after it was accepted. It cannot reward past work.")


def _dated(session: Session, spec: MissionSpec) -> MissionSpec:
    """A season's mission with the start and the end of that, which everybody must know of."""
    if spec.season is None:
        return spec
    season = seasons.season(session, spec.season)
    if season is None or season.announced_at is None:
        raise Invalid("Please check the input.", {"season": "This season is not announced yet. Announce it first."})
    return in_season(spec, (season.spec.first, season.spec.last))


def _counts_from(spec: MissionSpec, before: list[MissionRow], award: Award, begins: datetime) -> datetime | None:
    if award is not Award.FROM_NOW:
        return spec.starts_at
    if spec.starts_at is not None and (spec.season is None or spec.starts_at > begins):
        return spec.starts_at
    return before[0].counts_from if before else begins


def count_what_was_there(session: Session, mission_id: UUID, award: Award, *, now: datetime) -> list[DomainEvent]:
    """The part of a publication that looks back, again."""
    return _catch_up(session, _row_of(session, mission_id), award, now)


def _catch_up(session: Session, row: MissionRow, award: Award, now: datetime) -> list[DomainEvent]:
    """What was there before: for a retroactive publication, a next version, and conditions that count for ever."""
    spec = MissionSpec.model_validate(row.spec)
    looks_back = any(goal.looks_back for goal in goals(spec).values())
    if spec.kind is Kind.QUEST or (row.counts_from == row.published_at and not looks_back):
        return []
    return catching_up.catch_up(
        session, definitions.mission(session, row.id), quietly=award is not Award.CELEBRATED, now=now
    )


def _running(session: Session, row: MissionRow) -> list[MissionRow]:
    """The version that is to be replaced."""
    if _family(session, row, "scheduled"):
        raise Refused("Another version of this mission is scheduled. Retire that one first.")
    return _family(session, row, "published")


def _family(session: Session, row: MissionRow, state: str) -> list[MissionRow]:
    return list(
        session.exec(select(MissionRow).where(MissionRow.family_id == row.family_id, col(MissionRow.state) == state))
    )


def _end(session: Session, row: MissionRow, actor_id: UUID | None, at: datetime, now: datetime) -> list[DomainEvent]:
    """Retire a version at `at`, which may lie ahead."""
    row.retired_at = row.retired_at or at
    _note(session, "mission.retired", row, actor_id, now, at=row.retired_at.isoformat())
    if at > now:
        return []
    row.state = "retired"
    return [MissionRetired(row.id)]


def _may(session: Session, actor_id: UUID | None) -> None:
    """The program itself (None) may define missions too: at setup, and from the command line."""
    if actor_id is not None:
        require_admin(session, actor_id)


def _row(
    mission_id: UUID,
    family_id: UUID,
    slug: str,
    version: int,
    spec: MissionSpec,
    actor_id: UUID | None,
    now: datetime,
) -> MissionRow:
    row = MissionRow(
        id=mission_id,
        family_id=family_id,
        slug=slug,
        version=version,
        spec={},
        metrics=[],
        created_by=actor_id,
        created_at=now,
    )
    _put(row, spec)
    return row


def _put(row: MissionRow, spec: MissionSpec) -> None:
    row.spec = spec.model_dump(mode="json")
    row.metrics = sorted(spec.metrics | {metric for goal in goals(spec).values() for metric in goal.metrics})


def _slug(session: Session, spec: MissionSpec) -> str:
    """A readable name that no other mission has: `a-steady-week`, `a-steady-week-2`."""
    base = slug_of(spec.title)[:MAX_SLUG].strip("-") or "mission"
    taken = set(session.exec(select(MissionRow.slug).where(col(MissionRow.slug).startswith(base, autoescape=True))))
    return next(name for number in range(1, len(taken) + 2) if (name := _numbered(base, number)) not in taken)


def _numbered(base: str, number: int) -> str:
    return base if number == 1 else f"{base}-{number}"


def _row_of(session: Session, mission_id: UUID) -> MissionRow:
    row = session.get(MissionRow, mission_id, with_for_update=True)
    if row is None:
        raise NotFound("There is no such mission.")
    return row


def _check_names(session: Session, spec: MissionSpec) -> None:
    """What the spec names must exist: badges, missions before it, teams."""
    problems = {
        where: "There is no such badge."
        for where, badge in badges_in(spec)
        if badge is not None and session.get(BadgeRow, badge) is None
    }
    slugs = set(session.exec(select(MissionRow.slug).where(col(MissionRow.slug).in_(spec.after))))
    if missing := [slug for slug in spec.after if slug not in slugs]:
        problems["after"] = f"There is no mission “{missing[0]}”."
    teams = set(session.exec(select(TeamRow.slug).where(col(TeamRow.slug).in_(spec.audience.teams))))
    if missing := [slug for slug in spec.audience.teams if slug not in teams]:
        problems["audience.teams"] = f"There is no team “{missing[0]}”."
    if spec.season is not None and session.get(SeasonRow, spec.season) is None:
        problems["season"] = "There is no such season."
    if problems:
        raise Invalid("Please check the input.", problems)


def badges_in(spec: MissionSpec) -> Iterator[tuple[str, str | None]]:
    """The badges that a mission gives, each with the place in the spec where it is named."""
    yield "badge_id", spec.badge_id
    yield from _badges_of("", spec.rewards)
    for at, tier in enumerate(spec.tiers):
        yield from _badges_of(f"tiers.{at}.", tier.rewards)
    for at, step in enumerate(spec.steps):
        yield f"steps.{at}.badge_id", step.badge_id
        yield from _badges_of(f"steps.{at}.", step.rewards)


def _badges_of(where: str, rewards: Iterable[RewardSpec]) -> Iterator[tuple[str, str | None]]:
    for at, reward in enumerate(rewards):
        if reward.kind is RewardKind.BADGE:
            yield f"{where}rewards.{at}.reference", reward.reference


def _note(session: Session, action: str, row: MissionRow, actor_id: UUID | None, now: datetime, **more: str) -> None:
    details = {"title": row.spec["title"], "slug": row.slug, "version": row.version, **more}
    audit.note(session, at=now, actor_id=actor_id, action=action, subject=str(row.id), details=details)
