"""How a duel ends, and who may begin one how often."""

import operator
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.rules import duel_words as words
from domain.rules import duels
from domain.rules.duels import Known, Outcome, Side
from domain.specs import (
    Aggregate,
    AllOf,
    AnyOf,
    Condition,
    Contest,
    DuelGoal,
    Fact,
    Filter,
    NotOf,
    Operator,
    Requirement,
    plain_goal,
)
from tests.domain.rules import naive as oracle
from tests.domain.rules import work

Work = Sequence[Fact]

A, B, C, D = (UUID(int=number) for number in range(1, 5))
TODAY = date(2026, 11, 27)


def naive(goal: DuelGoal, first: Sequence[Work], second: Sequence[Work], floor: int) -> Outcome:
    """Word for word what the rules promise, from what each person did, without any tally."""
    if len(first) < floor or len(second) < floor:
        return Outcome.VOID
    if goal.contest is Contest.REACH:
        here, there = (holds(goal.requirement, side) for side in (first, second))
        return (
            Outcome.BOTH if here and there else Outcome.FIRST if here else Outcome.SECOND if there else Outcome.NEITHER
        )
    assert isinstance(goal.requirement, Condition)
    one, other = average(goal.requirement, first), average(goal.requirement, second)
    if one == other == 0:
        return Outcome.NEITHER
    return Outcome.DRAW if one == other else Outcome.FIRST if one > other else Outcome.SECOND


def average(condition: Condition, side: Sequence[Work]) -> Fraction:
    return Fraction(sum(oracle.value(condition, facts) for facts in side), len(side))


def holds(requirement: Requirement, side: Sequence[Work]) -> bool:
    match requirement:
        case AllOf(all=inner):
            return all(holds(branch, side) for branch in inner)
        case AnyOf(any=inner):
            return any(holds(branch, side) for branch in inner)
        case NotOf(not_=branch):
            return not holds(branch, side)
        case one:
            return bool(COMPARED[one.operator](average(one, side), Fraction(one.threshold)))


COMPARED = {
    Operator.GTE: operator.ge, Operator.GT: operator.gt, Operator.LTE: operator.le, Operator.LT: operator.lt,
    Operator.EQ: operator.eq,
}  # fmt: skip


def without_past(requirement: Requirement) -> Requirement:
    """Nothing from before a duel counts in it."""
    raw = re.sub(r'"ever": ?true', '"ever": false', NotOf(not_=requirement).model_dump_json())
    return NotOf.model_validate_json(raw).not_


SIDES = st.lists(work.FACTS, min_size=1, max_size=4)
GOALS = st.one_of(
    st.builds(DuelGoal, contest=st.just(Contest.MOST), requirement=work.CONDITIONS.map(without_past)),
    st.builds(DuelGoal, contest=st.just(Contest.REACH), requirement=work.TREES.map(without_past)),
)


@given(GOALS, SIDES, SIDES, st.sampled_from((1, 3)))
def test_it_ends_as_the_naive_oracle_says(
    goal: DuelGoal, first: list[list[Fact]], second: list[list[Fact]], floor: int
) -> None:
    one, other = duels.side(goal, first), duels.side(goal, second)
    assert duels.outcome(goal, one, other, floor=floor) is naive(goal, first, second, floor)


@given(GOALS, SIDES, SIDES, st.randoms(use_true_random=False))
def test_neither_who_asked_nor_the_order_of_work_or_people_makes_a_difference(
    goal: DuelGoal, first: list[list[Fact]], second: list[list[Fact]], chance: Random
) -> None:
    one, other = duels.side(goal, first), duels.side(goal, second)
    for person in first:
        chance.shuffle(person)
    chance.shuffle(first)
    assert duels.side(goal, first) == one
    turned = {Outcome.FIRST: Outcome.SECOND, Outcome.SECOND: Outcome.FIRST}
    here, there = duels.outcome(goal, one, other), duels.outcome(goal, other, one)
    assert here is turned.get(there, there)
    assert duels.rewarded(here) == duels.rewarded(there)[::-1]


@given(GOALS, SIDES, SIDES)
def test_bars_and_numbers_say_who_is_ahead(goal: DuelGoal, first: list[list[Fact]], second: list[list[Fact]]) -> None:
    one, other = duels.side(goal, first), duels.side(goal, second)
    mine, theirs = words.shares(goal, one, other)
    assert 0 <= min(mine, theirs) <= max(mine, theirs) <= 1
    if goal.contest is Contest.REACH:
        reached = {Outcome.FIRST: (True, False), Outcome.SECOND: (False, True), Outcome.BOTH: (True, True)}
        assert (mine == 1, theirs == 1) == reached.get(duels.outcome(goal, one, other), (False, False))
    elif mine != theirs:
        assert duels.outcome(goal, one, other) is (Outcome.FIRST if mine > theirs else Outcome.SECOND)
    assert words.how_far(goal, one)


def test_a_goal_is_about_known_work_and_not_reached_by_doing_nothing() -> None:
    known = {"review.submitted", "commit.landed"}
    few = Condition(metric="review.submitted", operator=Operator.LTE, threshold=3)
    assert duels.problem(plain_goal("review.submitted"), known) is None
    assert duels.problem(plain_goal("issue.completed"), known)
    assert duels.problem(plain_goal("commit.landed"), known)
    assert duels.problem(DuelGoal(contest=Contest.REACH, requirement=few), known) == (
        "Whoever does nothing would reach this."
    )
    mixed = AnyOf(
        any=(Condition(metric="commit.landed", threshold=1), Condition(metric="review.submitted", threshold=1))
    )
    assert duels.problem(DuelGoal(contest=Contest.REACH, requirement=mixed), known)
    some = AllOf(all=(few, Condition(metric="review.submitted", threshold=1)))
    assert duels.problem(DuelGoal(contest=Contest.REACH, requirement=some), known) is None
    assert duels.problem(DuelGoal(contest=Contest.MOST, requirement=few), known) is None


@pytest.mark.parametrize(
    "raw",
    [
        {"contest": "most", "requirement": {"any": [{"metric": "a.b", "threshold": 1}]}},
        {"contest": "reach", "requirement": {"not": {"metric": "a.b", "threshold": 1, "ever": True}}},
        {"contest": "reach", "requirement": {"all": [{"metric": "a.b", "threshold": 1}] * 21}},
    ],
)
def test_a_goal_that_no_duel_can_have_is_refused(raw: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        DuelGoal.model_validate(raw)


def test_a_duel_is_said_in_words() -> None:
    app = Filter(dimension="repository", values=("acme/app",))
    one = Condition(metric="review.submitted", threshold=3, filters=(app,))
    largest = Condition(metric="review.submitted", aggregate=Aggregate.MAX, threshold=3)
    both = AllOf(all=(one, Condition(metric="release.published", threshold=1)))
    said = [
        words.what(DuelGoal(contest=contest, requirement=tree))
        for contest, tree in (
            (Contest.MOST, one), (Contest.MOST, largest), (Contest.REACH, one), (Contest.REACH, both)
        )
    ]  # fmt: skip
    assert said == [
        "Reviews · in acme/app",
        "The most in one review",
        "Who reaches 3 reviews · in acme/app",
        "Who reaches at least 3 reviews · in acme/app and at least 1 release",
    ]
    goal = DuelGoal(contest=Contest.REACH, requirement=both)
    assert words.how_far(goal, Side((3, 0))) == "50%"
    assert [(step.text, step.met) for step in words.steps(goal, Side((3, 0)))] == [
        ("3 of 3 reviews · in acme/app", True), ("0 of 1 release", False)
    ]  # fmt: skip
    assert words.how_far(plain_goal("review.submitted"), Side((5,), 2)) == "2.5"


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


@pytest.mark.parametrize(
    ("result", "first", "second"),
    [
        (Outcome.FIRST, True, False),
        (Outcome.SECOND, False, True),
        (Outcome.DRAW, True, True),
        (Outcome.BOTH, True, True),
        (Outcome.NEITHER, False, False),
        (Outcome.VOID, False, False),
    ],
)
def test_whoever_won_or_was_as_good_is_rewarded(result: Outcome, *, first: bool, second: bool) -> None:
    assert duels.rewarded(result) == (first, second)


def test_a_team_without_anybody_has_done_nothing_of_anything() -> None:
    both = AllOf(all=(work.reviews(), work.issues()))
    assert duels.side(DuelGoal(contest=Contest.REACH, requirement=both), []) == Side((0, 0), 0)


_BEFORE = st.tuples(st.sampled_from(((A, B), (B, A), (A, C))), st.integers(0, 60), st.booleans())


@given(st.lists(_BEFORE, max_size=4))
def test_a_duel_pays_unless_one_of_the_same_two_did_in_the_thirty_days_before(
    before: list[tuple[tuple[UUID, UUID], int, bool]],
) -> None:
    recent = {ago for pair, ago, paid in before if paid and C not in pair and ago <= 29}
    assert duels.pays([known(*pair, ago=ago, pays=paid) for pair, ago, paid in before], A, B, TODAY) == (not recent)


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
