from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.recommendations import MOST, Habits, recommend
from domain.rules.recommendations.hours import is_working_time
from domain.specs import Aggregate, Kind, Window
from domain.views import MissionCard, Next, Recommendations, Standing, StreakView
from tests.domain.rules.recommendations.made_up import (
    NOW,
    card,
    cards_made_up,
    habits,
    habits_made_up,
    moments,
    need,
    streak,
    streaks_made_up,
)

BUSY = habits(review_submitted=16, issue_completed=16, release_published=16)
SATURDAY = NOW + timedelta(days=3)
EVENING = NOW.replace(hour=20)


def issues(missing: int = 1, **fields: Any) -> Any:
    return need(missing, metric="issue.completed", **fields)


def titles(*cards: MissionCard, mine: Habits = BUSY, runs: StreakView | None = None, at: datetime = NOW) -> list[str]:
    return [one.title for one in recommend(cards, runs or streak(), mine, at).items]


def test_what_is_closest_comes_first() -> None:
    far, near = card("Far", need(5, of=10)), card("Near", issues(1, of=10))
    assert titles(far, near) == ["Near", "Far"]


def test_what_one_usually_does_comes_before_what_one_never_does() -> None:
    never = need(1, of=2, metric="talk.given")
    assert titles(card("Never", never), card("Usual", issues(1, of=2))) == ["Usual"]


def test_a_window_that_is_nearly_over_is_no_good_for_much_work() -> None:
    assert titles(card("Today", need(3), window=Window.DAILY)) == []
    assert titles(card("Month", need(3), window=Window.MONTHLY)) == ["Month"]


def test_equals_stand_by_their_title() -> None:
    assert titles(card("B", need(2)), card("A", issues(2))) == ["A", "B"]


def test_one_of_what_asks_for_the_same_work_is_enough() -> None:
    assert titles(card("Two", need(2)), card("One", need(1)), card("Other", issues(3))) == ["One", "Other"]


def test_two_of_a_kind_are_enough() -> None:
    release = need(1, metric="release.published")
    three = [card("A", need()), card("B", issues()), card("C", release)]
    assert titles(*three) == ["A", "B"]
    assert titles(*three[:2], card("C", release, kind=Kind.ACHIEVEMENT)) == ["A", "B", "C"]


def test_three_things_are_enough() -> None:
    kinds = {"A": Kind.MISSION, "B": Kind.MISSION, "C": Kind.ACHIEVEMENT, "D": Kind.ACHIEVEMENT}
    mine = habits(**dict.fromkeys(("a_done", "b_done", "c_done", "d_done"), 16))
    four = [card(title, need(metric=f"{title.lower()}.done"), kind=kind) for title, kind in kinds.items()]
    assert titles(*four, mine=mine) == ["A", "B", "C"]


@pytest.mark.parametrize("standing", [Standing.WAITING, Standing.COMPLETED, Standing.FAILED, Standing.EXPIRED])
def test_what_is_over_is_not_recommended(standing: Standing) -> None:
    assert titles(card(standing=standing)) == []


def test_nothing_is_recommended_that_more_work_does_not_bring_nearer() -> None:
    assert titles(card(needs=())) == []


def test_nobody_is_asked_to_work_on_a_weekend() -> None:
    week = card("Week", need(1, of=2), window=Window.WEEKLY)
    assert titles(week, at=NOW) == ["Week"]
    assert titles(week, at=SATURDAY) == []
    assert titles(week, at=(NOW + timedelta(days=2)).replace(hour=18)) == []


def test_a_day_is_over_in_the_evening() -> None:
    day = card("Day", need(1, of=2), window=Window.DAILY)
    assert titles(day) == ["Day"]
    assert titles(day, at=EVENING) == []


def test_evenings_and_weekends_are_calm() -> None:
    assert not recommend([], streak(), BUSY, NOW).calm
    assert recommend([], streak(), BUSY, EVENING).calm
    assert recommend([], streak(), BUSY, SATURDAY).calm
    assert recommend([], streak(), BUSY, NOW.astimezone(ZoneInfo("Asia/Tokyo"))).calm


def test_a_streak_that_today_does_not_belong_to_yet_can_grow() -> None:
    found = recommend([], streak(7), BUSY, NOW).items
    assert [(one.about, one.mission_id) for one in found] == [(Next.STREAK, None)]
    assert titles(runs=streak(7, today=True)) == []
    assert titles(runs=streak(3)) == ["Your streak"]
    assert titles(runs=streak(2)) == []


@pytest.mark.parametrize("at", [EVENING, SATURDAY, NOW.replace(hour=6)])
def test_a_streak_is_never_urged_outside_working_hours(at: datetime) -> None:
    assert titles(runs=streak(7), at=at) == []


def test_a_streak_that_a_mission_wants_grows_from_the_one_that_runs() -> None:
    wanted = need(1, of=10, metric="streak.length", aggregate=Aggregate.MAX, one="day", many="days")
    (found,) = recommend([card("Ten", wanted)], streak(8, today=True), BUSY, NOW).items
    assert found.reason.startswith("Two more days")
    assert titles(card("Ten", wanted), runs=streak(0)) == []


def test_whoever_is_new_is_led_to_first_steps() -> None:
    new = habits(weeks=0)
    quest = card("Begin", need(), issues(), kind=Kind.QUEST, standing=Standing.NOT_STARTED, progress=0.0)
    much = card("Much", need(5, metric="release.published"))
    assert titles(card("First", issues()), quest, much, mine=new) == ["Begin", "First", "Much"]
    assert titles(quest, mine=BUSY) == ["Begin"]
    assert titles(card("First", need(metric="talk.given")), mine=BUSY) == []


@given(cards_made_up, habits_made_up, streaks_made_up, moments, st.randoms(use_true_random=False))
def test_the_order_in_which_missions_are_given_does_not_matter(
    cards: Sequence[MissionCard], mine: Habits, runs: StreakView, here: datetime, shuffle: Any
) -> None:
    mixed = [*cards]
    shuffle.shuffle(mixed)
    assert recommend(mixed, runs, mine, here) == recommend(cards, runs, mine, here)


@given(cards_made_up, habits_made_up, streaks_made_up, moments)
def test_whatever_is_open_few_and_varied_things_are_recommended(
    cards: Sequence[MissionCard], mine: Habits, runs: StreakView, here: datetime
) -> None:
    known = {one.id: one for one in cards}
    found = recommend(cards, runs, mine, here)
    chosen = [known[one.mission_id] for one in found.items if one.mission_id]
    metrics = [one.needs[0].metric for one in chosen]

    assert len(found.items) <= MOST
    assert len(set(metrics)) == len(metrics)
    assert all(number <= 2 for number in Counter(one.about for one in found.items).values())
    assert all(one.standing in {Standing.NOT_STARTED, Standing.IN_PROGRESS} and one.needs for one in chosen)
    assert all(one.ends_at is None or one.ends_at > here for one in chosen)
    assert all(one.reason.endswith(".") and one.reason[0] == one.reason[0].upper() for one in found.items)


@given(cards_made_up, habits_made_up, streaks_made_up, moments)
def test_outside_working_hours_nothing_is_urgent(
    cards: Sequence[MissionCard], mine: Habits, runs: StreakView, here: datetime
) -> None:
    found: Recommendations = recommend(cards, runs, mine, here)
    if is_working_time(here):
        return
    assert found.calm
    assert not any(one.about is Next.STREAK for one in found.items)
    assert not any(word in one.reason for one in found.items for word in ("Ends", "today", "tomorrow", "missing"))


@given(cards_made_up, habits_made_up, streaks_made_up)
def test_at_noon_of_a_weekend_no_daily_or_weekly_mission_is_recommended(
    cards: Sequence[MissionCard], mine: Habits, runs: StreakView
) -> None:
    short = [replace(one, window=Window.WEEKLY) for one in cards]
    assert recommend(short, runs, mine, SATURDAY.replace(hour=12)).items == ()
