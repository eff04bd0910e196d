"""Filters: whether a fact's dimensions let it pass."""

from collections.abc import Sequence

from domain.specs import Dimensions, Filter, Match


def passes(filters: Sequence[Filter], dimensions: Dimensions) -> bool:
    """True when every filter is content with the fact."""
    for wanted in filters:  # noqa: SIM110  asked for each fact and condition: a generator would cost more than the rest
        if not _content(wanted, dimensions.get(wanted.dimension)):
            return False
    return True


def _content(wanted: Filter, found: str | list[str] | None) -> bool:
    if wanted.match is Match.IN and isinstance(found, str):  # the most frequent case by far
        return found in wanted.values
    values = [found] if isinstance(found, str) else found or []
    match wanted.match:
        case Match.IN:
            return any(value in wanted.values for value in values)
        case Match.NOT_IN:
            return all(value not in wanted.values for value in values)
        case Match.PREFIX:
            return any(value.startswith(wanted.values) for value in values)


def values_of(dimensions: Dimensions, dimension: str) -> list[str]:
    """The values of one dimension as a list, empty where it is absent."""
    found = dimensions.get(dimension)
    if found is None:
        return []
    return [found] if isinstance(found, str) else found
