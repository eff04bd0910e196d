from dataclasses import replace
from uuid import UUID

from components.toasts import merged, toast_of
from domain.events import (
    BadgeEarned,
    LevelReached,
    MissionCompleted,
    MissionProgressed,
    PurchaseChanged,
    StepCompleted,
    XpAwarded,
)
from tests.components.samples import ME, NOW


def gain(amount: int, *, entries: int = 1, headline: str = "merged pull request #42 · acme/app") -> XpAwarded:
    return XpAwarded(ME, amount, 500, entries, headline, NOW)


def test_xp_comes_with_what_it_was_for() -> None:
    toast = toast_of(gain(50))
    assert toast == {"kind": "xp", "title": "+50 XP", "text": "Merged pull request #42 · acme/app"}


def test_xp_that_is_taken_back_says_so() -> None:
    assert (toast_of(gain(-1200)) or {})["title"] == "−1,200 XP"


def test_coins_are_told_beside_xp_and_alone() -> None:
    assert (toast_of(replace(gain(50), coins=5)) or {})["title"] == "+50 XP · +5 coins"
    bought = toast_of(replace(gain(0, headline="a mug"), coins=-1))
    assert bought == {"kind": "coins", "title": "−1 coin", "text": "A mug"}
    first, *_ = merged([replace(gain(1), coins=2), replace(gain(3), coins=4)])
    assert (toast_of(first) or {})["title"] == "+4 XP · +6 coins"
    mission = MissionCompleted(ME, UUID(int=7), "Review week", "2026-W47", 0, NOW, 3)
    assert (toast_of(mission) or {})["text"] == "Mission completed · +3 coins"


def test_work_that_paid_nothing_makes_no_noise() -> None:
    assert toast_of(gain(0)) is None


def test_a_burst_is_one_toast_in_front_of_what_it_led_to() -> None:
    level = LevelReached(ME, 4, NOW)
    first, second = merged([gain(50, headline="a"), level, gain(30, entries=2, headline="b")])
    assert first == gain(80, entries=3, headline="b")
    assert second == level
    assert (toast_of(first) or {})["text"] == "B and 2 more"


def test_levels_missions_and_badges_have_their_own_moment() -> None:
    assert (toast_of(LevelReached(ME, 4, NOW)) or {})["title"] == "Level 4 reached"
    mission = toast_of(MissionCompleted(ME, UUID(int=7), "Review week", "2026-W47", 150, NOW))
    assert mission == {"kind": "mission", "title": "Review week", "text": "Mission completed · +150 XP"}
    badge = toast_of(BadgeEarned(ME, "eyes", "Second pair of eyes", "silver", NOW)) or {}
    assert (badge["title"], badge["tier"]) == ("Second pair of eyes", "silver")


def test_a_step_of_a_quest_is_told_with_what_it_gave() -> None:
    toast = toast_of(StepCompleted(ME, UUID(int=8), "Land one", 25, NOW))
    assert toast == {"kind": "step", "title": "Land one", "text": "Step completed · +25 XP"}


def test_progress_shows_itself_on_the_bar_and_makes_no_toast() -> None:
    assert toast_of(MissionProgressed(ME, UUID(int=7), 0.3)) is None


def test_what_an_admin_did_with_a_purchase_is_told_with_his_reason() -> None:
    bought = PurchaseChanged(ME, UUID(int=9), "A mug", "bought", "", NOW)
    assert toast_of(bought) is None
    back = toast_of(replace(bought, step="refunded", reason="It is broken."))
    text = "This was taken back, and your coins are back. It is broken."
    assert back == {"kind": "reward", "title": "A mug", "text": text}
