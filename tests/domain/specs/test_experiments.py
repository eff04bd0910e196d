from datetime import timedelta
from typing import Any

import pytest

from domain.specs import CONTROL, ExperimentSpec, Variant
from tests.domain.specs.faults import fields, sentence
from tests.domain.specs.plans import experiment, plan, variant


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (plan(last="2026-12-06"), "An experiment lasts 7 to 180 days."),
        (plan(last="2027-06-01"), "An experiment lasts 7 to 180 days."),
        (plan(outcome="copilot.active_day"), "Copilot data measures nobody."),
        (plan(variant(), variant()), "Each group has a key of its own."),
    ],
)
def test_what_no_experiment_can_be_is_said(given: dict[str, Any], said: str) -> None:
    assert sentence(ExperimentSpec, given) == said


def test_the_shortest_and_the_longest_are_allowed() -> None:
    assert experiment(last="2026-12-07").last - experiment().first == timedelta(days=6)
    assert experiment(last="2027-05-29").last


def test_a_group_is_large_enough_to_say_something() -> None:
    assert fields(ExperimentSpec, plan(least=19)) == ["least"]
    assert experiment(least=20).least == 20


@pytest.mark.parametrize("wrong", [{"key": CONTROL}, {"cap": 59}])
def test_a_group_has_a_name_of_its_own_and_limits_that_agree(wrong: dict[str, Any]) -> None:
    assert sentence(Variant, variant() | wrong)


def test_a_group_may_be_paid_in_full_up_to_its_cap() -> None:
    assert Variant.model_validate(variant() | {"cap": 60}).cap == 60


def test_thirty_people_a_group_are_asked_for_unless_it_is_said_otherwise() -> None:
    assert experiment().least == 30
    assert experiment().groups == (CONTROL, "more")
