"""Setup: the rules, badges and missions a new Questboard begins with. Nothing here touches what is there already.

The scoring rules follow DESIGN §6: work is paid when it landed and somebody looked at it, each rule has a cap a day and
half pay before it, and no rule pays for lines, commits, prompts or hours.
"""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from sqlmodel import Session, select

from domain.events import DomainEvent, MissionPublished
from domain.specs import (
    Aggregate,
    BadgeSpec,
    BadgeTier,
    Filter,
    MissionSpec,
    RequirementSpec,
    ScoringRuleSpec,
    Window,
)
from domain.store import progress
from domain.store.tables import BadgeRow, MissionRow, ScoringRuleRow

RULES = (
    ScoringRuleSpec(
        id="merged-pull-request",
        title="Pull request merged by somebody else",
        metric="pull_request.merged",
        xp=50,
        full_until=150,
        cap=250,
        filters=(Filter(dimension="merged_by_other", values=("yes",)),),
    ),
    ScoringRuleSpec(
        id="review-with-substance",
        title="Review with substance",
        metric="review.submitted",
        xp=30,
        full_until=90,
        cap=150,
        filters=(Filter(dimension="substance", values=("yes",)),),
    ),
    ScoringRuleSpec(
        id="completed-issue", title="Issue completed", metric="issue.completed", xp=25, full_until=75, cap=125
    ),
    ScoringRuleSpec(
        id="published-release", title="Release published", metric="release.published", xp=80, full_until=80, cap=120
    ),
    ScoringRuleSpec(
        id="green-build",
        title="Build green at the first attempt",
        metric="workflow_run.succeeded",
        xp=5,
        full_until=20,
        cap=30,
    ),
)

BADGES = (
    BadgeSpec(
        id="first-light",
        name="First light",
        description="Landed a first pull request.",
        tier=BadgeTier.BRONZE,
        category="Shipping",
        art="spark",
    ),
    BadgeSpec(
        id="second-pair-of-eyes",
        name="Second pair of eyes",
        description="Gave ten reviews with substance.",
        tier=BadgeTier.SILVER,
        category="Helping",
        art="eye",
    ),
    BadgeSpec(
        id="release-captain",
        name="Release captain",
        description="Published three releases.",
        tier=BadgeTier.GOLD,
        category="Shipping",
        art="flag",
    ),
    BadgeSpec(
        id="polyglot",
        name="Polyglot",
        description="Landed work in three languages.",
        tier=BadgeTier.SILVER,
        category="Discovery",
        art="compass",
    ),
)

MISSIONS = (
    MissionSpec(
        title="First light",
        description="Land your first pull request here.",
        requirement=RequirementSpec(metric="pull_request.merged", threshold=1),
        xp=50,
        badge_id="first-light",
    ),
    MissionSpec(
        title="Helping hand",
        description="Somebody is waiting for your eyes. Review two pull requests today.",
        requirement=RequirementSpec(
            metric="review.submitted",
            threshold=2,
            filters=(Filter(dimension="substance", values=("yes",)),),
        ),
        window=Window.DAILY,
        xp=20,
    ),
    MissionSpec(
        title="A steady week",
        description="Land something small on three different days.",
        requirement=RequirementSpec(metric="pull_request.merged", aggregate=Aggregate.DISTINCT_DAYS, threshold=3),
        window=Window.WEEKLY,
        xp=80,
    ),
    MissionSpec(
        title="Second pair of eyes",
        description="Give ten reviews with substance.",
        requirement=RequirementSpec(
            metric="review.submitted",
            threshold=10,
            filters=(Filter(dimension="substance", values=("yes",)),),
        ),
        xp=120,
        badge_id="second-pair-of-eyes",
    ),
    MissionSpec(
        title="Polyglot",
        description="Land pull requests in repositories of three languages.",
        requirement=RequirementSpec(
            metric="pull_request.merged", aggregate=Aggregate.DISTINCT, dimension="language", threshold=3
        ),
        xp=100,
        badge_id="polyglot",
    ),
    MissionSpec(
        title="Release captain",
        description="Publish three releases.",
        requirement=RequirementSpec(metric="release.published", threshold=3),
        xp=150,
        badge_id="release-captain",
    ),
)


def seed(session: Session, *, now: datetime) -> list[DomainEvent]:
    """Put the defaults into an empty game: each kind only where there is none of it yet."""
    progress.own_definitions(session)
    if session.exec(select(ScoringRuleRow.id).limit(1)).first() is None:
        session.add_all(
            ScoringRuleRow(id=rule.id, version=1, spec=rule.model_dump(mode="json"), published_at=now) for rule in RULES
        )
    if session.exec(select(BadgeRow.id).limit(1)).first() is None:
        session.add_all(BadgeRow(id=badge.id, spec=badge.model_dump(mode="json")) for badge in BADGES)
    if session.exec(select(MissionRow.id).limit(1)).first() is not None:
        return []
    rows = [_published(spec, now) for spec in MISSIONS]
    session.add_all(rows)
    return [MissionPublished(row.id, spec.title) for row, spec in zip(rows, MISSIONS, strict=True)]


def _published(spec: MissionSpec, now: datetime) -> MissionRow:
    mission_id = uuid5(NAMESPACE_URL, f"questboard:mission:{spec.title}")
    return MissionRow(
        id=mission_id,
        family_id=mission_id,
        version=1,
        state="published",
        spec=spec.model_dump(mode="json"),
        created_at=now,
        published_at=now,
    )
