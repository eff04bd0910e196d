from typing import Any

import pytest

from domain.specs import Contest, DuelGoal, DuelRules, plain_goal
from tests.domain.specs.faults import fields, sentence, survives

REVIEWS: dict[str, Any] = {"metric": "review.submitted", "threshold": 1}
TOO_MUCH = "At most 20 conditions, nested 5 deep, please."


def nested(deep: int) -> dict[str, Any]:
    return {"all": [nested(deep - 1)]} if deep > 1 else REVIEWS


def test_duels_are_off_and_pay_nothing_until_an_admin_says_so() -> None:
    assert DuelRules().model_dump() == {"on": False, "xp": 0, "coins": 0}
    assert fields(DuelRules, {"xp": 51, "coins": -1}) == ["xp", "coins"]


@pytest.mark.parametrize(
    ("goal", "said"),
    [
        ({"contest": "most", "requirement": {"any": [REVIEWS]}},
         "Who does more is said of one thing. For several, choose a goal to reach."),
        ({"contest": "reach", "requirement": {"all": [REVIEWS, {**REVIEWS, "ever": True}]}},
         "A duel counts what is done in its days, not what was done before."),
        ({"contest": "reach", "requirement": {"all": [{"any": [REVIEWS] * 11}, {"any": [REVIEWS] * 10}]}}, TOO_MUCH),
        ({"contest": "reach", "requirement": nested(6)}, TOO_MUCH),
    ],
)  # fmt: skip
def test_a_goal_that_no_duel_can_have_says_why(goal: dict[str, Any], said: str) -> None:
    assert sentence(DuelGoal, goal) == said


def test_a_goal_may_be_as_large_as_a_missions() -> None:
    assert survives(DuelGoal.model_validate({"contest": "reach", "requirement": {"all": [REVIEWS] * 20}}))
    assert survives(DuelGoal.model_validate({"contest": "reach", "requirement": nested(5)}))


def test_the_usual_duel_is_about_who_does_more_or_who_does_it_so_often() -> None:
    most, five = plain_goal("review.submitted"), plain_goal("review.submitted", 5)
    assert most == DuelGoal.model_validate({"contest": "most", "requirement": REVIEWS})
    assert five == DuelGoal.model_validate({"contest": "reach", "requirement": {**REVIEWS, "threshold": 5}})
    assert most.contest is Contest.MOST
