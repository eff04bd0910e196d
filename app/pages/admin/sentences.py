"""Sentences for a person, from what the validation of a form found."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from domain.errors import Invalid
from domain.specs import Spec, sentences

Of = TypeVar("Of", bound=Spec)
#: Where in a spec something is wrong.
Location = tuple[int | str, ...]

CHECK = "The marked fields need another look."

_FILL = "Please fill this in."
_INVISIBLE = "There is an invisible character in this text. Please type it anew."
_SENTENCES = {
    "missing": _FILL,
    "string_type": _FILL,
    "string_pattern_mismatch": _FILL,
    "string_unicode": _INVISIBLE,
    "string_too_short": _FILL,
    "too_short": _FILL,
    "too_long": "At most {max_length} of these, please.",
    "enum": "Please choose one.",
}


def checked(kind: type[Of], values: Mapping[str, Any], field_of: Callable[[Location, str], str] | None = None) -> Of:
    """The spec that a form's `values` make. Raises `Invalid` with a sentence for each field that needs another look.

    `field_of` says which field can mend what is wrong at a place; without it the form is like the spec.
    """
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        found: dict[str, str] = {}
        for mistake in filter(partial(_is_of_itself, error.errors()), error.errors()):
            sentence, location = sentence_of(mistake), mistake["loc"]
            found.setdefault(field_of(location, sentence) if field_of else ".".join(map(str, location)), sentence)
        raise Invalid(CHECK, found) from None


def _is_of_itself(found: list[ErrorDetails], mistake: ErrorDetails) -> bool:
    """Whether it is not only that a list is too short without those of its parts that are wrong."""
    location = mistake["loc"]
    inside = (one["loc"] for one in found if len(one["loc"]) > len(location))
    return mistake["type"] != "too_short" or all(one[: len(location)] != location for one in inside)


def sentence_of(mistake: ErrorDetails) -> str:
    """What is wrong, and what would be right."""
    if mistake["type"] == "string_pattern_mismatch" and mistake["input"]:
        return _pattern_sentence(str(mistake["ctx"]["pattern"]))
    return sentences.sentence_of(mistake, _SENTENCES)


def _pattern_sentence(pattern: str) -> str:
    if pattern.startswith("^[^"):
        return _INVISIBLE
    if "-" in pattern.rpartition("z0-9")[2]:
        return "Small letters, digits and hyphens only."
    dotted = ", with a dot inside: review.submitted" if "\\." in pattern else ""
    return f"Small letters, digits and underscores only{dotted}."
