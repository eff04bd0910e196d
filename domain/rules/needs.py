"""Needs: what is still missing of a requirement, where doing a little more of the same brings it nearer."""

from collections.abc import Iterator, Sequence

from domain.rules.derived import STREAK_LENGTH
from domain.rules.missions import prerequisite
from domain.rules.phrases import counted
from domain.rules.quests import Walked
from domain.rules.requirements import Progress, Reached, Verdict
from domain.specs import Aggregate, AllOf, AnyOf, Condition, MissionSpec, Operator, Requirement, can_be_lost
from domain.views import Need

#: The share of a branch and its needs; None where nothing that one does step by step brings it nearer.
_Branch = tuple[float, tuple[Need, ...] | None]


def of_mission(spec: MissionSpec, requirement: Requirement, progress: Progress) -> tuple[Need, ...]:
    """What is missing of a mission, branch by branch from left to right; of `any` the branch that is nearest.

    Nothing where it is reached, or may be lost again, or limited places decide, or a condition cannot be worked on step
    by step: it wants a burst within a stretch of time, one large value, or another mission first.
    """
    if spec.places is not None or can_be_lost(requirement) or progress.verdict is not Verdict.OPEN:
        return ()
    _, needs = _branch(requirement, iter(progress.reached))
    return needs or ()


def of_quest(spec: MissionSpec, steps: Sequence[Walked]) -> tuple[Need, ...]:
    """What is missing of a quest: of all its steps that are not done and not optional, in their order."""
    left = [one for one in steps if one.completed_at is None and not one.step.optional]
    found = [of_mission(spec, one.step.requirement, one.progress) for one in left]
    return tuple(need for needs in found for need in needs) if all(found) else ()


def _branch(requirement: Requirement, reached: Iterator[Reached]) -> _Branch:
    match requirement:
        case AllOf(all=inner):
            shares, found = zip(*[_branch(branch, reached) for branch in inner], strict=True)
            known = [needs for needs in found if needs is not None]
            whole = tuple(need for needs in known for need in needs)
            return sum(shares) / len(shares), whole if len(known) == len(found) else None
        case AnyOf(any=inner):
            return max([_branch(branch, reached) for branch in inner], key=lambda one: (one[1] is not None, one[0]))
        case _:
            return _condition(next(reached))


def _condition(reached: Reached) -> _Branch:
    condition = reached.condition
    if reached.holds:
        return 1.0, ()
    if condition.within or _is_one_large_value(condition) or prerequisite(condition):
        return reached.share, None
    goal = condition.threshold + (condition.operator is Operator.GT)
    missing = goal - max(reached.value, 0)
    need = Need(
        metric=condition.metric,
        aggregate=condition.aggregate,
        missing=missing,
        goal=goal,
        one=counted(condition, 1),
        many=counted(condition, 2),
        filtered=bool(condition.filters),
    )
    return reached.share, (need,)


def _is_one_large_value(condition: Condition) -> bool:
    return condition.aggregate is Aggregate.MAX and condition.metric != STREAK_LENGTH
