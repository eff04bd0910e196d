from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from pydantic import TypeAdapter, ValidationError

from domain.specs import (
    MAX_AMOUNT,
    AllOf,
    AnyOf,
    Condition,
    Filter,
    Match,
    NotOf,
    Operator,
    Requirement,
    Span,
    Unit,
    branches,
    can_be_lost,
    conditions,
    metrics,
)
from domain.specs.requirements import depth
from tests.domain.specs import made_up
from tests.domain.specs.faults import fields, sentence, survives

REVIEWS: dict[str, Any] = {"metric": "review.submitted", "threshold": 3}
ISSUES: dict[str, Any] = {"metric": "issue.completed", "threshold": 1}
READ: TypeAdapter[Requirement] = TypeAdapter(Requirement)


def one(**more: Any) -> Condition:
    return Condition.model_validate(REVIEWS | more)


@given(made_up.requirements)
def test_a_tree_survives_being_stored(requirement: Requirement) -> None:
    assert survives(requirement)
    assert READ.validate_python(READ.dump_python(requirement, mode="json")) == requirement
    assert READ.validate_json(READ.dump_json(requirement)) == requirement


def test_a_tree_is_written_with_all_any_and_not() -> None:
    tree = READ.validate_python({"all": [REVIEWS, {"any": [ISSUES, {"not": REVIEWS}]}]})

    assert tree == AllOf(all=(one(), AnyOf(any=(Condition.model_validate(ISSUES), NotOf(not_=one())))))
    dumped = READ.dump_python(tree, mode="json")
    assert dumped["all"][1]["any"][1]["not"]["metric"] == "review.submitted"


def test_what_was_stored_when_requirements_were_single_conditions_is_still_read() -> None:
    stored = {
        "metric": "review.submitted",
        "aggregate": "distinct",
        "dimension": "repository",
        "filters": [{"dimension": "substance", "values": ["yes"]}],
        "operator": "gt",
        "threshold": 4,
    }

    assert READ.validate_python(stored) == Condition(
        metric="review.submitted",
        aggregate="distinct",
        dimension="repository",
        filters=(Filter(dimension="substance", match=Match.IN, values=("yes",)),),
        operator=Operator.GT,
        threshold=4,
        within=None,
        ever=False,
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"metric": "reviews"}, "metric"),
        ({"aggregate": "mean"}, "aggregate"),
        ({"operator": "ne"}, "operator"),
        ({"threshold": -1}, "threshold"),
        ({"threshold": MAX_AMOUNT + 1}, "threshold"),
        ({"filters": [{"dimension": "Label", "values": ["x"]}]}, "filters.0.dimension"),
        ({"filters": [{"dimension": "label", "values": []}]}, "filters.0.values"),
        ({"filters": [{"dimension": "label", "values": ["nul\0"]}]}, "filters.0.values.0"),
        ({"filters": [{"dimension": "label", "values": ["x"], "match": "like"}]}, "filters.0.match"),
        ({"filters": [{"dimension": "label", "values": ["x"]}] * 21}, "filters"),
        ({"within": {"number": 0, "unit": "days"}}, "within.number"),
        ({"within": {"number": 1_001, "unit": "days"}}, "within.number"),
        ({"within": {"number": 1, "unit": "months"}}, "within.unit"),
        ({"color": "red"}, "color"),
    ],
)
def test_what_is_wrong_with_a_condition_is_said_at_its_field(change: dict[str, Any], field: str) -> None:
    assert fields(Condition, REVIEWS | change)[0] == field


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"aggregate": "distinct"}, "“Different values” needs a dimension to count, and only it does."),
        ({"dimension": "language"}, "“Different values” needs a dimension to count, and only it does."),
        ({"threshold": 0}, "“At least 0” is always so."),
        ({"threshold": 0, "operator": "lt"}, "“Less than 0” is never so."),
        (
            {"ever": True, "within": {"number": 1, "unit": "days"}},
            "A condition counts either everything there ever was or a stretch of time.",
        ),
    ],
)
def test_a_condition_that_makes_no_sense_is_refused_with_the_reason(change: dict[str, Any], expected: str) -> None:
    assert sentence(Condition, REVIEWS | change) == expected


@pytest.mark.parametrize("operator", ["gt", "lte", "eq"])
def test_nothing_can_be_a_threshold_where_it_means_something(operator: str) -> None:
    assert one(threshold=0, operator=operator).threshold == 0


@pytest.mark.parametrize(
    ("unit", "length"),
    [
        (Unit.MINUTES, timedelta(minutes=3)),
        (Unit.HOURS, timedelta(hours=3)),
        (Unit.DAYS, timedelta(hours=72)),
        (Unit.WEEKS, timedelta(hours=504)),
    ],
)
def test_a_span_is_a_length_of_time(unit: Unit, length: timedelta) -> None:
    assert Span(number=3, unit=unit).length == length


def test_a_filter_takes_fifty_values_and_no_more() -> None:
    assert len(Filter(dimension="label", values=tuple(map(str, range(50)))).values) == 50
    assert fields(Filter, {"dimension": "label", "values": [*map(str, range(51))]}) == ["values"]


@pytest.mark.parametrize("kind", ["all", "any"])
def test_a_tree_has_one_to_twenty_branches(kind: str) -> None:
    assert len(branches(READ.validate_python({kind: [REVIEWS] * 20}))) == 20
    for number in (0, 21):
        with pytest.raises(ValidationError):
            READ.validate_python({kind: [REVIEWS] * number})


@pytest.mark.parametrize(
    "wrong", [{"all": [REVIEWS], "any": [REVIEWS]}, {"not": [REVIEWS]}, {"all": REVIEWS}, {}, [], "all", None, 3]
)
def test_what_is_no_tree_is_refused(wrong: object) -> None:
    with pytest.raises(ValidationError):
        READ.validate_python(wrong)


# --- what is asked of trees --------------------------------------------------------------------------------------


TREE = READ.validate_python({"all": [REVIEWS, {"not": {"any": [ISSUES, REVIEWS | {"threshold": 7}]}}]})


def test_the_conditions_of_a_tree_come_from_left_to_right() -> None:
    assert [(each.metric, each.threshold) for each in conditions(TREE)] == [
        ("review.submitted", 3),
        ("issue.completed", 1),
        ("review.submitted", 7),
    ]
    assert metrics(TREE) == {"review.submitted", "issue.completed"}


def test_a_tree_is_as_deep_as_its_deepest_branch() -> None:
    assert [depth(one()), depth(NotOf(not_=one())), depth(TREE)] == [1, 2, 4]
    assert branches(one()) == ()
    assert branches(NotOf(not_=one())) == (one(),)


@pytest.mark.parametrize(
    ("operator", "lost"), [("gte", False), ("gt", False), ("lt", True), ("lte", True), ("eq", True)]
)
def test_only_at_least_and_more_than_cannot_be_lost_again(operator: str, lost: bool) -> None:
    condition = one(operator=operator)

    assert can_be_lost(condition) is lost
    assert can_be_lost(AllOf(all=(one(), condition))) is lost
    assert can_be_lost(AnyOf(any=(condition, one()))) is lost
    assert can_be_lost(NotOf(not_=condition))
    assert can_be_lost(AllOf(all=(one(), NotOf(not_=one()))))


@given(made_up.lasting)
def test_a_tree_of_nothing_but_lasting_conditions_cannot_be_lost(requirement: Requirement) -> None:
    assert not can_be_lost(requirement)
