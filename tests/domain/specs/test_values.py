from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from domain.specs import Dimension, LevelCurve, Metric, Name, Slug, Text, Value


@pytest.mark.parametrize("metric", ["a.b", "pull_request.merged", "copilot.active_day", "a1.b2.c3", "x.y" + "z" * 61])
def test_a_metric_is_two_or_more_words_with_points_between(metric: str) -> None:
    assert TypeAdapter(Metric).validate_python(metric) == metric


@pytest.mark.parametrize(
    "metric", ["", "a", "a.", ".a", "A.b", "a b.c", "1a.b", "a..b", "a.b\n", "a.é", "x.y" + "z" * 62]
)
def test_everything_else_is_no_metric(metric: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Metric).validate_python(metric)


@pytest.mark.parametrize("slug", ["a", "1", "first-light", "a--b", "x" * 64])
def test_a_slug_is_made_of_small_letters_digits_and_hyphens(slug: str) -> None:
    assert TypeAdapter(Slug).validate_python(slug) == slug


@pytest.mark.parametrize("slug", ["", "-a", "A", "a b", "a_b", "é", "a\n", "x" * 65])
def test_everything_else_is_no_slug(slug: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Slug).validate_python(slug)


@pytest.mark.parametrize(
    ("dimension", "fine"), [("issue_key", True), ("x" * 40, True), ("x" * 41, False), ("a.b", False)]
)
def test_a_dimension_is_one_word(dimension: str, fine: bool) -> None:
    if fine:
        assert TypeAdapter(Dimension).validate_python(dimension) == dimension
    else:
        with pytest.raises(ValidationError):
            TypeAdapter(Dimension).validate_python(dimension)


@pytest.mark.parametrize(("kind", "length"), [(Name, 80), (Text, 500), (Value, 200)])
def test_text_has_an_end_no_nul_and_no_half_character(kind: Any, length: int) -> None:
    read = TypeAdapter(kind).validate_python

    assert read(f" {'x' * length} ") == "x" * length
    for wrong in ("x" * (length + 1), "nul\0", "half \ud83d"):
        with pytest.raises(ValidationError):
            read(wrong)


def test_a_single_letter_is_a_name_and_a_value() -> None:
    assert [TypeAdapter(kind).validate_python(" x ") for kind in (Name, Value)] == ["x", "x"]


def test_a_name_and_a_value_cannot_be_blank_but_a_text_can() -> None:
    assert TypeAdapter(Text).validate_python("  ") == ""
    for kind in (Name, Value):
        with pytest.raises(ValidationError):
            TypeAdapter(kind).validate_python("   ")


def test_specs_cannot_be_changed_behind_anybodys_back() -> None:
    curve: BaseModel = LevelCurve()

    with pytest.raises(ValidationError, match="frozen"):
        curve.first = 5  # type: ignore[attr-defined]
    with pytest.raises(ValidationError, match="Extra inputs"):
        LevelCurve.model_validate({"last": 5})
