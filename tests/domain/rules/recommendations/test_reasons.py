from datetime import timedelta
from typing import Any

import pytest

from domain.rules.recommendations import Habits
from domain.rules.recommendations.hours import last_day
from domain.rules.recommendations.reasons import number, of_mission, of_streak
from domain.specs import Aggregate, Kind, Scope, Window
from domain.views import MissionCard, Need, Standing, StepLine
from tests.domain.rules.recommendations.made_up import NOW, card, habits, need, streak

EVENING = NOW.replace(hour=20)
REVIEWER = habits(review_submitted=32)


def reason(*needs: Need, mine: Habits = REVIEWER, at: Any = NOW, **fields: Any) -> str:
    one = card("Any", *needs, **fields)
    return of_mission(one, mine, last_day(one, at), at)


def test_what_is_missing_and_what_is_usual() -> None:
    assert reason(need(2, of=10)) == "Two more reviews: you usually do four a week."
    assert reason(need(2)) == "Two reviews: you usually do four a week."
    assert reason(need(1, of=10)) == "One more review: you usually do four a week."


def test_what_is_rare_is_told_of_the_whole_time() -> None:
    assert reason(need(2, of=10), mine=habits(review_submitted=3)) == (
        "Two more reviews: you did three in the last eight weeks."
    )


def test_once_a_week_is_usual() -> None:
    assert reason(need(1), mine=habits(review_submitted=8)) == "One review: you usually do one a week."


def test_a_week_from_now_is_not_near() -> None:
    assert reason(need(1), ends_at=NOW + timedelta(days=6)).startswith("Ends on Tuesday")
    assert reason(need(1), ends_at=NOW + timedelta(days=7)) == "One review: you usually do four a week."


def test_what_was_never_done_is_told_without_a_habit() -> None:
    assert reason(need(1), mine=habits()) == "One review, and it is done."


def test_two_weeks_are_needed_to_speak_of_a_habit() -> None:
    assert reason(need(1), mine=habits(weeks=1, review_submitted=9)) == "One review, and it is done."


@pytest.mark.parametrize(
    ("window", "said"),
    [
        (Window.DAILY, "Ends today; one review is missing."),
        (Window.WEEKLY, "Ends on Sunday; one review is missing."),
        (Window.MONTHLY, "One more review: you usually do four a week."),
    ],
)
def test_an_end_is_told_when_it_is_near(window: Window, said: str) -> None:
    assert reason(need(1, of=3), window=window) == said


def test_several_are_missing() -> None:
    assert reason(need(2), window=Window.WEEKLY) == "Ends on Sunday; two reviews are missing."
    assert reason(need(1), ends_at=NOW + timedelta(days=1)) == "Ends tomorrow; one review is missing."


def test_in_the_evening_there_is_no_haste() -> None:
    assert reason(need(2, of=3), window=Window.WEEKLY, at=EVENING) == "Two more reviews, when you are back at work."


def test_several_needs_are_named_and_many_are_not() -> None:
    release = need(1, metric="release.published")
    assert reason(need(2, of=3), release, mine=habits()) == "Two more reviews and one more release, and it is done."
    assert reason(need(2), release, need(1, metric="issue.completed"), mine=habits()) == (
        "Two reviews, one release and a little more, and it is done."
    )


def test_days_and_amounts_have_words_of_their_own() -> None:
    days = need(2, of=3, aggregate=Aggregate.DISTINCT_DAYS, many="days with reviews")
    assert reason(days) == "Two more days with reviews: you usually have four a week."
    xp = need(400, of=1000, metric="xp.earned", aggregate=Aggregate.SUM, many="XP")
    assert reason(xp, mine=habits(xp_earned=800)) == "400 more XP: you usually earn 100 a week."


def test_a_team_reaches_it_together() -> None:
    assert reason(need(2, of=8), scope=Scope.TEAM, team="Harbour") == "Harbour: two more reviews to go."
    assert reason(need(2, of=8), scope=Scope.TEAM) == "Your team: two more reviews to go."
    assert reason(need(2, of=8), scope=Scope.GUILD) == "All of us together: two more reviews to go."


def test_a_quest_is_told_by_its_next_step() -> None:
    steps = tuple(StepLine(title, "", 0.0, False, False, 0, None, None) for title in ("Look", "Mend"))
    offered: MissionCard = card("Way", need(1), kind=Kind.QUEST, steps=steps, standing=Standing.NOT_STARTED)
    assert of_mission(offered, REVIEWER, None, NOW) == "A quest of two steps that begins with one review."
    assert reason(need(2, of=3), kind=Kind.QUEST, steps=steps) == "Your next step: two more reviews."
    assert reason(need(2), kind=Kind.QUEST, steps=steps) == "Your next step: two reviews."


def test_a_streak_grows_with_anything() -> None:
    assert of_streak(streak(7)) == "Anything that lands today makes it eight working days in a row."


@pytest.mark.parametrize(("amount", "said"), [(0, "no"), (1, "one"), (12, "twelve"), (13, "13"), (1_200, "1,200")])
def test_small_numbers_are_words(amount: int, said: str) -> None:
    assert number(amount) == said
