"""What players would see of a mission with some progress made."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from domain.rules import quests
from domain.rules.missions import MISSION_COMPLETED, goals
from domain.rules.quests import Walked
from domain.rules.requirements import Progress, measure
from domain.rules.rewards import name_of
from domain.rules.wording import lines_of, summary
from domain.specs import (
    Aggregate,
    AllOf,
    AnyOf,
    Condition,
    Kind,
    MissionSpec,
    NotOf,
    Operator,
    Requirement,
    Scope,
    Window,
    conditions,
)
from domain.views import ConditionLine, MissionCard, Standing, StepLine

#: How much of each goal the example shows as done.
EXAMPLE_SHARE = 0.6


def example_card(mission_id: UUID, spec: MissionSpec, badges: Mapping[str, str]) -> MissionCard:
    """The card of `spec` in the middle of things; `badges` has the names of badges."""
    blank = unfinished_card(mission_id, spec.title, spec.description, spec.kind)
    card = replace(
        blank,
        window=spec.window,
        scope=spec.scope,
        team="Your team" if spec.scope is Scope.TEAM else None,
        places=spec.places,
        xp=spec.xp,
        coins=spec.coins,
        more=tuple(name_of(one, badges) for one in spec.rewards),
        badge_name=badges.get(spec.badge_id or ""),
        ends_at=spec.ends_at,
    )
    return _with_steps(card, spec, badges) if spec.kind is Kind.QUEST else _with_goal(card, spec)


def unfinished_card(mission_id: UUID, title: str, description: str, kind: Kind) -> MissionCard:
    """The card of a form that still has mistakes."""
    return MissionCard(
        id=mission_id,
        title=title,
        description=description,
        kind=kind,
        window=Window.ONCE,
        scope=Scope.PERSONAL,
        progress=0,
        line="Not finished yet",
        conditions=(),
        steps=(),
        standing=Standing.IN_PROGRESS,
        tier=None,
        team=None,
        places=None,
        xp=0,
        badge_name=None,
        ends_at=None,
        completed_at=None,
    )


def _with_goal(card: MissionCard, spec: MissionSpec) -> MissionCard:
    """The goal, or that of the first tier."""
    goal = next(iter(goals(spec).values())).requirement
    progress = partly(goal)
    several = lines_of(goal, progress) if len(progress.reached) > 1 else tuple[ConditionLine, ...]()
    card = replace(card, progress=progress.share, line=summary(goal, progress), conditions=several)
    if not spec.tiers:
        return card
    first, *_ = spec.tiers
    return replace(card, tier=first.tier, xp=first.xp, coins=first.coins)


def _with_steps(card: MissionCard, spec: MissionSpec, badges: Mapping[str, str]) -> MissionCard:
    """The first step is the one that is worked on."""
    first, *rest = quests.walk(spec.steps, ())
    walked = (replace(first, progress=partly(first.step.requirement)), *rest)
    steps = tuple(_step(one, badges) for one in walked)
    return replace(card, progress=quests.share(walked), line=f"0 of {len(steps)} steps", steps=steps)


def _step(walked: Walked, badges: Mapping[str, str]) -> StepLine:
    step = walked.step
    return StepLine(
        title=step.title,
        line=summary(step.requirement, walked.progress),
        share=walked.progress.share,
        optional=step.optional,
        open=walked.open,
        xp=step.xp,
        coins=step.coins,
        badge_name=badges.get(step.badge_id or ""),
        completed_at=None,
    )


def partly(requirement: Requirement) -> Progress:
    """Some progress in each of its conditions; what must come before is done, nothing else is reached."""
    wanted = tuple(conditions(requirement))
    progress = measure(_counting(requirement), [{"": _some(condition)} for condition in wanted])
    reached = (replace(one, condition=condition) for one, condition in zip(progress.reached, wanted, strict=True))
    return replace(progress, reached=tuple(reached))


def _some(condition: Condition) -> int:
    if condition.metric == MISSION_COMPLETED and condition.ever:
        return condition.threshold
    goal = condition.threshold + (condition.operator is Operator.GT)
    return max(0, min(goal - 1, round(goal * EXAMPLE_SHARE)))


def _counting(requirement: Requirement) -> Requirement:
    """The same tree with conditions that only count, whose tallies are one number each."""
    match requirement:
        case AllOf(all=inner):
            return AllOf(all=tuple(map(_counting, inner)))
        case AnyOf(any=inner):
            return AnyOf(any=tuple(map(_counting, inner)))
        case NotOf(not_=branch):
            return NotOf(not_=_counting(branch))
        case _:
            return requirement.model_copy(update={"aggregate": Aggregate.COUNT, "dimension": None, "within": None})
