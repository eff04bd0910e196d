from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from domain.specs import (
    MAX_AMOUNT,
    BadgeSpec,
    Filter,
    LevelCurve,
    Metric,
    MissionSpec,
    RequirementSpec,
    ScoringRuleSpec,
)

REVIEWS: dict[str, Any] = {"metric": "review.submitted", "threshold": 3}
MISSION: dict[str, Any] = {"title": "Look", "requirement": REVIEWS}
RULE: dict[str, Any] = {"id": "a", "title": "A", "metric": "a.b", "xp": 5, "full_until": 10, "cap": 20}


def filtered(dimension: str, *values: str) -> dict[str, Any]:
    return {"requirement": REVIEWS | {"filters": [{"dimension": dimension, "values": values}]}}


def faults(kind: Any, given: dict[str, Any]) -> list[tuple[str, str]]:
    """(field, message) of everything that is wrong."""
    with pytest.raises(ValidationError) as refused:
        kind.model_validate(given)
    return [(".".join(map(str, fault["loc"])), fault["msg"]) for fault in refused.value.errors()]


def fields(kind: Any, given: dict[str, Any]) -> list[str]:
    return [field for field, _ in faults(kind, given)]


def test_a_mission_that_is_well_formed_survives_being_stored() -> None:
    spec = MissionSpec.model_validate(
        MISSION
        | {
            "requirement": REVIEWS | {"filters": [{"dimension": "label", "values": ["bug"]}]},
            "starts_at": datetime(2026, 1, 1, tzinfo=UTC),
            "badge_id": "first-light",
            "xp": 10,
        }
    )

    assert MissionSpec.model_validate(spec.model_dump(mode="json")) == spec
    assert MissionSpec.model_validate_json(spec.model_dump_json()) == spec


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "   "}, "title"),
        ({"title": "x" * 81}, "title"),
        ({"title": "nul\0"}, "title"),
        ({"title": "half \ud83d"}, "title"),
        ({"description": "x" * 501}, "description"),
        ({"description": "nul\0"}, "description"),
        ({"xp": -1}, "xp"),
        ({"xp": 100_001}, "xp"),
        ({"window": "yearly"}, "window"),
        ({"starts_at": datetime(2026, 1, 1)}, "starts_at"),  # noqa: DTZ001 that is what is refused
        ({"color": "red"}, "color"),
        ({"requirement": REVIEWS | {"threshold": 0}}, "requirement.threshold"),
        ({"requirement": REVIEWS | {"threshold": MAX_AMOUNT + 1}}, "requirement.threshold"),
        ({"requirement": REVIEWS | {"metric": "reviews"}}, "requirement.metric"),
        ({"requirement": REVIEWS | {"operator": "lt"}}, "requirement.operator"),
        (filtered("Label", "x"), "requirement.filters.0.dimension"),
        (filtered("label"), "requirement.filters.0.values"),
        (filtered("label", "nul\0"), "requirement.filters.0.values.0"),
    ],
)
def test_what_is_wrong_with_a_mission_is_said_at_its_field(change: dict[str, Any], field: str) -> None:
    assert fields(MissionSpec, MISSION | change)[0] == field


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert sorted(fields(MissionSpec, MISSION | {"title": "", "xp": -1})) == ["title", "xp"]


@pytest.mark.parametrize("minutes", [0, -1])
def test_a_mission_ends_after_it_starts(minutes: int) -> None:
    start = datetime(2026, 1, 1, 12, 30, tzinfo=UTC)
    span = {"starts_at": start, "ends_at": start.replace(minute=30 + minutes)}

    assert faults(MissionSpec, MISSION | span) == [("", "Value error, The end must come after the start.")]


def test_blanks_around_a_name_are_not_part_of_it() -> None:
    assert MissionSpec.model_validate(MISSION | {"title": "  Look  "}).title == "Look"


@pytest.mark.parametrize(("aggregate", "dimension"), [("distinct", None), ("count", "language"), ("max", "language")])
def test_only_different_values_need_a_dimension(aggregate: str, dimension: str | None) -> None:
    (fault,) = faults(RequirementSpec, REVIEWS | {"aggregate": aggregate, "dimension": dimension})

    assert "needs a dimension" in fault[1]


@pytest.mark.parametrize("metric", ["a.b", "pull_request.merged", "copilot.active_day", "a1.b2.c3", "x.y" + "z" * 61])
def test_a_metric_is_two_or_more_words_with_points_between(metric: str) -> None:
    assert TypeAdapter(Metric).validate_python(metric) == metric


@pytest.mark.parametrize(
    "metric", ["", "a", "a.", ".a", "A.b", "a b.c", "1a.b", "a..b", "a.b\n", "a.é", "x.y" + "z" * 62]
)
def test_everything_else_is_no_metric(metric: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Metric).validate_python(metric)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": "Not a slug"}, "id"),
        ({"id": "-a"}, "id"),
        ({"xp": -1}, "xp"),
        ({"xp": 10_001}, "xp"),
        ({"cap": -1}, "cap"),
        ({"cap": 9}, ""),
    ],
)
def test_what_is_wrong_with_a_rule_is_said_at_its_field(change: dict[str, Any], field: str) -> None:
    assert fields(ScoringRuleSpec, RULE | change) == [field]


def test_a_rule_whose_cap_is_its_full_worth_is_fine() -> None:
    assert ScoringRuleSpec.model_validate(RULE | {"cap": 10}).cap == 10


def test_a_curve_that_never_rises_is_refused() -> None:
    assert fields(LevelCurve, {"first": 0}) == ["first"]
    assert fields(LevelCurve, {"increase": -1}) == ["increase"]


def test_specs_cannot_be_changed_behind_anybodys_back() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        MissionSpec.model_validate(MISSION).xp = 5  # type: ignore[misc]


def test_a_badge_knows_its_tiers() -> None:
    badge = {"id": "a", "name": "A", "description": "", "tier": "diamond", "category": "x", "art": "y"}

    assert fields(BadgeSpec, badge) == ["tier"]


def test_a_filter_takes_fifty_values_and_no_more() -> None:
    assert len(Filter(dimension="label", values=tuple(map(str, range(50)))).values) == 50
    assert fields(Filter, {"dimension": "label", "values": [*map(str, range(51))]}) == ["values"]
