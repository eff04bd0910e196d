"""Filters: whether a fact's dimensions let it pass."""

from collections.abc import Iterable, Mapping

from domain.specs import Filter


def passes(filters: Iterable[Filter], dimensions: Mapping[str, str | list[str]]) -> bool:
    """True when every filter finds one of its values; a dimension the fact lacks never matches."""
    for wanted in filters:
        found = dimensions.get(wanted.dimension)
        if isinstance(found, str):
            if found not in wanted.values:
                return False
        elif found is None or not any(value in wanted.values for value in found):
            return False
    return True


def values_of(dimensions: Mapping[str, str | list[str]], dimension: str) -> list[str]:
    """The values of one dimension as a list, empty where it is absent."""
    found = dimensions.get(dimension)
    if found is None:
        return []
    return [found] if isinstance(found, str) else found
