import pytest

from domain.rules.explaining import why_mission, why_rule
from domain.rules.scoring import pay


def why(amount: int, each: int, after: int, *, full_until: int = 150, cap: int = 250) -> str:
    """The sentence for an entry that brought the day's sum to `after`."""
    return why_rule(amount, {"each": each, "full_until": full_until, "cap": cap, "sum": after, "version": 1})


@pytest.mark.parametrize(
    ("amount", "each", "after", "sentence"),
    [
        (50, 50, 150, "capped at 250 a day"),
        (25, 50, 200, "50 XP each, half beyond 150, capped at 250 a day"),
        (0, 50, 400, "the day's cap of 250 XP is reached"),
        (0, 0, 100, "this work is counted, but pays nothing"),
        (-50, -50, 100, "taken back: the work it was for was withdrawn"),
        (0, -50, 400, "taken back: the work it was for was withdrawn"),
    ],
)
def test_every_entry_says_why_it_has_its_amount(amount: int, each: int, after: int, sentence: str) -> None:
    assert why(amount, each, after) == sentence


def test_the_cap_is_named_as_the_reason_only_when_it_is_reached() -> None:
    """One XP at half worth is nothing now and one with the next: no cap has anything to do with it."""
    assert pay(1, 10, 2) - pay(1, 10, 1) == 0
    assert why(0, 1, 2, full_until=1, cap=10) == "1 XP each, half beyond 1, capped at 10 a day"


def test_a_missions_reward_names_its_window() -> None:
    assert why_mission({"title": "Look", "period": "once"}) == "its reward"
    assert why_mission({"title": "Look", "period": "2026-W47"}) == "its reward · 2026-W47"
