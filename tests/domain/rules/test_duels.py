"""How a duel ends, and who may begin one how often."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules import duels
from domain.rules.duels import Known, Outcome, Side

A, B, C, D = (UUID(int=number) for number in range(1, 5))
TODAY = date(2026, 11, 27)


def naive(first: Collection[int], second: Collection[int], target: int | None, floor: int) -> Outcome:
    """Word for word what the rules promise, from what each person did."""
    if len(first) < floor or len(second) < floor:
        return Outcome.VOID
    one, other = (Fraction(sum(side), len(side)) for side in (first, second))
    if target is None:
        if one == other == 0:
            return Outcome.NEITHER
        return Outcome.DRAW if one == other else Outcome.FIRST if one > other else Outcome.SECOND
    if one >= target and other >= target:
        return Outcome.BOTH
    return Outcome.FIRST if one >= target else Outcome.SECOND if other >= target else Outcome.NEITHER


_DONE = st.lists(st.integers(0, 6), min_size=1, max_size=5)


@given(_DONE, _DONE, st.none() | st.integers(1, 6), st.sampled_from((1, 3)))
def test_it_ends_as_the_naive_oracle_says(first: list[int], second: list[int], target: int | None, floor: int) -> None:
    one, other = Side(sum(first), len(first)), Side(sum(second), len(second))
    assert duels.outcome(one, other, target, floor=floor) is naive(first, second, target, floor)


@given(_DONE, _DONE, st.none() | st.integers(1, 6))
def test_who_asked_makes_no_difference(first: list[int], second: list[int], target: int | None) -> None:
    one, other = Side(sum(first), len(first)), Side(sum(second), len(second))
    turned = {Outcome.FIRST: Outcome.SECOND, Outcome.SECOND: Outcome.FIRST}
    here, there = duels.outcome(one, other, target), duels.outcome(other, one, target)
    assert here is turned.get(there, there)
    assert duels.rewarded(here) == duels.rewarded(there)[::-1]


@pytest.mark.parametrize("metric", ["commit.landed", "lines.changed", "copilot.prompts", "ai.tokens", "hours.logged"])
def test_what_is_only_typed_or_sat_through_is_no_duel(metric: str) -> None:
    assert not duels.may_count(metric)
    assert duels.may_count("review.submitted")


def known(first: UUID = A, second: UUID = B, *, ago: int = 0, is_open: bool = False, pays: bool = False) -> Known:
    return Known(first, second, TODAY - timedelta(days=ago), open=is_open, accepted=True, pays=pays)


def test_the_same_two_have_one_at_a_time_and_two_a_month() -> None:
    assert duels.refusal([], A, B, TODAY) is None
    assert duels.refusal([known(B, A, is_open=True)], A, B, TODAY)
    assert duels.refusal([known(ago=20), known(B, A, ago=5)], A, B, TODAY)
    assert duels.refusal([known(ago=30), known(ago=5)], A, B, TODAY) is None
    assert duels.refusal([known(ago=20), known(ago=5)], A, C, TODAY) is None


def test_nobody_has_more_than_three_open() -> None:
    busy = [known(A, other, is_open=True) for other in (B, C, D)]
    assert duels.refusal(busy, A, UUID(int=9), TODAY) == "You have 3 open already."
    assert duels.refusal(busy, UUID(int=9), A, TODAY) == "The other side has 3 open already."


@given(st.lists(st.integers(0, 60), max_size=12))
def test_the_same_two_are_paid_once_a_month_however_often_they_try(tries: list[int]) -> None:
    """Two people who farm each other get no more than that."""
    begun: list[Known] = []
    for day in sorted(tries):
        today = TODAY + timedelta(days=day)
        if duels.refusal(begun, A, B, today) is None:
            begun.append(Known(A, B, today, open=False, accepted=True, pays=duels.pays(begun, A, B, today)))
    for one in begun:
        month = [other for other in begun if timedelta(0) <= other.day - one.day < timedelta(days=duels.RECENT)]
        assert len(month) <= duels.A_PAIR
        assert sum(other.pays for other in month) <= 1


def test_it_begins_the_next_morning_and_is_decided_when_it_is_over_everywhere_and_two_days_more() -> None:
    assert duels.span(TODAY, 1) == (date(2026, 11, 28), date(2026, 11, 28))
    assert duels.span(TODAY, 7) == (date(2026, 11, 28), date(2026, 12, 4))
    assert duels.over_at(date(2026, 11, 28)) == datetime(2026, 11, 29, 12, tzinfo=UTC)
    assert duels.decided_at(date(2026, 11, 28)) == datetime(2026, 12, 1, 12, tzinfo=UTC)
