from datetime import date
from typing import Any

import pytest

from domain.specs import BoardPrize, BoardSpec
from tests.domain.specs.faults import fields, sentence, survives

FIRST, LAST = date(2026, 11, 3), date(2026, 11, 30)
BOARD: dict[str, Any] = {"key": "b", "title": "A board"}
OWN_DAYS = "A board with days of its own, and only such a one, has a first and a last day."
NO_PRIZES = "Prizes are for boards of people whose spans come to an end."
PRIZES = [{"best": 3, "rewards": [{"kind": "xp", "amount": 10}]}]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"measure": "metric_count"}, "Which metric should this board rank by?"),
        ({"measure": "xp", "metric": "review.submitted"}, "Only boards of a metric name one."),
        ({"measure": "metric_sum", "metric": "copilot.active_day"}, "Copilot data ranks nobody."),
        ({"measure": "metric_count", "metric": "visit.day"}, "Being here is not work: visits rank nobody."),
        ({"season": "frost"}, "A board of a season has days of its own: those of the season."),
        ({"period": "custom"}, OWN_DAYS),
        ({"period": "custom", "first": FIRST}, OWN_DAYS),
        ({"period": "week", "first": FIRST, "last": LAST}, OWN_DAYS),
        ({"period": "custom", "first": LAST, "last": FIRST}, "The last day comes before the first."),
        ({"period": "all", "prizes": PRIZES}, NO_PRIZES),
        ({"ranked": "teams", "prizes": PRIZES}, NO_PRIZES),
        ({"ranked": "friends", "prizes": PRIZES}, NO_PRIZES),
    ],
)
def test_a_board_that_contradicts_itself_or_says_too_much_is_refused(given: dict[str, Any], said: str) -> None:
    assert sentence(BoardSpec, BOARD | given) == said


@pytest.mark.parametrize(
    "given",
    [
        {"period": "all"},
        {"period": "all", "ranked": "teams"},
        {"ranked": "friends"},
        {"prizes": PRIZES},
        {"period": "custom", "first": FIRST, "last": FIRST, "prizes": PRIZES},
        {"period": "custom", "season": "frost"},
        {"period": "custom", "season": "frost", "first": FIRST, "last": LAST},
    ],
)
def test_a_board_that_makes_sense_is_taken(given: dict[str, Any]) -> None:
    assert survives(BoardSpec.model_validate(BOARD | given))


def test_a_team_of_two_is_never_ranked() -> None:
    assert BoardSpec.model_validate(BOARD).floor == 3
    assert fields(BoardSpec, BOARD | {"floor": 2, "key": "This Week"}) == ["key", "floor"]


@pytest.mark.parametrize("given", [{}, {"best": 3, "bar": 100}])
def test_a_prize_is_for_the_best_or_for_everybody_with_enough(given: dict[str, Any]) -> None:
    rewards = PRIZES[0]["rewards"]
    said = "A prize is for the best so many, or for everybody who has so much."
    assert sentence(BoardPrize, {"rewards": rewards} | given) == said
    assert survives(BoardPrize.model_validate({"rewards": rewards, "bar": 100}))


def test_a_board_may_count_a_metric_between_two_days() -> None:
    given = {"measure": "metric_count", "metric": "review.submitted", "period": "custom", "first": FIRST, "last": LAST}
    assert BoardSpec.model_validate({"key": "b", "title": "Reviews", **given}).on
