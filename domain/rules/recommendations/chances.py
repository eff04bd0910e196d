"""Chances: how likely it is that what is missing gets done within the working days that are left.

How often somebody did a thing in recent weeks is the rate of a Poisson process that is not known exactly: a gamma
distribution of the shape `times + HINT` over `working days + PATIENCE`. The chance that k more happen in time is then
the tail of a negative binomial distribution (Gelman et al., Bayesian Data Analysis, 2.6). Closeness, habit and the time
that is left stand in this one number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil

from domain.specs import Aggregate, Kind, Window
from domain.views import MissionCard, Need, StreakView

#: What is assumed before anything is known: a little, which four weeks of work outweigh. Tuned on two real histories
#: (`python -m tests.benchmarks recommendations`).
HINT, PATIENCE = 0.02, 20.0
#: More than this is no next step.
MANY = 100


@dataclass(frozen=True, slots=True)
class Habit:
    """How often somebody did a thing lately, what that came to, on how many days, and on which day last."""

    times: int
    total: int
    days: int
    latest: date


@dataclass(frozen=True, slots=True)
class Habits:
    """What somebody did lately, by metric. `since` is the first day that is looked at, or on which he was there."""

    of: Mapping[str, Habit]
    since: date

    def working_days(self, today: date) -> float:
        """How many working days lie between: five in seven, and one at least."""
        return max(1.0, (today - self.since) / timedelta(days=7) * 5)


def habit_for(need: Need, card: MissionCard, habits: Habits) -> Habit | None:
    """How often somebody does what a mission needs.

    Where not everything of a metric counts, all that did since the mission began is the most of it that he does.
    """
    habit = habits.of.get(need.metric)
    if habit is None or not need.filtered or card.window is not Window.ONCE or card.kind is Kind.QUEST:
        return habit
    done = need.goal - need.missing
    return replace(habit, times=min(habit.times, done), days=min(habit.days, done)) if done else None


def chance(need: Need, habit: Habit | None, streak: StreakView, *, over: float, left: int, today: date) -> float:
    """The chance, from 0 to 1, that a need is met within `left` working days, after a habit `over` so many."""
    match need.aggregate:
        case Aggregate.MAX:
            return keeping(streak) ** need.missing if streak.length and need.missing <= left - streak.today else 0.0
        case Aggregate.DISTINCT_DAYS:
            free = left - (habit is not None and habit.latest == today)
            return _tail(need.missing, habit.days if habit else 0, over, free) if need.missing <= free else 0.0
        case Aggregate.COUNT:
            return _tail(need.missing, habit.times if habit else 0, over, left)
        case Aggregate.SUM:
            if habit is None or habit.total <= 0:
                return 0.0
            return _tail(ceil(need.missing * habit.days / habit.total), habit.days, over, left)
        case Aggregate.DISTINCT:
            return _tail(need.missing, 0, over, left)


def keeping(streak: StreakView) -> float:
    """The chance that a working day is an active one, going by the recent ones before today."""
    before = [active for _, active in streak.recent[:-1]]
    return (sum(before) + 1) / (len(before) + 2)


def _tail(missing: int, times: int, over: float, left: int) -> float:
    """P(at least `missing` in `left` days) after `times` in `over` days."""
    if missing > MANY or left <= 0:
        return 0.0
    shape, rate = times + HINT, over + PATIENCE
    odds = left / (rate + left)
    term = (rate / (rate + left)) ** shape
    below = 0.0
    for number in range(missing):
        below += term
        term *= (shape + number) / (number + 1) * odds
    return max(0.0, 1.0 - below)
