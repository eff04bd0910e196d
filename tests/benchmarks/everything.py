"""Everything switched on: what multiplies XP, every streak, an experiment, a season, boards of all that is counted."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from sqlmodel import Session

from domain.events import DomainEvent
from domain.services import boards, boosts, experiments, factors, seasons, streaks
from domain.specs import (
    SHIPPED_STREAKS,
    BoardSpec,
    BoostScope,
    BoostSpec,
    ExperimentSpec,
    FactorsSpec,
    Measure,
    Membership,
    Milestone,
    Period,
    Ranked,
    SeasonSpec,
)
from tests.benchmarks import histories

#: One in so many is premium, and as many are standard members.
MEMBERS = 5
#: Before the histories begin, so that all of it holds for all of them.
BEFORE = histories.BEGINNING - timedelta(days=4)


def switch_on(session: Session, *, admin: UUID, everybody: Sequence[UUID]) -> list[DomainEvent]:
    """Whatever changes what work is worth, or is kept in step with it, is on when the histories begin."""
    _multiply(session, admin, everybody)
    for spec in SHIPPED_STREAKS:
        milestones = () if spec.is_presence else (Milestone(length=5, xp=5), Milestone(length=20, xp=20))
        streaks.define(
            session, spec.model_copy(update={"on": True, "milestones": milestones}), actor_id=admin, now=BEFORE
        )
    _measure(session, admin)
    return []


def _multiply(session: Session, admin: UUID, everybody: Sequence[UUID]) -> None:
    factors.put(session, FactorsSpec(memberships=True, streaks=True, per_level=2), actor_id=admin, now=BEFORE)
    for level, first in ((Membership.PREMIUM, 0), (Membership.STANDARD, 1)):
        for player in everybody[first::MEMBERS]:
            factors.set_membership(session, player, level, actor_id=admin, now=BEFORE)
    team = uuid5(NAMESPACE_OID, "team 0")
    for number, (scope, subject) in enumerate(((BoostScope.EVERYONE, None), (BoostScope.TEAM, team))):
        begin = histories.BEGINNING + timedelta(days=20 * number)
        boost = BoostSpec(
            title="Spring", scope=scope, subject_id=subject, factor=1_200, starts_at=begin,
            ends_at=begin + timedelta(days=40),
        )  # fmt: skip
        boosts.schedule(session, uuid5(NAMESPACE_OID, f"boost {number}"), boost, actor_id=admin, now=BEFORE)


def _measure(session: Session, admin: UUID) -> None:
    first = histories.BEGINNING.date()
    trial = ExperimentSpec.model_validate(
        {
            "id": "reviews", "title": "Reviews", "question": "More of them?", "rule": "review-with-substance",
            "variants": [{"key": "more", "title": "More", "xp": 35, "full_until": 105, "cap": 175}],
            "first": first, "last": first + timedelta(days=60), "outcome": "review.submitted",
        }
    )  # fmt: skip
    experiments.put(session, trial, actor_id=admin, now=BEFORE)
    experiments.start(session, trial.id, actor_id=admin, now=BEFORE)
    season = SeasonSpec(id="spring", name="Spring", first=first, last=first + timedelta(days=80))
    seasons.put(session, season, actor_id=admin, now=BEFORE)
    seasons.announce(session, season.id, actor_id=admin, now=BEFORE)
    for measure in Measure:
        metric = "review.submitted" if measure in {Measure.METRIC_COUNT, Measure.METRIC_SUM} else None
        for period in (Period.DAY, Period.WEEK, Period.MONTH, Period.SEASON):
            spec = BoardSpec(
                key=f"{measure}-{period}".replace("_", "-"), title=f"{measure} {period}", measure=measure,
                metric=metric, period=period, ranked=Ranked.EVERYONE,
            )  # fmt: skip
            boards.put(session, spec, actor_id=admin, now=BEFORE)
