from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.fairness import FEW, SMALLER, Share, compare, is_part_time, of_counts, usual_weekdays

_GROUPS = st.lists(
    st.integers(0, 40).flatmap(lambda people: st.tuples(st.integers(0, people), st.just(people))), max_size=8
).map(lambda pairs: [Share(f"g{place}", *pair) for place, pair in enumerate(pairs)])
MONDAY = date(2026, 11, 2)


def people(number: int, first: int = 0) -> list[UUID]:
    return [UUID(int=first + place) for place in range(number)]


def test_a_group_below_four_fifths_of_the_best_is_told_in_a_sentence() -> None:
    found = of_counts("Teams", [Share("Red", 8, 10), Share("Blue", 6, 10), Share("Green", 7, 10)])
    assert found.warns
    assert [one.name for one in found.shares if one.low] == ["Blue"]
    assert found.sentence == "Reached by 6 of 10 Blue, but by 8 of 10 Red. Can all of them reach it?"


def test_exactly_four_fifths_is_fair() -> None:
    found = of_counts("Teams", [Share("Red", 5, 10), Share("Blue", 4, 10)])
    assert not found.warns
    assert found.sentence == "No group is below four fifths of the one that reaches it most often."


def test_small_groups_stand_together_and_nothing_follows_from_the_sum() -> None:
    shown = of_counts("Teams", [Share("Red", 4, 9), Share("Blue", 2, 3), Share("Green", 2, 2)])
    assert [(one.name, one.reached, one.people) for one in shown.shares] == [("Red", 4, 9), (SMALLER, 4, 5)]
    assert shown.left_out == 0
    hidden = of_counts("Days", [Share("Red", 4, 9), Share("Blue", 2, 6), Share("Green", 1, 2)]).shares
    assert [(one.name, one.reached, one.people) for one in hidden] == [("Red", 4, 9), (SMALLER, 3, 8)]


def test_where_there_is_nothing_to_compare_that_is_said() -> None:
    few = of_counts("Teams", [Share("Red", 1, 4)])
    assert (few.shares, few.left_out) == ((), 4)
    assert few.sentence == "There are not two groups of 5 people or more to compare."
    assert of_counts("Teams", [Share("Red", 3, 9)]).sentence == few.sentence
    assert of_counts("Teams", [Share("Red", 0, 9), Share("Blue", 0, 9)]).sentence == "Nobody has reached it yet."


def test_people_are_counted_once_in_each_of_their_groups() -> None:
    red, blue = people(6), people(6, first=3)
    found = compare("Teams", {"Red": [*red, *red], "Blue": blue}, [*red[:3], UUID(int=99)])
    assert [(one.name, one.reached, one.people) for one in found.shares] == [("Blue", 0, 6), ("Red", 3, 6)]


@given(_GROUPS)
def test_nobody_is_told_of_in_a_group_of_fewer_than_five_also_not_by_subtracting(groups: list[Share]) -> None:
    found = of_counts("", groups)
    assert all(one.people >= FEW for one in found.shares)
    everybody, shown = sum(one.people for one in groups), sum(one.people for one in found.shares)
    assert everybody - shown == found.left_out
    assert found.left_out == (0 if found.shares else everybody)
    if found.shares:
        assert sum(one.reached for one in found.shares) == sum(one.reached for one in groups)


@given(_GROUPS)
def test_what_is_low_is_what_exact_fractions_say(groups: list[Share]) -> None:
    shares = of_counts("", groups).shares
    best = max((Fraction(one.reached, one.people) for one in shares), default=Fraction(0))
    for one in shares:
        assert one.low == (Fraction(one.reached, one.people) < best * Fraction(4, 5))


@given(_GROUPS, st.randoms())
def test_the_order_of_groups_changes_nothing(groups: list[Share], order: object) -> None:
    found = of_counts("", groups)
    order.shuffle(groups)  # type: ignore[attr-defined]
    assert of_counts("", groups) == found


def test_who_works_on_three_weekdays_works_part_of_the_week_also_with_a_rare_saturday() -> None:
    days = [MONDAY + timedelta(weeks=week, days=day) for week in range(8) for day in (0, 1, 2)]
    assert is_part_time(days)
    assert is_part_time([*days, MONDAY + timedelta(days=5)])
    assert usual_weekdays([*days, MONDAY + timedelta(days=5)]) == {0, 1, 2}
    assert not is_part_time([*days, *(MONDAY + timedelta(weeks=week, days=3) for week in range(8))])
    assert not is_part_time([])


@pytest.mark.parametrize(("mondays", "usual"), [(9, {0, 5}), (10, {0})])
def test_a_weekday_is_usual_from_a_tenth_of_the_days_on(mondays: int, usual: set[int]) -> None:
    days = [MONDAY + timedelta(weeks=week) for week in range(mondays)]
    assert usual_weekdays([*days, MONDAY + timedelta(days=5)]) == usual


def test_who_works_on_one_weekday_works_part_of_the_week() -> None:
    assert is_part_time([MONDAY])
