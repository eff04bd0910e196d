"""Duels in words: what one is about, and how far both sides are."""

from domain.rules.duels import Side, progress
from domain.rules.wording import counted, lines_of, outline
from domain.specs import Condition, Contest, DuelGoal, Operator
from domain.views import ConditionLine


def what(goal: DuelGoal) -> str:
    """ "Reviews · in acme/app" where more is more, "Who reaches 3 reviews" where there is a goal."""
    match goal:
        case DuelGoal(contest=Contest.MOST, requirement=Condition() as one):
            said = counted(one)
        case DuelGoal(requirement=Condition(operator=Operator.GTE) as one):
            said = f"who reaches {one.threshold:,} {counted(one, one.threshold)}"
        case DuelGoal(requirement=tree):
            said = f"who reaches {outline(tree)}"
    return said[:1].upper() + said[1:]


def how_far(goal: DuelGoal, side: Side) -> str:
    """What one thing comes to, of a team by average; of several the share that is done."""
    if not isinstance(goal.requirement, Condition):
        return f"{progress(goal, side).share:.0%}"
    (value,) = side.values
    return f"{value:,}" if side.people == 1 else f"{_average(side):,.1f}"


def shares(goal: DuelGoal, mine: Side, theirs: Side) -> tuple[float, float]:
    """How long the bars are: of the goal, or of whoever has more."""
    if goal.contest is Contest.REACH:
        return progress(goal, mine).share, progress(goal, theirs).share
    most = max(_average(mine), _average(theirs), 1)
    return _average(mine) / most, _average(theirs) / most


def steps(goal: DuelGoal, mine: Side) -> tuple[ConditionLine, ...]:
    """Each of several conditions; nothing where the number says it all."""
    alone = isinstance(goal.requirement, Condition) or mine.people != 1
    return () if alone else lines_of(goal.requirement, progress(goal, mine))


def _average(side: Side) -> float:
    return side.values[0] / max(side.people, 1)
