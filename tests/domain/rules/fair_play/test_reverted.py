from datetime import timedelta
from uuid import UUID

from domain.rules.fair_play import Work
from domain.rules.fair_play.reverted import find
from domain.rules.fair_play.thresholds import REVERTED_TIMES, REVERTED_WITHIN
from tests.domain.rules.fair_play.work import ADA, BEN, later, merged, told


def _back_and_forth(times: int, *, by: UUID = ADA, after: timedelta = REVERTED_WITHIN) -> list[Work]:
    landed = [merged(ADA, later(days=day), pull=f"pull/{day}") for day in range(times)]
    back = [merged(by, later(days=day) + after, reverts=f"pull/{day}") for day in range(times)]
    return [*landed, *back]


def test_ones_own_work_landed_and_taken_back_again_and_again_is_told() -> None:
    [found] = find(_back_and_forth(REVERTED_TIMES))
    assert told([found]) == [("reverted", (ADA,), 3)]
    assert found.strength == 1
    assert found.sentence == "landed and reverted work of their own 3 times in a month."


def test_a_mistake_or_two_and_later_second_thoughts_are_good_work() -> None:
    assert find(_back_and_forth(REVERTED_TIMES - 1)) == []
    assert find(_back_and_forth(9, after=REVERTED_WITHIN + timedelta(seconds=1))) == []


def test_reverting_what_others_did_or_what_nobody_knows_is_not_told() -> None:
    assert find(_back_and_forth(9, by=BEN)) == []
    assert find([merged(ADA, later(days=day), reverts=f"pull/{day}") for day in range(9)]) == []
    assert find([merged(ADA, later(days=day)) for day in range(9)]) == []
