from collections.abc import Mapping

import pytest

from domain.rules.filters import passes, values_of
from domain.specs import Filter, Match

Found = Mapping[str, str | list[str]]

BUGS = Filter(dimension="label", values=("bug", "defect"))
APP = Filter(dimension="repository", values=("acme/app",))
NO_BUGS = Filter(dimension="label", match=Match.NOT_IN, values=("bug", "defect"))
AREAS = Filter(dimension="label", match=Match.PREFIX, values=("area-", "team-"))


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
def test_a_fact_passes_when_every_filter_is_content(dimensions: Found, passing: bool) -> None:
    assert passes((BUGS, APP), dimensions) is passing


@pytest.mark.parametrize(
    ("dimensions", "passing"),
    [
        ({"label": "small"}, True),
        ({"label": ["small", "ui"]}, True),
        ({"label": []}, True),
        ({}, True),
        ({"label": "bugs"}, True),
        ({"label": "bug"}, False),
        ({"label": ["small", "defect"]}, False),
    ],
)
def test_not_in_lets_everything_pass_that_has_none_of_the_values(dimensions: Found, passing: bool) -> None:
    assert passes((NO_BUGS,), dimensions) is passing


@pytest.mark.parametrize(
    ("dimensions", "passing"),
    [
        ({"label": "area-web"}, True),
        ({"label": "team-"}, True),
        ({"label": ["bug", "area-web"]}, True),
        ({"label": "my-area-web"}, False),
        ({"label": "area"}, False),
        ({"label": []}, False),
        ({}, False),
    ],
)
def test_a_prefix_is_what_one_of_the_values_begins_with(dimensions: Found, passing: bool) -> None:
    assert passes((AREAS,), dimensions) is passing


def test_without_filters_everything_passes() -> None:
    assert passes((), {})


def test_a_value_is_compared_as_a_whole_and_never_letter_by_letter() -> None:
    assert not passes((Filter(dimension="label", values=("b",)),), {"label": "bug"})
    assert passes((Filter(dimension="label", match=Match.NOT_IN, values=("b",)),), {"label": "bug"})


def test_the_values_of_a_dimension_are_a_list_whatever_it_holds() -> None:
    dimensions: Found = {"language": "Go", "label": ["bug", "ui"]}

    assert [values_of(dimensions, name) for name in ("language", "label", "branch")] == [["Go"], ["bug", "ui"], []]
