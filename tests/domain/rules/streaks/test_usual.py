from collections.abc import Collection
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.streaks import previous_working_day, streak

MONDAY = date(2026, 11, 16)
DAYS = st.integers(0, 40).map(lambda number: MONDAY - timedelta(days=number))


def day(name: str, *, weeks_ago: int = 0) -> date:
    return MONDAY + timedelta(days=("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(name) - 7 * weeks_ago)


def days(*names: str) -> set[date]:
    return {day(name) for name in names}


def naive_length(active: Collection[date], today: date) -> int:
    """Day by day into the past: weekends are stepped over, a today without activity is not held against anybody."""
    length, at = 0, today
    while at.weekday() >= 5:
        at -= timedelta(days=1)
    if at == today and at not in active:
        at -= timedelta(days=1)
    while at.weekday() >= 5 or at in active:
        length += at.weekday() < 5
        at -= timedelta(days=1)
    return length


def naive_best(active: Collection[date], today: date) -> int:
    """The longest run that ended on any day up to today."""
    return max((naive_length(active, end) for end in active if end <= today), default=0)


@given(st.sets(DAYS, max_size=35), DAYS)
def test_the_length_agrees_with_counting_day_by_day(active: set[date], today: date) -> None:
    assert streak(active, today).length == naive_length({one for one in active if one <= today}, today)


@given(st.sets(DAYS, max_size=35), DAYS)
def test_the_best_agrees_with_trying_every_end(active: set[date], today: date) -> None:
    found = streak(active, today)

    assert found.best == naive_best(active, today)
    assert found.best >= found.length


@given(st.sets(DAYS, max_size=35), DAYS)
def test_activity_on_weekends_changes_nothing(active: set[date], today: date) -> None:
    assert streak(active, today) == streak({one for one in active if one.weekday() < 5}, today)


@given(st.sets(DAYS, max_size=35), DAYS, DAYS)
def test_another_active_day_never_shortens_a_streak(active: set[date], more: date, today: date) -> None:
    assert streak(active | {more}, today).length >= streak(active, today).length


@pytest.mark.parametrize("today", ["fri", "sat", "sun"])
def test_a_weekend_does_not_end_a_working_day_streak(today: str) -> None:
    assert streak(days("wed", "thu", "fri"), day(today)).length == 3


def test_monday_goes_on_where_friday_ended() -> None:
    friday = {day("thu", weeks_ago=1), day("fri", weeks_ago=1)}

    assert streak(friday | {MONDAY}, MONDAY).length == 3


def test_a_day_that_is_not_over_breaks_nothing() -> None:
    found = streak(days("mon", "tue"), day("wed"))

    assert (found.length, found.today) == (2, False)


def test_a_working_day_that_went_by_without_activity_ends_it() -> None:
    assert streak(days("mon", "tue"), day("thu")).length == 0


def test_today_alone_is_a_streak_of_one() -> None:
    found = streak(days("mon"), MONDAY)

    assert (found.length, found.best, found.today) == (1, 1, True)


def test_whoever_was_never_active_has_none() -> None:
    found = streak((), MONDAY)

    assert (found.length, found.best, found.today) == (0, 0, False)


def test_the_best_one_is_remembered_after_it_ended() -> None:
    active = days("mon", "tue", "wed") | {day("mon", weeks_ago=-1)}

    assert (streak(active, day("mon", weeks_ago=-1)).length, streak(active, day("mon", weeks_ago=-1)).best) == (1, 3)


def test_a_day_that_has_not_come_yet_counts_for_nothing() -> None:
    assert streak(days("mon", "tue", "wed"), day("mon")).best == 1


def test_the_last_ten_working_days_are_shown_oldest_first() -> None:
    shown = streak(days("mon", "wed"), day("wed")).recent

    assert len(shown) == 10
    assert [one for one, _ in shown] == sorted(one for one, _ in shown)
    assert shown[-3:] == ((day("mon"), True), (day("tue"), False), (day("wed"), True))
    assert all(one.weekday() < 5 for one, _ in shown)


def test_the_working_day_before_a_monday_is_the_friday() -> None:
    assert previous_working_day(MONDAY) == MONDAY - timedelta(days=3)
    assert previous_working_day(day("sun")) == day("fri")
    assert previous_working_day(day("tue")) == MONDAY
