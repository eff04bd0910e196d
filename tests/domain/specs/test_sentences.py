from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from domain.specs import Condition, Name, Slug
from domain.specs.sentences import sentence_of
from domain.specs.values import MAX_AMOUNT

CONDITION: dict[str, Any] = {"metric": "review.submitted", "threshold": 3}


def said(kind: Any, given: object, **own: str) -> str:
    """What is said of the one thing that is wrong."""
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(kind).validate_python(given)
    (mistake,) = refused.value.errors()
    return sentence_of(mistake, own)


@pytest.mark.parametrize(
    ("kind", "given", "sentence"),
    [
        (Name, "x" * 81, "At most 80 characters, please."),
        (Condition, CONDITION | {"threshold": -1}, "At least 0, please."),
        (Condition, CONDITION | {"threshold": MAX_AMOUNT + 1}, "At most 1,000,000,000,000, please."),
        (Condition, CONDITION | {"threshold": "many"}, "A whole number, please."),
        (Condition, CONDITION | {"threshold": 0}, "“At least 0” is always so."),
    ],
)
def test_a_wrong_value_is_said_in_a_sentence_with_its_limit(kind: Any, given: object, sentence: str) -> None:
    assert said(kind, given) == sentence


def test_the_words_of_a_form_or_of_a_file_come_first() -> None:
    assert said(Name, "x" * 81, string_too_long="Shorter than {max_length}!") == "Shorter than 80!"
    assert said(Slug, "A", string_pattern_mismatch="Small letters, please.") == "Small letters, please."
