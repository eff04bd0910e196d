from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules import needs
from domain.rules.quests import walk
from domain.rules.requirements import Progress, Verdict, measured
from domain.specs import (
    Aggregate,
    AllOf,
    AnyOf,
    Condition,
    Filter,
    Kind,
    MissionSpec,
    NotOf,
    Operator,
    Requirement,
    Span,
    Step,
    Unit,
    Window,
    can_be_lost,
    conditions,
)
from domain.views import Need
from tests.domain.specs import made_up


def reviews(threshold: int = 10, **fields: Any) -> Condition:
    return Condition(**{"metric": "review.submitted", "threshold": threshold, **fields})


ISSUES = Condition(metric="issue.completed", threshold=4)


def missing(requirement: Requirement, *found: int, **fields: Any) -> list[tuple[str, int]]:
    spec = MissionSpec(**{"title": "Any", "requirement": requirement, "window": Window.WEEKLY, **fields})
    return [(need.many, need.missing) for need in needs.of_mission(spec, requirement, progress(requirement, *found))]


def progress(requirement: Requirement, *found: int) -> Progress:
    return measured(requirement, found)


def test_what_is_missing_of_a_condition() -> None:
    assert missing(reviews(10), 7) == [("reviews", 3)]
    assert missing(reviews(10, operator=Operator.GT), 7) == [("reviews", 4)]
    assert missing(reviews(10), -2) == [("reviews", 10)]


def test_nothing_is_missing_of_what_is_reached() -> None:
    assert missing(reviews(10), 10) == []


def test_of_all_everything_that_is_missing_counts() -> None:
    both = AllOf(all=(reviews(10), ISSUES))
    assert missing(both, 7, 1) == [("reviews", 3), ("completed issues", 3)]
    assert missing(both, 10, 1) == [("completed issues", 3)]


def test_of_any_the_nearest_branch_counts() -> None:
    assert missing(AnyOf(any=(reviews(10), ISSUES)), 7, 3) == [("completed issues", 1)]


def test_how_near_a_branch_is_goes_by_the_mean_of_what_it_asks_for() -> None:
    either = AnyOf(any=(AllOf(all=(reviews(10), ISSUES)), reviews(20)))
    assert missing(either, 5, 2, 12) == [("reviews", 8)]
    assert missing(either, 8, 3, 12) == [("reviews", 2), ("completed issues", 1)]


def test_what_is_counted_has_a_word_for_one_and_for_many() -> None:
    spec = MissionSpec(title="Any", requirement=ISSUES)
    (need,) = needs.of_mission(spec, ISSUES, progress(ISSUES, 1))
    assert (need.one, need.many, need.goal, need.filtered) == ("completed issue", "completed issues", 4, False)


def test_a_branch_that_nobody_can_work_on_is_passed_over() -> None:
    burst = reviews(10, within=Span(number=1, unit=Unit.DAYS))
    assert missing(AnyOf(any=(burst, ISSUES)), 9, 1) == [("completed issues", 3)]
    assert missing(AllOf(all=(burst, ISSUES)), 9, 1) == []


@pytest.mark.parametrize(
    "requirement",
    [
        reviews(2, operator=Operator.LTE),
        reviews(2, operator=Operator.EQ),
        reviews(10, within=Span(number=3, unit=Unit.DAYS)),
        reviews(10, aggregate=Aggregate.MAX),
        Condition(
            metric="mission.completed",
            threshold=1,
            ever=True,
            filters=(Filter(dimension="mission", values=("first-light",)),),
        ),
    ],
)
def test_what_more_of_the_same_does_not_bring_nearer_has_no_needs(requirement: Condition) -> None:
    assert missing(requirement, 0) == []
    assert missing(AllOf(all=(requirement, ISSUES)), 0, 1) == []


def test_what_may_be_lost_again_and_what_others_may_take_have_no_needs() -> None:
    assert missing(AllOf(all=(ISSUES, NotOf(not_=reviews(1)))), 1, 0) == []
    assert missing(ISSUES, 1, places=3) == []


def test_the_longest_streak_grows_day_by_day() -> None:
    streak = Condition(metric="streak.length", aggregate=Aggregate.MAX, threshold=10)
    assert missing(streak, 7) == [("working days in a row", 3)]


def test_filters_stand_behind_what_is_counted() -> None:
    with_care = reviews(2, filters=(Filter(dimension="substance", values=("yes",)),))
    in_one = reviews(2, filters=(Filter(dimension="repository", values=("acme/app",)),))
    labelled = reviews(2, filters=(Filter(dimension="label", values=("bug", "defect")),))
    again = Condition(
        metric="mission.completed", threshold=2, filters=(Filter(dimension="mission", values=("a-steady-week",)),)
    )
    said = [missing(one, 0)[0][0] for one in (with_care, in_one, labelled, again)]
    assert said == [
        "reviews with substance",
        "reviews in acme/app",
        "reviews with label bug or defect",
        "completed missions called “A steady week”",
    ]


def test_a_quest_needs_its_steps_in_their_order_without_the_optional_ones() -> None:
    steps = (
        Step(title="Look", requirement=reviews(2)),
        Step(title="Talk", requirement=reviews(9), optional=True),
        Step(title="Mend", requirement=ISSUES),
    )
    spec = MissionSpec(title="Way", kind=Kind.QUEST, steps=steps)
    found: tuple[Need, ...] = needs.of_quest(spec, walk(steps, ()))
    assert [(need.metric, need.missing) for need in found] == [("review.submitted", 2), ("issue.completed", 4)]


def test_a_quest_with_a_step_that_nobody_can_work_on_has_no_needs() -> None:
    steps = (
        Step(title="Look", requirement=reviews(2)),
        Step(title="Large", requirement=reviews(2, aggregate=Aggregate.MAX)),
    )
    spec = MissionSpec(title="Way", kind=Kind.QUEST, steps=steps)
    assert needs.of_quest(spec, walk(steps, ())) == ()


@given(made_up.requirements, st.data())
def test_doing_what_is_missing_reaches_it(requirement: Requirement, data: st.DataObject) -> None:
    wanted = [*conditions(requirement)]
    found = [data.draw(st.integers(0, 2 * one.threshold + 1)) for one in wanted]
    spec = MissionSpec.model_construct(title="Any", requirement=requirement)
    missing = needs.of_mission(spec, requirement, progress(requirement, *found))
    goals = {(need.metric, need.aggregate, need.goal) for need in missing}
    done = [
        max(value, goal) if (one.metric, one.aggregate, goal := _goal(one)) in goals else value
        for one, value in zip(wanted, found, strict=True)
    ]

    assert not (missing and can_be_lost(requirement))
    assert not missing or progress(requirement, *done).verdict is Verdict.MET


def _goal(condition: Condition) -> int:
    return condition.threshold + (condition.operator is Operator.GT)
