from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.missions import completed
from domain.rules.phrases import noun
from domain.rules.requirements import Reached, Verdict, evaluate
from domain.rules.wording import counted, goal, line, lines_of, outline, span, summary
from domain.specs import AllOf, AnyOf, Condition, Fact, NotOf, Requirement, Span, Unit, conditions
from domain.views import ConditionLine
from tests.domain.rules.work import TREES, fact, issues, reviews, work

THREE_DAYS = {"number": 3, "unit": "days"}


def words(value: int, threshold: int, *, opposite: bool = False, **more: Any) -> str:
    """The line of a condition that has come so far. What it says depends on the value alone."""
    return line(Reached(reviews(threshold, **more), value, Verdict.OPEN), opposite=opposite)


def done(number: int) -> list[Fact]:
    return [fact(place) for place in range(number)]


@pytest.mark.parametrize(
    ("operator", "value", "threshold", "expected"),
    [
        ("gte", 7, 10, "7 of 10 reviews"),
        ("gte", 0, 1, "0 of 1 review"),
        ("gte", 12, 10, "10 of 10 reviews"),
        ("gte", -1, 10, "0 of 10 reviews"),
        ("gte", 1_234, 10_000, "1,234 of 10,000 reviews"),
        ("gt", 7, 10, "7 of 11 reviews"),
        ("gt", 0, 0, "0 of 1 review"),
        ("lte", 0, 10, "at most 10 reviews"),
        ("lte", 1_200, 1_000, "at most 1,000 reviews, 1,200 so far"),
        ("lte", 1, 1, "at most 1 review, 1 so far"),
        ("lte", 0, 0, "no reviews"),
        ("lte", 2, 0, "no reviews, 2 so far"),
        ("lt", 0, 10, "at most 9 reviews"),
        ("lt", 3, 2, "at most 1 review, 3 so far"),
        ("lt", 0, 1, "no reviews"),
        ("eq", 0, 1, "exactly 1 review, 0 so far"),
        ("eq", 1_000, 2_000, "exactly 2,000 reviews, 1,000 so far"),
    ],
)
def test_each_operator_says_how_far_it_is(operator: str, value: int, threshold: int, expected: str) -> None:
    assert words(value, threshold, operator=operator) == expected


@pytest.mark.parametrize(
    ("operator", "value", "threshold", "expected"),
    [
        ("gte", 0, 3, "at most 2 reviews"),
        ("gte", 5, 3, "at most 2 reviews, 5 so far"),
        ("gte", 0, 1, "no reviews"),
        ("gt", 1, 3, "at most 3 reviews, 1 so far"),
        ("gt", 0, 0, "no reviews"),
        ("lt", 1, 3, "1 of 3 reviews"),
        ("lte", 1, 3, "1 of 4 reviews"),
        ("eq", 1, 3, "anything but 3 reviews, 1 so far"),
    ],
)
def test_not_is_said_in_the_opposite_words(operator: str, value: int, threshold: int, expected: str) -> None:
    assert words(value, threshold, operator=operator, opposite=True) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"aggregate": "sum"}, "3 of 8 in total across reviews"),
        ({"aggregate": "max"}, "3 of 8 in one review"),
        ({"aggregate": "distinct_days"}, "3 of 8 days with reviews"),
        ({"aggregate": "distinct", "dimension": "repository"}, "3 of 8 repositories in reviews"),
        ({"metric": "xp.earned", "aggregate": "sum"}, "3 of 8 XP"),
        ({"metric": "streak.length", "aggregate": "max"}, "3 of 8 working days in a row"),
        ({"metric": "mission.completed"}, "3 of 8 completed missions"),
        ({"metric": "badge.earned"}, "3 of 8 badges"),
        ({"within": {"number": 1, "unit": "hours"}}, "3 of 8 reviews within any hour"),
        ({"operator": "lte", "within": THREE_DAYS}, "at most 8 reviews within any 3 days, 3 so far"),
        ({"operator": "eq", "within": THREE_DAYS}, "exactly 8 reviews within any 3 days, 3 so far"),
        ({"ever": True}, "3 of 8 reviews · of all time"),
        (
            {
                "filters": [
                    {"dimension": "repository", "values": ["acme/app"]},
                    {"dimension": "substance", "values": ["yes"]},
                ],
                "within": THREE_DAYS,
            },
            "3 of 8 reviews within any 3 days · in acme/app · with substance",
        ),
    ],
)
def test_aggregates_filters_and_timeframes_stand_in_the_line(more: dict[str, Any], expected: str) -> None:
    assert words(3, 8, **more) == expected


@pytest.mark.parametrize(
    ("number", "unit", "expected"),
    [
        (1, Unit.MINUTES, "1 minute"),
        (1, Unit.WEEKS, "1 week"),
        (2, Unit.HOURS, "2 hours"),
        (1_000, Unit.DAYS, "1,000 days"),
    ],
)
def test_a_length_of_time_is_said_in_words(number: int, unit: Unit, expected: str) -> None:
    assert span(Span(number=number, unit=unit)) == expected


@pytest.mark.parametrize(
    ("operator", "threshold", "expected"),
    [
        ("gte", 1, "at least 1 review"),
        ("gt", 1_000, "more than 1,000 reviews"),
        ("lte", 0, "at most 0 reviews"),
        ("lt", 2, "fewer than 2 reviews"),
        ("eq", 3, "exactly 3 reviews"),
    ],
)
def test_a_goal_says_what_is_asked(operator: str, threshold: int, expected: str) -> None:
    assert goal(reviews(threshold, operator=operator)) == expected


def test_a_goal_names_filters_and_timeframe() -> None:
    wanted = reviews(3, filters=[{"dimension": "label", "values": ["bug"]}], within={"number": 2, "unit": "weeks"})

    assert goal(wanted) == "at least 3 reviews within any 2 weeks · label bug"
    assert goal(reviews(3, ever=True)) == "at least 3 reviews · of all time"


def test_in_a_tree_a_stretch_of_time_stays_with_its_condition() -> None:
    tree = AllOf(all=(reviews(5, within=THREE_DAYS), issues(2)))

    assert outline(tree) == "at least 5 reviews within any 3 days and at least 2 completed issues"
    assert words(0, 0, operator="lte", within=THREE_DAYS) == "no reviews within any 3 days"


def test_a_mission_to_complete_before_is_called_by_its_title() -> None:
    before = completed("look-twice")

    assert line(Reached(before, 0, Verdict.OPEN)) == "after the mission “Look twice”"
    assert line(Reached(before, 0, Verdict.OPEN), opposite=True) == "before the mission “Look twice”"
    assert goal(before) == "after the mission “Look twice”"


@pytest.mark.parametrize(
    "more", [{"operator": "lte"}, {"threshold": 2}, {"ever": False}, {"filters": ()}, {"metric": "badge.earned"}]
)
def test_any_other_condition_on_missions_is_said_as_it_is(more: dict[str, Any]) -> None:
    condition = Condition.model_validate({**completed("look-twice").model_dump(), **more})

    assert "after" not in goal(condition)
    assert noun(condition, condition.threshold) in goal(condition)


# --- trees -------------------------------------------------------------------------------------------------------


def test_each_condition_has_its_line_and_under_not_the_opposite_one() -> None:
    tree = AllOf(all=(reviews(4), NotOf(not_=AnyOf(any=(issues(1), NotOf(not_=reviews(2)))))))

    assert lines_of(tree, evaluate(tree, done(1))) == (
        ConditionLine(text="1 of 4 reviews", share=0.25, met=False),
        ConditionLine(text="no completed issues", share=1, met=True),
        ConditionLine(text="1 of 2 reviews", share=0.5, met=False),
    )


def test_a_line_under_not_is_whole_or_nothing() -> None:
    tree = NotOf(not_=reviews(2))

    assert lines_of(tree, evaluate(tree, done(1))) == (ConditionLine("at most 1 review, 1 so far", share=1, met=True),)
    assert lines_of(tree, evaluate(tree, done(2))) == (ConditionLine("at most 1 review, 2 so far", share=0, met=False),)


THREE = (reviews(1), reviews(2), issues(1))


@pytest.mark.parametrize(
    ("tree", "number", "expected"),
    [
        (reviews(3), 1, "1 of 3 reviews"),
        (AllOf(all=(NotOf(not_=reviews(3)),)), 1, "at most 2 reviews, 1 so far"),
        (AllOf(all=THREE), 1, "1 of 3 conditions"),
        (AllOf(all=THREE), 2, "2 of 3 conditions"),
        (AnyOf(any=THREE), 0, "One of these is enough"),
        (AnyOf(any=THREE), 2, "2 of 3, and one is enough"),
        (AllOf(all=(AnyOf(any=THREE), reviews(9))), 2, "1 of 2 conditions"),
        (AllOf(all=(AllOf(all=THREE),)), 2, "2 of 3 conditions"),
        (AllOf(all=(AllOf(all=THREE), reviews(9))), 2, "0 of 2 conditions"),
        (NotOf(not_=AnyOf(any=THREE)), 1, "2 of 3 conditions"),
        (NotOf(not_=AllOf(all=THREE)), 1, "2 of 3, and one is enough"),
        (NotOf(not_=NotOf(not_=AllOf(all=THREE))), 1, "1 of 3 conditions"),
        (AllOf(all=(NotOf(not_=AllOf(all=THREE)), reviews(9))), 2, "1 of 2 conditions"),
        (AllOf(all=(NotOf(not_=AnyOf(any=THREE)), reviews(9))), 0, "1 of 2 conditions"),
    ],
)
def test_a_tree_is_summed_up_by_its_branches(tree: Requirement, number: int, expected: str) -> None:
    assert summary(tree, evaluate(tree, done(number))) == expected


@given(TREES, work())
def test_a_summary_says_everything_holds_exactly_when_it_does(tree: Requirement, facts: list[Fact]) -> None:
    progress = evaluate(tree, facts)
    text = summary(tree, progress)

    if text == "One of these is enough":
        assert not progress.done(closed=True)
    elif text.endswith("conditions"):
        holding, _, of, _ = text.split(" ")
        assert (holding == of) == progress.done(closed=True)
    elif text.endswith("one is enough"):
        assert progress.done(closed=True)


@given(TREES, work())
def test_no_line_is_ever_empty_and_each_names_what_it_counts(tree: Requirement, facts: list[Fact]) -> None:
    progress = evaluate(tree, facts)
    lines = lines_of(tree, progress)

    assert len(lines) == len(progress.reached)
    for one, condition in zip(lines, conditions(tree), strict=True):
        assert {"review.submitted": "review", "issue.completed": "completed issue"}[condition.metric] in one.text
        assert (one.share == 1) == one.met
        assert 0 <= one.share <= 1
    assert summary(tree, progress).strip()
    assert all(goal(condition) in outline(tree) for condition in conditions(tree))


@given(st.sampled_from(["gte", "gt", "lte", "lt", "eq"]), st.integers(1, 9), st.integers(0, 12))
def test_a_condition_and_its_negation_never_hold_together(operator: str, threshold: int, number: int) -> None:
    condition = reviews(threshold, operator=operator)
    (plain,), (turned,) = (lines_of(tree, evaluate(tree, done(number))) for tree in (condition, NotOf(not_=condition)))

    assert plain.met != turned.met
    assert plain.text != turned.text


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (reviews(3), "at least 3 reviews"),
        (AllOf(all=(reviews(3), issues(1))), "at least 3 reviews and at least 1 completed issue"),
        (AnyOf(any=(reviews(3), issues(1))), "at least 3 reviews or at least 1 completed issue"),
        (NotOf(not_=reviews(3)), "not (at least 3 reviews)"),
        (AllOf(all=(reviews(3), NotOf(not_=issues(1)))), "at least 3 reviews and not (at least 1 completed issue)"),
        (
            AllOf(all=(reviews(3), AnyOf(any=(reviews(1), issues(1))))),
            "at least 3 reviews and (at least 1 review or at least 1 completed issue)",
        ),
        (
            AnyOf(any=(AllOf(all=(reviews(3), issues(2))), issues(1))),
            "(at least 3 reviews and at least 2 completed issues) or at least 1 completed issue",
        ),
        (AllOf(all=(AnyOf(any=(reviews(3),)), issues(2))), "at least 3 reviews and at least 2 completed issues"),
        (
            NotOf(not_=AnyOf(any=(reviews(3), issues(1)))),
            "not (at least 3 reviews or at least 1 completed issue)",
        ),
    ],
)
def test_a_tree_is_said_in_a_sentence(tree: Requirement, expected: str) -> None:
    assert outline(tree) == expected


def test_what_is_counted_is_said_without_how_much_of_it() -> None:
    in_app = [{"dimension": "repository", "values": ["acme/app"]}]
    assert counted(reviews(3, filters=in_app)) == "reviews · in acme/app"
    assert counted(reviews(3), 1) == "review"
    assert counted(reviews(3, aggregate="sum")) == "the most in total across reviews"
