"""What multiplies work, against a naive oracle in fractions."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import permutations, takewhile

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.factors import Worth, added, in_a_row, lengthened, level_of, stacked, step, worth
from domain.rules.scoring import hour_of, pay, within_hours
from domain.specs import FactorsSpec, Membership, Stacking, StreakStep
from tests.factories import NOW

PERMILLE = st.integers(1_000, 5_000)
BOOSTS = st.lists(PERMILLE, max_size=4)
STEPS = ((5, 1_100), (10, 1_200), (60, 1_500))
MONDAY = date(2026, 11, 16)
DAYS = st.sets(st.integers(0, 40).map(lambda day: MONDAY + timedelta(days=day)))
ON = FactorsSpec(memberships=True, streaks=True)


@given(st.integers(0, 10_000), PERMILLE, st.integers(0, 80), BOOSTS, st.sampled_from(Stacking))
def test_work_is_worth_the_exact_product_rounded_down(
    base: int, member: int, streak: int, boosts: list[int], stacking: Stacking
) -> None:
    spec = ON.model_copy(update={"standard": member, "stacking": stacking})
    found = worth(base, spec, Membership.STANDARD, [("b", one) for one in boosts])

    of_streak = {day: Fraction(11 + at, 10) for at, day in enumerate((5, 10, 20, 40, 60))}
    multiplier = max((factor for day, factor in of_streak.items() if day <= streak), default=Fraction(1))
    exact = base * Fraction(member, 1_000) * multiplier * stacked(boosts, stacking)
    assert found.at(streak) <= exact < found.at(streak) + 1
    assert Worth.read({"each": base, **orjson.loads(orjson.dumps(found.said()))}).at(streak) == found.at(streak)


@given(st.integers(0, 200), st.integers(0, 50), st.integers(0, 50), st.integers(1, 400), st.integers(0, 80))
def test_a_level_adds_its_bonus_behind_what_multiplies(
    base: int, per_level: int, most: int, level: int, streak: int
) -> None:
    spec = ON.model_copy(update={"per_level": per_level, "most_bonus": most, "curve": (70, 3)})
    found = worth(base, spec, Membership.PREMIUM, [("b", 1_300)])
    without = worth(base, ON, Membership.PREMIUM, [("b", 1_300)])

    naive = 0
    for _ in range(2, level + 1):
        naive = min(naive + per_level, most)
    assert found.at(streak, level) == without.at(streak) + (naive if base else 0)
    assert found.at(streak) == without.at(streak)
    assert Worth.read({"each": base, **orjson.loads(orjson.dumps(found.said()))}) == found
    assert added({"each": -base, "back": True, **found.said()}, streak, level) == -found.at(streak, level)


def test_a_level_is_told_by_the_curve_of_the_bonus() -> None:
    assert [level_of(xp, (100, 50)) for xp in (0, 99, 100, 249, 250)] == [1, 1, 2, 2, 3]
    assert [level_of(xp, (10, 0)) for xp in (9, 10, 20)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("stacking", "factor"),
    [(Stacking.HIGHEST, Fraction(2)), (Stacking.ADDITIVE, Fraction(5, 2)), (Stacking.COMPOUND, Fraction(3))],
)
def test_boosts_stack_as_they_are_told_to(stacking: Stacking, factor: Fraction) -> None:
    assert stacked([2_000, 1_500], stacking) == factor
    assert stacked([], stacking) == 1
    assert stacked([5_000] * 3, Stacking.COMPOUND) == 10


def test_a_step_holds_until_the_next_one() -> None:
    assert [step(STEPS, days) for days in (0, 4, 5, 9, 10, 59, 60, 900)] == [
        1_000, 1_000, 1_100, 1_100, 1_200, 1_200, 1_500, 1_500,
    ]  # fmt: skip


def test_what_multiplies_nothing_is_not_said() -> None:
    assert worth(50, FactorsSpec(), Membership.PREMIUM, []) == Worth(50)
    assert Worth(50).said() == {}
    assert added({"each": -7, "base": 7, "back": True, "steps": [[1, 2_000]]}, 3) == -14


def test_steps_rise() -> None:
    down = (StreakStep(days=5, factor=1_200), StreakStep(days=10, factor=1_100))
    for steps in (down, down[::-1]):
        with pytest.raises(ValueError, match="Each step of a streak"):
            FactorsSpec(steps=steps)


@given(DAYS, st.integers(0, 45).map(lambda day: MONDAY + timedelta(days=day)))
def test_working_days_in_a_row_are_those_before_the_first_without_work(days: set[date], until: date) -> None:
    back = (until - timedelta(days=at) for at in range(60))
    working = (day for day in back if day.isoweekday() <= 5)
    assert in_a_row(days, until) == len(list(takewhile(days.__contains__, working)))


def test_a_weekend_ends_no_run_and_lengthens_none() -> None:
    week = {MONDAY + timedelta(days=day) for day in range(7)}
    assert [in_a_row(week, MONDAY + timedelta(days=day)) for day in (4, 5, 6, 7)] == [5, 5, 5, 0]


@given(DAYS, DAYS)
def test_the_days_that_become_longer_are_those_whose_length_differs(before: set[date], new: set[date]) -> None:
    naive = {day: (in_a_row(before, day), in_a_row(before | new, day)) for day in before}
    assert lengthened(before, new) == {day: both for day, both in naive.items() if both[0] != both[1]}


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 60)), max_size=5), st.integers(1, 100))
def test_caps_of_hours_commute_with_each_other_and_with_that_of_the_day(
    work: list[tuple[str, int]], hour_cap: int
) -> None:
    totals = set()
    for order in permutations(work):
        hours: dict[str, int] = {}
        paid = 0
        for hour, each in order:
            before = pay(60, 90, within_hours(hours, hour_cap))
            hours[hour] = hours.get(hour, 0) + each
            paid += pay(60, 90, within_hours(hours, hour_cap)) - before
        totals.add(paid)
    assert totals == {pay(60, 90, sum(min(hour_cap, sum(x for h, x in work if h == hour)) for hour in "abc"))}


def test_an_hour_is_one_of_the_clock_of_utc() -> None:
    assert hour_of(NOW) == f"{NOW:%Y-%m-%dT%H}"
