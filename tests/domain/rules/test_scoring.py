from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from domain.rules.scoring import pay, within_hours

LIMITS = st.tuples(st.integers(0, 5_000), st.integers(0, 5_000)).map(lambda pair: (min(pair), max(pair)))
RAWS = st.integers(-1_000, 50_000)


def test_work_is_paid_in_full_then_half_then_no_more() -> None:
    assert [pay(150, 250, raw) for raw in range(0, 451, 50)] == [0, 50, 100, 150, 175, 200, 225, 250, 250, 250]


def test_a_rule_whose_cap_is_its_full_worth_pays_no_halves() -> None:
    assert [pay(80, 80, raw) for raw in (79, 80, 81, 1_000)] == [79, 80, 80, 80]


def test_no_hour_counts_for_more_than_its_cap() -> None:
    assert within_hours({"2026-11-20T13": 50, "2026-11-20T14": 10, "2026-11-20T15": 30}, 30) == 70
    assert within_hours({}, 30) == 0


@given(LIMITS, RAWS)
def test_a_day_is_never_paid_less_than_nothing_or_more_than_its_cap(limits: tuple[int, int], raw: int) -> None:
    assert 0 <= pay(*limits, raw) <= limits[1]


@given(LIMITS, RAWS, RAWS)
def test_more_work_is_never_paid_less(limits: tuple[int, int], one: int, other: int) -> None:
    assert pay(*limits, min(one, other)) <= pay(*limits, max(one, other))


@given(LIMITS, st.integers(0, 50_000))
def test_nothing_is_paid_beyond_what_it_is_worth(limits: tuple[int, int], raw: int) -> None:
    assert pay(*limits, raw) <= raw


@given(LIMITS, st.lists(st.integers(0, 400), max_size=15).flatmap(st.permutations))
def test_the_steps_of_a_day_add_up_to_its_pay_in_whatever_order_they_come(
    limits: tuple[int, int], steps: list[int]
) -> None:
    sums = [sum(steps[:number]) for number in range(len(steps) + 1)]
    paid = [pay(*limits, after) - pay(*limits, before) for before, after in pairwise(sums)]

    assert sum(paid) == pay(*limits, sum(sorted(steps)))
    assert all(amount >= 0 for amount in paid)


@given(LIMITS, st.integers(0, 5_000), st.integers(0, 5_000))
def test_taking_work_back_leaves_the_day_as_if_it_had_never_been(limits: tuple[int, int], kept: int, lost: int) -> None:
    first = pay(*limits, lost)
    grown = pay(*limits, lost + kept) - first
    back = pay(*limits, kept) - (first + grown)

    assert first + grown + back == pay(*limits, kept)
    assert back <= 0
