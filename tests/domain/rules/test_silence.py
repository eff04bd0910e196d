from collections.abc import Collection
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.silence import HABIT, LOOKBACK, silences
from domain.rules.streaks import WEEKEND

FRIDAY = date(2026, 11, 27)


def days(*ago: int) -> list[date]:
    return [FRIDAY - timedelta(days=one) for one in ago]


def silent(heard: Collection[date], today: date = FRIDAY) -> list[tuple[str, int]]:
    return [(one.name, one.working_days) for one in silences("source", {"github": heard}, today)]


EVERY_WORKING_DAY = [day for day in days(*range(10, 40)) if day.weekday() not in WEEKEND]


def test_what_was_heard_of_every_working_day_and_is_not_for_a_week_is_silent() -> None:
    assert silent(EVERY_WORKING_DAY) == [("github", 7)]
    [found] = silences("rule", {"Reviews": EVERY_WORKING_DAY}, FRIDAY)
    assert (found.kind, found.last_day) == ("rule", date(2026, 11, 17))


def test_three_working_days_and_a_weekend_are_no_silence() -> None:
    until = [day for day in days(*range(4, 40)) if day.weekday() not in WEEKEND]
    assert max(until) == date(2026, 11, 23)
    assert silent(until) == []
    assert silent([day for day in until if day < date(2026, 11, 20)]) == [("github", 5)]


def test_what_is_heard_of_now_and_then_may_be_quiet_for_twice_as_long_as_ever() -> None:
    now_and_then = days(*range(11, 56, 5))
    assert silent(now_and_then) == []
    assert silent([*now_and_then], FRIDAY + timedelta(days=7)) != []


@pytest.mark.parametrize(("quiet", "told"), [(3, False), (4, True)])
def test_a_daily_habit_may_rest_for_three_working_days(quiet: int, *, told: bool) -> None:
    working = [day for day in days(*range(1, 40)) if day.weekday() not in WEEKEND]
    assert bool(silent(working[quiet:])) is told


@pytest.mark.parametrize(("quiet", "told"), [(8, False), (9, True)])
def test_whoever_once_rested_four_working_days_may_rest_eight(quiet: int, *, told: bool) -> None:
    working = [day for day in days(*range(1, 50)) if day.weekday() not in WEEKEND]
    assert bool(silent([*working[quiet : quiet + 5], *working[quiet + 9 : quiet + 14]])) is told


@pytest.mark.parametrize(("oldest", "told"), [(56, True), (57, False)])
def test_what_is_older_than_eight_weeks_makes_no_habit(oldest: int, *, told: bool) -> None:
    assert bool(silent(days(*range(40, 47), oldest))) is told


def test_what_was_never_a_habit_falls_silent_without_an_alarm() -> None:
    assert silent(EVERY_WORKING_DAY[: HABIT - 1]) == []
    assert silent([day - LOOKBACK for day in EVERY_WORKING_DAY]) == []


@given(st.sets(st.integers(0, 60)))
def test_whatever_is_heard_of_today_is_not_silent(ago: set[int]) -> None:
    assert silent(days(0, *ago)) == []


@given(st.sets(st.integers(0, 70)))
def test_it_says_what_one_finds_by_counting_on_the_fingers(ago: set[int]) -> None:
    recent = sorted(one for one in ago if one <= LOOKBACK.days)
    pauses = [_working_days(newer, older) for newer, older in pairwise(recent)]
    now = _working_days(0, recent[0]) if recent else 0
    alarm = len(recent) >= HABIT and now > 3 and now > 2 * max(pauses)
    assert silent(days(*ago)) == ([("github", now)] if alarm else [])


def _working_days(newer: int, older: int) -> int:
    """Strictly between two days that lie so many days back."""
    return sum(day.weekday() < 5 for day in days(*range(newer + 1, older)))
