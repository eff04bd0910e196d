from dataclasses import replace
from datetime import timedelta
from math import comb
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.recommendations.chances import HINT, PATIENCE, Habit, Habits, chance, habit_for, keeping
from domain.specs import Aggregate, Kind, Window
from domain.views import Need
from tests.domain.rules.recommendations.made_up import TODAY, card, habits, need, needs_made_up, streak

OFTEN = Habit(times=16, total=160, days=8, latest=TODAY - timedelta(days=1))


def likely(wanted: Need, habit: Habit | None = OFTEN, *, over: float = 40, left: int = 10, **fields: Any) -> float:
    return chance(wanted, habit, fields.get("runs", streak()), over=over, left=left, today=TODAY)


def test_one_more_of_what_happens_all_the_time_is_nearly_certain() -> None:
    assert likely(need(1)) > 0.85
    assert likely(need(1), None) < 0.02


def test_the_chance_of_one_is_that_of_not_none() -> None:
    none = ((40 + PATIENCE) / (40 + PATIENCE + 10)) ** (16 + HINT)
    assert likely(need(1)) == pytest.approx(1 - none)


def test_the_chance_is_the_tail_of_a_negative_binomial_distribution() -> None:
    shape, rate, left = 16, 40 + PATIENCE, 10
    p = rate / (rate + left)
    tail = 1 - sum(comb(k + shape - 1, k) * p**shape * (1 - p) ** k for k in range(4))
    assert likely(need(4)) == pytest.approx(tail, rel=0.02)  # a whole shape instead of one with a hint


@given(needs_made_up, st.integers(0, 40), st.integers(1, 10))
def test_more_habit_and_more_time_never_make_it_less_likely(wanted: Need, times: int, left: int) -> None:
    few = Habit(times, times, times, TODAY - timedelta(days=1)) if times else None
    more = Habit(times + 1, times + 1, times + 1, TODAY - timedelta(days=1))
    assert 0 <= likely(wanted, few, left=left) <= likely(wanted, more, left=left) + 1e-9 <= 1 + 1e-9
    assert likely(wanted, few, left=left) <= likely(wanted, few, left=left + 1) + 1e-9


@given(needs_made_up, st.integers(1, 10))
def test_more_that_is_missing_is_never_more_likely(wanted: Need, left: int) -> None:
    more = replace(wanted, missing=wanted.missing + 1)
    assert likely(more, left=left) <= likely(wanted, left=left) + 1e-9


def test_with_no_time_left_nothing_gets_done() -> None:
    assert [likely(need(1, aggregate=aggregate), left=0) for aggregate in Aggregate] == [0] * len(Aggregate)


def test_what_is_far_away_is_no_next_step() -> None:
    assert likely(need(101), Habit(5_000, 5_000, 40, TODAY)) == 0


def test_three_different_days_do_not_fit_into_two() -> None:
    days = need(3, aggregate=Aggregate.DISTINCT_DAYS)
    assert likely(days, left=2) == 0
    assert likely(days, left=3) > 0


def test_a_day_that_counts_already_cannot_count_again() -> None:
    days = need(3, aggregate=Aggregate.DISTINCT_DAYS)
    assert likely(days, replace(OFTEN, latest=TODAY), left=3) == 0


def test_a_sum_is_counted_in_days_that_bring_as_much_as_usual() -> None:
    assert likely(need(20, aggregate=Aggregate.SUM)) == likely(need(1, aggregate=Aggregate.SUM)) > 0
    assert likely(need(21, aggregate=Aggregate.SUM)) < likely(need(20, aggregate=Aggregate.SUM))
    assert likely(need(1, aggregate=Aggregate.SUM), None) == 0


def test_the_smallest_sum_is_a_habit_and_no_sum_is_none() -> None:
    assert likely(need(1, aggregate=Aggregate.SUM), replace(OFTEN, total=1)) > 0
    assert likely(need(1, aggregate=Aggregate.SUM), replace(OFTEN, total=0)) == 0


def test_on_the_last_day_there_is_still_a_chance() -> None:
    assert likely(need(1), left=1) > 0


def test_a_new_place_is_no_habit_whatever_is_done_elsewhere() -> None:
    assert likely(need(1, aggregate=Aggregate.DISTINCT)) == likely(need(1), None)


def test_a_streak_grows_by_a_day_at_a_time() -> None:
    days = need(2, aggregate=Aggregate.MAX, metric="streak.length")
    running = streak(5, active=9)
    assert likely(days, runs=running) == pytest.approx(keeping(running) ** 2)
    assert likely(days, runs=running, left=1) == 0
    assert likely(days, runs=streak(0)) == 0
    assert likely(days, runs=streak(5, today=True), left=2) == 0
    assert likely(days, runs=streak(5, today=True), left=3) > 0


def test_how_surely_a_streak_is_kept_goes_by_the_days_before_today() -> None:
    assert keeping(streak(9, active=10)) == keeping(streak(9, today=True, active=10))
    assert keeping(streak(9, active=10)) == 10 / 11
    assert keeping(streak(0, active=1)) == 1 / 11


def test_of_filtered_work_no_more_is_usual_than_has_counted_so_far() -> None:
    mine = habits(review_submitted=16)
    wanted = need(8, of=10, filtered=True)
    found = habit_for(wanted, card("Narrow", wanted), mine)
    assert found is not None
    assert (found.times, found.days) == (2, 2)
    untouched = need(10, filtered=True)
    assert habit_for(untouched, card("Never", untouched), mine) is None


@pytest.mark.parametrize("fields", [{"window": Window.WEEKLY}, {"kind": Kind.QUEST}])
def test_where_counting_began_lately_the_whole_metric_tells_what_is_usual(fields: dict[str, Any]) -> None:
    mine = habits(review_submitted=16)
    wanted = need(10, filtered=True)
    assert habit_for(wanted, card("Wide", wanted, **fields), mine) == mine.of["review.submitted"]


def test_five_days_of_seven_are_working_days_and_nobody_was_there_for_less_than_one() -> None:
    assert Habits({}, TODAY - timedelta(weeks=8)).working_days(TODAY) == 40
    assert Habits({}, TODAY).working_days(TODAY) == 1
