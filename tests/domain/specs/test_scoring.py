from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given

from domain.specs import LevelCurve, ScoringRuleSpec
from tests.domain.specs import made_up
from tests.domain.specs.faults import fields, sentence, survives

RULE: dict[str, Any] = {"id": "a", "title": "A", "metric": "a.b", "xp": 5, "full_until": 10, "cap": 20}


@given(made_up.scoring_rules, made_up.level_curves)
def test_rules_and_curves_survive_being_stored(rule: ScoringRuleSpec, curve: LevelCurve) -> None:
    assert survives(rule)
    assert survives(curve)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": "Not a slug"}, "id"),
        ({"id": "-a"}, "id"),
        ({"xp": -1}, "xp"),
        ({"xp": 10_001}, "xp"),
        ({"full_until": -1}, "full_until"),
        ({"cap": -1}, "cap"),
        ({"cap": 10**12 + 1}, "cap"),
    ],
)
def test_what_is_wrong_with_a_rule_is_said_at_its_field(change: dict[str, Any], field: str) -> None:
    assert fields(ScoringRuleSpec, RULE | change) == [field]


def test_the_cap_of_a_rule_may_be_its_full_worth_and_no_less() -> None:
    assert ScoringRuleSpec.model_validate(RULE | {"cap": 10}).cap == 10
    assert sentence(ScoringRuleSpec, RULE | {"cap": 9}) == "The cap cannot lie below the amount that is paid in full."


def test_a_level_takes_a_hundred_xp_and_each_further_one_fifty_more_unless_told_otherwise() -> None:
    assert LevelCurve() == LevelCurve(first=100, increase=50)


def test_titles_begin_with_the_first_level_and_lie_further_apart_the_higher_one_gets() -> None:
    levels = [title.level for title in LevelCurve().titles]
    gaps = [after - before for before, after in pairwise(levels)]
    assert levels[0] == 1
    assert gaps == sorted(gaps)
    assert all(level % 10 == 0 for level in levels if level > 15)


def test_a_curve_that_never_rises_is_refused() -> None:
    assert fields(LevelCurve, {"first": 0}) == ["first"]
    twice = [{"level": 2, "title": "One"}, {"level": 2, "title": "Other"}]
    assert fields(LevelCurve, {"titles": twice}) == [""]
    assert fields(LevelCurve, {"titles": [{"level": 3, "title": "C"}, {"level": 2, "title": "B"}]}) == [""]
    assert fields(LevelCurve, {"increase": -1}) == ["increase"]
    assert LevelCurve.model_validate({"first": 1, "increase": 0}) == LevelCurve(first=1, increase=0)
