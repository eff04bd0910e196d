"""Reasons: why something is recommended, in a sentence that a player reads."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from domain.rules.recommendations.chances import Habit, Habits, habit_for
from domain.rules.recommendations.hours import is_working_time
from domain.specs import Aggregate, Kind, Scope
from domain.views import MissionCard, Need, Standing, StreakView

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
#: An end that is further away is not mentioned.
SOON = timedelta(days=7)


def of_mission(card: MissionCard, habits: Habits, last: date | None, here: datetime) -> str:
    """Why a mission, a quest or an achievement is near: “Two more reviews: you usually do four a week.”"""
    if card.kind is Kind.QUEST:
        return _sentence(_quest(card))
    what = _listed(card.needs, begun=_is_begun(card))
    if card.scope is not Scope.PERSONAL:
        return _sentence(f"{_together(card)}: {what} to go")
    if not is_working_time(here):
        return _sentence(f"{what}, when you are back at work")
    usual = _usual(card.needs[0], habit_for(card.needs[0], card, habits), habits.working_days(here.date()) / 5)
    if last is not None and last - here.date() < SOON:
        return _sentence(
            f"ends {_day(last, here.date())}; {_listed(card.needs, begun=False)} {_verb(card.needs)} missing"
        )
    return _sentence(f"{what}: {usual}" if usual else f"{what}, and it is done")


def of_streak(streak: StreakView) -> str:
    """Why to do anything today."""
    return _sentence(f"anything that lands today makes it {number(streak.length + 1)} working days in a row")


def number(amount: int) -> str:
    """A number as one writes it in a sentence: in words up to twelve."""
    return _WORDS[amount] if 0 <= amount < len(_WORDS) else f"{amount:,}"


def _quest(card: MissionCard) -> str:
    first = card.needs[0]
    if card.standing is Standing.NOT_STARTED:
        steps = len(card.steps)
        return f"a quest of {number(steps)} step{'s' * (steps > 1)} that begins with {_amount(first)}"
    return f"your next step: {_amount(first, more=first.missing < first.goal)}"


def _listed(needs: Sequence[Need], *, begun: bool) -> str:
    amounts = [_amount(need, more=begun) for need in needs[:2]]
    return " and ".join(amounts) if len(needs) < 3 else f"{', '.join(amounts)} and a little more"


def _amount(need: Need, *, more: bool = False) -> str:
    """What is missing: "two more reviews"."""
    things = need.one if need.missing == 1 else need.many
    return f"{number(need.missing)} {'more ' * more}{things}"


def _verb(needs: Sequence[Need]) -> str:
    return "is" if len(needs) == 1 and needs[0].missing == 1 else "are"


def _is_begun(card: MissionCard) -> bool:
    return any(need.missing < need.goal for need in card.needs)


def _together(card: MissionCard) -> str:
    return card.team or "your team" if card.scope is Scope.TEAM else "all of us together"


def _usual(need: Need, habit: Habit | None, weeks: float) -> str | None:
    """How often somebody does it: "you usually do four a week"."""
    done = _done(need, habit) if habit else 0
    if weeks < 2 or done <= 0:
        return None
    if done >= weeks:
        return f"you usually {_do(need)} {number(round(done / weeks))} a week"
    return (
        f"you did {number(done)} in the last {number(round(weeks))} weeks"
        if need.aggregate is Aggregate.COUNT
        else None
    )


def _done(need: Need, habit: Habit) -> int:
    match need.aggregate:
        case Aggregate.COUNT:
            return habit.times
        case Aggregate.SUM:
            return habit.total
        case Aggregate.DISTINCT_DAYS:
            return habit.days
        case _:
            return 0


def _do(need: Need) -> str:
    return {Aggregate.SUM: "earn", Aggregate.DISTINCT_DAYS: "have"}.get(need.aggregate, "do")


def _day(day: date, today: date) -> str:
    return "today" if day == today else "tomorrow" if day == today + timedelta(days=1) else f"on {day:%A}"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
