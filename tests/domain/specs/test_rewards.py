from typing import Any

import pytest
from hypothesis import given

from domain.specs import RewardSpec
from tests.domain.specs import made_up
from tests.domain.specs.faults import sentence, survives


@given(made_up.rewards_besides())
def test_a_reward_survives_being_stored(spec: RewardSpec) -> None:
    survives(spec)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "badge"}, "Which badge?"),
        ({"kind": "title"}, "Which title?"),
        ({"kind": "xp", "reference": "polyglot"}, "Only a badge, an item or a title has a name."),
        ({"kind": "item", "reference": "Mug", "amount": 2}, "There is one item at a time."),
        ({"kind": "boost", "amount": 6}, "A boost, and only a boost, says what it makes of the XP, in percent."),
        ({"kind": "coins", "percent": 150}, "A boost, and only a boost, says what it makes of the XP, in percent."),
        ({"kind": "boost", "percent": 150, "amount": 7 * 24 + 1}, "A boost lasts a week at most."),
        ({"kind": "xp", "days": 3}, "Only what is claimed by hand can expire."),
    ],
)
def test_a_reward_that_contradicts_itself_is_refused(fields: dict[str, Any], said: str) -> None:
    assert sentence(RewardSpec, fields) == said
