from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from nicegui import ui
from nicegui.testing import User

from components.preview import NAMED, BackTest, in_words
from domain.views import Finisher, Preview
from domain.views.fairness import ComparisonView, ShareView
from tests.components.drawing import drawn, eventually

DAY = date(2026, 11, 9)
FOUND = Preview(
    since=DAY,
    until=DAY + timedelta(days=30),
    activities=900,
    people=52,
    finished=14,
    completions=27,
    median_days=9.0,
    xp=4200,
    coins=0,
    finishers=tuple(Finisher(f"Person {at}", DAY + timedelta(days=at), at) for at in range(1, 15)),
    out_of_reach=(("did nothing of the kind in that time", 8),),
    hasty=0.02,
    groups=(
        ComparisonView("Teams", (ShareView("in Night owls", 2, 6, low=False),), 3, "There are not two.", warns=False),
        ComparisonView(
            "Time zones",
            (
                ShareView("in Europe/Berlin", 9, 30, low=False),
                ShareView("smaller groups together", 5, 22, low=True),
            ),
            0,
            "Reached by 5 of 22 smaller groups together, but by 9 of 30 in Europe/Berlin.",
            warns=True,
        ),
        ComparisonView("Who reviews", (), 52, "There are not two groups to compare.", warns=False),
    ),
)
NOTHING = replace(FOUND, activities=0, finished=0, completions=0, median_days=None, xp=0, finishers=(), hasty=0)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (FOUND, "14 of 52 people would have finished, median 9 days, 4,200 XP minted."),
        (replace(FOUND, coins=70), "14 of 52 people would have finished, median 9 days, 4,200 XP and 70 coins minted."),
        (replace(FOUND, median_days=2.5), "14 of 52 people would have finished, median 2.5 days, 4,200 XP minted."),
        (replace(FOUND, median_days=1), "14 of 52 people would have finished, median 1 day, 4,200 XP minted."),
        (
            replace(FOUND, median_days=0),
            "14 of 52 people would have finished, median less than a day, 4,200 XP minted.",
        ),
        (replace(NOTHING, people=1), "0 of 1 person would have finished, 0 XP minted."),
    ],
)
def test_the_answer_is_a_sentence(found: Preview, sentence: str) -> None:
    assert in_words(found) == sentence


async def test_the_first_are_named_and_the_others_are_counted() -> None:
    async with drawn(_shows(FOUND)) as user:
        await user.should_see("Person 1")
        await user.should_see("19 November 2026 · 10 times")
        await user.should_not_see(f"Person {NAMED + 1}")
        await user.should_see("and 4 more")


async def test_whoever_is_hidden_is_counted_and_not_named() -> None:
    async with drawn(_shows(replace(FOUND, finishers=()))) as user:
        await user.should_see("14 who are hidden")


async def test_the_spread_stands_in_bars_as_long_as_the_share() -> None:
    async with drawn(_shows(FOUND)) as user:
        await user.should_see("in Night owls")
        await user.should_see("9 of 30")
        await user.should_not_see("Who reviews")
        bars = [element.style.get("transform") for element in user.find(ui.element).elements]
        assert "scaleX(0.300)" in bars


async def test_a_group_that_would_finish_much_less_often_is_warned_of() -> None:
    async with drawn(_shows(FOUND)) as user:
        (doubt,) = user.find(marker="preview-doubt").elements
        assert doubt.text.startswith("Reached by 5 of 22 smaller groups")  # type: ignore[attr-defined]
        await user.should_not_see("There are not two")


async def test_who_could_not_have_finished_is_told_with_the_reason() -> None:
    async with drawn(_shows(FOUND)) as user:
        await user.should_see("8 did nothing of the kind in that time")


@pytest.mark.parametrize(("share", "warned"), [(0.25, False), (0.26, True)])
async def test_haste_is_warned_of_above_a_quarter(share: float, *, warned: bool) -> None:
    async with drawn(_shows(replace(FOUND, hasty=share))) as user:
        await user.should_see(f"{share:.0%}".replace("%", " %") + " of the work was done in bursts")
        await (user.should_see if warned else user.should_not_see)("If you want care")


async def test_a_share_that_is_not_nothing_is_not_called_so() -> None:
    async with drawn(_shows(replace(FOUND, hasty=0.001))) as user:
        await user.should_see("less than 1 % of the work")


async def test_nothing_recorded_is_said_in_place_of_noughts() -> None:
    async with drawn(_shows(NOTHING)) as user:
        await user.should_see("Nothing was recorded in that time.")
        await user.should_not_see("XP minted")


async def test_only_a_dated_mission_hears_that_its_dates_played_no_part() -> None:
    async with drawn(_shows(FOUND)) as user:
        await user.should_not_see("played no part")
    async with drawn(_shows(FOUND, dated=True)) as user:
        await user.should_see("played no part")


async def test_while_it_runs_there_is_a_bar_and_a_way_to_stop() -> None:
    stopped: list[bool] = []
    async with drawn(lambda: _box(lambda: stopped.append(True)).progress(0.42)) as user:
        bar = next(one for one in user.find(ui.element).elements if one.props.get("role") == "progressbar")
        assert bar.props["aria-valuenow"] == 42
        assert not _field(user, "preview-try").enabled
        user.find(marker="preview-stop").click()
        await eventually(lambda: stopped == [True])


async def test_it_is_tried_on_the_chosen_time() -> None:
    asked: list[int] = []

    async def ask(days: int) -> None:
        asked.append(days)

    async with drawn(lambda: BackTest(on_try=ask, on_stop=lambda: None)) as user:
        _field(user, "preview-days").set_value(365)
        user.find(marker="preview-try").click()
        await eventually(lambda: asked == [365])


async def test_a_new_answer_takes_the_place_of_the_old_one() -> None:
    boxes: list[BackTest] = []
    async with drawn(lambda: boxes.append(_box())) as user:
        with user:
            boxes[0].show(FOUND, dated=False)
            boxes[0].refused("Please finish the form first.")
        await user.should_see("Please finish the form first.")
        await user.should_not_see("XP minted")


def _box(on_stop: Callable[[], None] = lambda: None) -> BackTest:
    async def ask(_: int) -> None: ...

    return BackTest(on_try=ask, on_stop=on_stop)


def _field(user: User, marker: str) -> Any:
    (field,) = user.find(marker=marker).elements
    return field


def _shows(found: Preview, *, dated: bool = False) -> Callable[[], None]:
    return lambda: _box().show(found, dated=dated)
