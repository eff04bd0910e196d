from typing import Any

import pytest
from hypothesis import given

from domain.specs import RewardSpec
from tests.domain.specs import made_up
from tests.domain.specs.faults import fields, sentence, survives


@given(made_up.rewards_besides())
def test_a_reward_survives_being_stored(spec: RewardSpec) -> None:
    assert survives(spec)


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "boost", "percent": 300, "amount": 7 * 24},
        {"kind": "xp", "amount": 100_000, "by_hand": True, "days": 366},
        {"kind": "coins"},
    ],
)
def test_a_reward_may_be_as_large_as_this(given: dict[str, Any]) -> None:
    assert survives(RewardSpec.model_validate(given))


@pytest.mark.parametrize(("kind", "given"), [("xp", {"amount": 100_001}), ("boost", {"percent": 301, "amount": 1})])
def test_a_larger_one_is_refused_at_its_field(kind: str, given: dict[str, int]) -> None:
    assert fields(RewardSpec, {"kind": kind, **given}) == [next(iter(given))]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": "badge"}, "Which badge?"),
        ({"kind": "title"}, "Which title?"),
        ({"kind": "xp", "reference": "polyglot"}, "Only a badge, an item or a title has a name."),
        ({"kind": "item", "reference": "Mug", "amount": 2}, "There is one item at a time."),
        ({"kind": "boost", "amount": 6}, "A boost, and only a boost, says what it makes of the XP, in percent."),
        ({"kind": "coins", "percent": 150}, "A boost, and only a boost, says what it makes of the XP, in percent."),
        ({"kind": "boost", "percent": 150, "amount": 7 * 24 + 1}, "A boost lasts a week at most."),
        ({"kind": "boost", "percent": 300, "amount": 100_000}, "A boost lasts a week at most."),
        ({"kind": "xp", "days": 3}, "Only what is claimed by hand can expire."),
    ],
)
def test_a_reward_that_contradicts_itself_is_refused(given: dict[str, Any], said: str) -> None:
    assert sentence(RewardSpec, given) == said
