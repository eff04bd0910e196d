"""What a spec says of input that it refuses."""

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError


def faults(kind: type[BaseModel], given: dict[str, Any]) -> list[tuple[str, str]]:
    """(field, sentence) of everything that is wrong."""
    with pytest.raises(ValidationError) as refused:
        kind.model_validate(given)
    return [
        (".".join(map(str, fault["loc"])), fault["msg"].removeprefix("Value error, "))
        for fault in refused.value.errors()
    ]


def fields(kind: type[BaseModel], given: dict[str, Any]) -> list[str]:
    """The fields in which something is wrong."""
    return [field for field, _ in faults(kind, given)]


def sentence(kind: type[BaseModel], given: dict[str, Any]) -> str:
    """The one thing that is wrong with the whole."""
    ((field, text),) = faults(kind, given)
    assert not field
    return text


def survives(spec: BaseModel) -> bool:
    """Whether it comes back from JSON as it was, by either road."""
    kind = type(spec)
    return (
        kind.model_validate(spec.model_dump(mode="json")) == spec
        and kind.model_validate_json(spec.model_dump_json()) == spec
    )
