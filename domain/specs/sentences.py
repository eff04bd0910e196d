"""What validation found, as a sentence for a person. Forms and files each add their own words."""

from collections.abc import Mapping

from pydantic_core import ErrorDetails

_WHOLE = "A whole number, please."
_SENTENCES = {
    "string_too_long": "At most {max_length} characters, please.",
    "greater_than_equal": "At least {ge:,}, please.",
    "greater_than": "More than {gt:,}, please.",
    "less_than_equal": "At most {le:,}, please.",
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "finite_number": _WHOLE,
}


def sentence_of(mistake: ErrorDetails, own: Mapping[str, str]) -> str:
    """What is wrong with a value. `own` has the sentences for pydantic's types of errors that come first."""
    kind = mistake["type"]
    if kind == "value_error":
        return str(mistake["ctx"]["error"])
    return {**_SENTENCES, **own}.get(kind, mistake["msg"]).format(**mistake.get("ctx", {}))
