from datetime import date

import pytest
from pydantic import ValidationError

from domain.specs import BoardSpec

FIRST, LAST = date(2026, 11, 3), date(2026, 11, 30)


@pytest.mark.parametrize(
    "fields",
    [
        {"measure": "metric_count"},
        {"measure": "xp", "metric": "review.submitted"},
        {"measure": "metric_sum", "metric": "copilot.active_day"},
        {"period": "custom", "first": FIRST},
        {"period": "week", "first": FIRST, "last": LAST},
        {"period": "custom", "first": LAST, "last": FIRST},
        {"floor": 2},
        {"key": "This Week"},
    ],
)
def test_a_board_that_contradicts_itself_or_says_too_much_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        BoardSpec.model_validate({"key": "b", "title": "A board", **fields})


def test_a_board_may_count_a_metric_between_two_days() -> None:
    fields = {"measure": "metric_count", "metric": "review.submitted", "period": "custom", "first": FIRST, "last": LAST}
    assert BoardSpec.model_validate({"key": "b", "title": "Reviews", **fields}).on
