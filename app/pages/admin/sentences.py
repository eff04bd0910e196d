"""Sentences for a person, from what the validation of a form found."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import ErrorDetails

CHECK = "The marked fields need another look."

_FILL = "Please fill this in."
_INVISIBLE = "There is an invisible character in this text. Please type it anew."
_WHOLE = "A whole number, please."
SENTENCES = {
    "missing": _FILL,
    "string_type": _FILL,
    "string_pattern_mismatch": _FILL,
    "string_unicode": _INVISIBLE,
    "string_too_short": _FILL,
    "too_short": _FILL,
    "string_too_long": "At most {max_length} characters, please.",
    "too_long": "At most {max_length} of these, please.",
    "greater_than_equal": "At least {ge:,}, please.",
    "less_than_equal": "At most {le:,}, please.",
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "finite_number": _WHOLE,
    "enum": "Please choose one.",
}


def sentence_of(mistake: ErrorDetails) -> str:
    """What is wrong, and what would be right."""
    context: Mapping[str, Any] = mistake.get("ctx", {})
    kind = mistake["type"]
    if kind == "value_error":
        return str(context.get("error", mistake["msg"]))
    if kind == "string_pattern_mismatch" and mistake["input"]:
        return _pattern_sentence(str(context.get("pattern")))
    return SENTENCES.get(kind, mistake["msg"]).format(**context)


def _pattern_sentence(pattern: str) -> str:
    if pattern.startswith("^[^"):
        return _INVISIBLE
    if "-" in pattern.rpartition("z0-9")[2]:
        return "Small letters, digits and hyphens only."
    dotted = ", with a dot inside: review.submitted" if "\\." in pattern else ""
    return f"Small letters, digits and underscores only{dotted}."
