from typing import Any

import pytest

from domain.specs import LeagueSpec, Period
from tests.domain.specs.faults import fields, sentence, survives


def test_a_league_as_it_comes_is_off_and_small() -> None:
    """About twenty people in a group, of whom a fifth move up and a tenth down when a week is over."""
    spec = LeagueSpec()
    assert (spec.on, spec.size, spec.up, spec.down, spec.period) == (False, 20, 20, 10, Period.WEEK)
    assert survives(spec)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"period": "day"}, "A league goes by weeks or by months."),
        ({"period": "all"}, "A league goes by weeks or by months."),
        ({"divisions": ["Low", "High", "Low"]}, "Two divisions have the same name."),
    ],
)
def test_what_no_league_can_be_is_said(given: dict[str, Any], said: str) -> None:
    assert sentence(LeagueSpec, given) == said


def test_a_league_goes_by_months_too_and_has_two_divisions_at_least() -> None:
    assert survives(LeagueSpec(period=Period.MONTH, divisions=("Low", "High")))
    assert fields(LeagueSpec, {"divisions": ["Alone"], "size": 4, "up": 51}) == ["divisions", "size", "up"]
