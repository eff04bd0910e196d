from domain.specs import GameRules
from tests.domain.specs.faults import fields, survives


def test_streaks_are_shown_and_work_is_held_unless_an_admin_says_otherwise() -> None:
    assert GameRules().streaks
    assert GameRules().holds_by_itself
    assert survives(GameRules(streaks=False, cap_by_hand=0, hold_days=60, holds_by_itself=False))


def test_work_is_held_for_a_working_week_to_two_months() -> None:
    assert [GameRules(hold_days=days).hold_days for days in (5, 60)] == [5, 60]
    assert [fields(GameRules, {"hold_days": days}) for days in (4, 61)] == [["hold_days"]] * 2


def test_nobody_gives_away_more_than_a_hundred_thousand_a_day_by_hand() -> None:
    assert GameRules(cap_by_hand=100_000).cap_by_hand == 100_000
    assert fields(GameRules, {"cap_by_hand": 100_001}) == ["cap_by_hand"]
