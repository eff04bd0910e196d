from collections.abc import Mapping

import pytest

from domain.rules.filters import passes, values_of
from domain.specs import Filter

BUGS = Filter(dimension="label", values=("bug", "defect"))
APP = Filter(dimension="repository", values=("acme/app",))


@pytest.mark.parametrize(
    ("dimensions", "passing"),
    [
        ({"label": "bug", "repository": "acme/app"}, True),
        ({"label": ["small", "defect"], "repository": "acme/app"}, True),
        ({"label": ["bug"], "repository": "acme/app"}, True),
        ({"label": ["small", "ui"], "repository": "acme/app"}, False),
        ({"label": "bug"}, False),
        ({"label": [], "repository": "acme/app"}, False),
        ({"label": "bugs", "repository": "acme/app"}, False),
        ({"label": ["bug"], "repository": "acme/site"}, False),
        ({}, False),
    ],
)
def test_a_fact_passes_when_every_filter_finds_one_of_its_values(
    dimensions: Mapping[str, str | list[str]], passing: bool
) -> None:
    assert passes((BUGS, APP), dimensions) is passing


def test_without_filters_everything_passes() -> None:
    assert passes((), {})


def test_a_value_is_compared_as_a_whole_and_never_letter_by_letter() -> None:
    assert not passes((Filter(dimension="label", values=("b",)),), {"label": "bug"})


def test_the_values_of_a_dimension_are_a_list_whatever_it_holds() -> None:
    dimensions: Mapping[str, str | list[str]] = {"language": "Go", "label": ["bug", "ui"]}

    assert [values_of(dimensions, name) for name in ("language", "label", "branch")] == [["Go"], ["bug", "ui"], []]
