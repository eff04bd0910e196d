"""Sentences for a person, from what the validation of a form found."""

from pydantic_core import ErrorDetails

from domain.specs import sentences

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
