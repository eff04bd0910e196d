from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.back_test import Bursts, Finish, Stretch, finishes, winners
from domain.rules.derived import mission_completed
from domain.rules.missions import period
from domain.rules.requirements import Verdict, concerns, in_order
from domain.specs import (
    AllOf,
    BadgeTier,
    Fact,
    Kind,
    MissionSpec,
    NotOf,
    Operator,
    Requirement,
    Scope,
    Span,
    Step,
    Tier,
    Unit,
    Window,
    can_be_lost,
    conditions,
)
from tests.domain.rules import naive
from tests.domain.rules.work import DAY, FACTS, MINUTE, MONDAY, TREES, fact, issues, reviews

ME, OTHER = UUID(int=1), UUID(int=2)
SINCE = date(2026, 11, 1)
MICROSECOND = timedelta(microseconds=1)
STRETCH = Stretch(SINCE, date(2026, 12, 31), datetime(2027, 3, 1, tzinfo=UTC))


def mission(requirement: Requirement, **fields: object) -> MissionSpec:
    return MissionSpec.model_validate({"title": "Tried", "requirement": requirement, "xp": 40, **fields})


def on_days(*days: int) -> list[Fact]:
    """A review on each of these days after Monday."""
    return [fact(at, occurred_at=MONDAY + days * DAY, day=(MONDAY + days * DAY).date()) for at, days in enumerate(days)]


@given(facts=FACTS, requirement=TREES, window=st.sampled_from([Window.DAILY, Window.WEEKLY, Window.MONTHLY]))
def test_it_finds_the_windows_that_a_slow_look_at_every_fact_finds(
    facts: list[Fact], requirement: Requirement, window: Window
) -> None:
    facts = in_order([one for one in facts if concerns(requirement, one)])
    found = finishes(mission(requirement, window=window), ME, facts, STRETCH)
    assert Counter((one.window, one.key) for one in found) == Counter(_slowly(requirement, window, facts))


def _slowly(requirement: Requirement, window: Window, facts: Sequence[Fact]) -> list[tuple[str, str]]:
    """The windows that were completed, and the key of the fact that did it; none where it held to the end."""
    done: list[tuple[str, str]] = []
    for name in dict.fromkeys(period(window, one.day) for one in facts):
        inside = partial(_lies_in, window, name)
        mine = facts if any(one.ever for one in conditions(requirement)) else [one for one in facts if inside(one)]
        place = naive.completion(requirement, mine, inside)
        if place is not None:
            done.append((name, mine[place].key))
        elif can_be_lost(requirement) and naive.verdict(requirement, mine, inside) is Verdict.MET_NOW:
            done.append((name, ""))
    return done


def _lies_in(window: Window, name: str, one: Fact) -> bool:
    return period(window, one.day) == name


@pytest.mark.parametrize(("days", "taken"), [((0, 0, 0), 0), ((0, 1, 4), 4), ((2, 3, 5), 3)])
def test_the_time_runs_from_the_first_work_to_the_last(days: tuple[int, ...], taken: int) -> None:
    (found,) = finishes(mission(reviews(3)), ME, on_days(*days), STRETCH)
    assert (found.days, found.xp, found.helpers, found.whole) == (taken, 40, (ME,), True)


def test_each_tier_is_a_window_of_its_own_with_its_own_xp() -> None:
    tiers = (Tier(tier=BadgeTier.BRONZE, threshold=1, xp=5), Tier(tier=BadgeTier.GOLD, threshold=3, xp=50))
    spec = mission(reviews(3), kind=Kind.ACHIEVEMENT, tiers=tiers, xp=0)
    assert [(one.window, one.xp) for one in finishes(spec, ME, on_days(0, 1), STRETCH)] == [("bronze", 5)]
    assert [(one.window, one.xp) for one in finishes(spec, ME, on_days(0, 1, 2), STRETCH)] == [
        ("bronze", 5),
        ("gold", 50),
    ]


def test_what_can_be_lost_is_decided_after_its_window() -> None:
    calm = mission(reviews(2, operator=Operator.LTE), window=Window.WEEKLY)
    sunday = MONDAY + 6 * DAY
    early = Stretch(SINCE, sunday.date(), sunday)
    assert finishes(calm, ME, on_days(0, 1), early) == []
    (found,) = finishes(calm, ME, on_days(0, 1), STRETCH)
    assert (found.window, found.day, found.key) == ("2026-W47", sunday.date(), "")
    assert finishes(calm, ME, on_days(0, 1, 2), STRETCH) == []


def test_a_window_is_decided_at_the_very_moment_of_its_decision() -> None:
    calm = mission(reviews(2, operator=Operator.LTE), window=Window.WEEKLY)
    decided = MONDAY + 9 * DAY
    assert finishes(calm, ME, on_days(0), Stretch(SINCE, STRETCH.until, decided - MICROSECOND)) == []
    assert len(finishes(calm, ME, on_days(0), Stretch(SINCE, STRETCH.until, decided))) == 1


def test_what_there_ever_was_can_lose_a_window_until_it_is_decided() -> None:
    calm = mission(reviews(2, operator=Operator.LTE, ever=True), window=Window.WEEKLY)
    assert [one.window for one in finishes(calm, ME, on_days(-14, 0, 1), STRETCH)] == ["2026-W45"]


def test_doing_nothing_is_enough_where_nothing_is_asked_for_and_one_was_there() -> None:
    quiet = mission(NotOf(not_=reviews(1)), window=Window.WEEKLY)
    active = [MONDAY.date(), (MONDAY + 7 * DAY).date()]
    nothing = finishes(quiet, ME, (), STRETCH, active)
    assert [(one.window, one.days) for one in nothing] == [("2026-W47", 0), ("2026-W48", 0)]
    assert [one.window for one in finishes(quiet, ME, on_days(1), STRETCH, active)] == ["2026-W48"]
    assert finishes(quiet, ME, (), STRETCH) == []


def test_what_was_done_before_the_stretch_counts_for_conditions_of_ever_alone() -> None:
    stretch = Stretch((MONDAY + 2 * DAY).date(), STRETCH.until, STRETCH.now)
    assert finishes(mission(reviews(3)), ME, on_days(0, 1, 2), stretch) == []
    (found,) = finishes(mission(reviews(3, ever=True)), ME, on_days(0, 1, 2), stretch)
    assert (found.day, found.days) == ((MONDAY + 2 * DAY).date(), 0)


def test_a_window_is_not_completed_by_what_happened_after_it_was_decided() -> None:
    daily = mission(reviews(2, ever=True), window=Window.DAILY)
    assert [one.window for one in finishes(daily, ME, on_days(0, 30), STRETCH)] == ["2026-12-16"]


def test_what_happens_when_a_window_is_decided_comes_too_late_for_it() -> None:
    daily = mission(reviews(2, ever=True), window=Window.DAILY)
    assert [one.window for one in finishes(daily, ME, on_days(0, 3), STRETCH)] == ["2026-11-19"]


def test_beside_what_there_ever_was_only_the_work_of_the_window_counts() -> None:
    both = mission(AllOf(all=(reviews(2), issues(1, ever=True))), window=Window.WEEKLY)
    (issue,) = on_days(-13)
    facts = [replace(issue, key="an-issue", metric="issue.completed"), *on_days(-7, 0, 8, 9)]
    (found,) = finishes(both, ME, facts, STRETCH)
    assert (found.window, found.key) == ("2026-W48", "fact-3")


def test_what_was_reached_before_a_window_is_completed_with_the_first_work_in_it() -> None:
    weekly = mission(reviews(2, ever=True), window=Window.WEEKLY)
    found = finishes(weekly, ME, on_days(-14, -13, 1), STRETCH)
    assert [(one.window, one.day - MONDAY.date(), one.days) for one in found] == [
        ("2026-W45", -13 * DAY, 1),
        ("2026-W47", DAY, 0),
    ]


def test_what_was_reached_before_a_window_needs_no_work_in_it() -> None:
    weekly = mission(reviews(2, ever=True), window=Window.WEEKLY)
    found = finishes(weekly, ME, on_days(-14, -13), STRETCH, [MONDAY.date()])
    assert [(one.window, one.days) for one in found] == [("2026-W47", 0), ("2026-W45", 1)]


def test_what_a_team_did_is_paid_to_those_who_helped() -> None:
    spec = mission(reviews(2), scope=Scope.TEAM, min_contributors=2)
    mine = [fact(1, player_id=ME), fact(2, player_id=ME, minutes=1)]
    assert finishes(spec, UUID(int=9), mine, STRETCH) == []
    theirs = [fact(3, player_id=OTHER, minutes=2), fact(4, minutes=3)]
    (found,) = finishes(spec, UUID(int=9), [*mine, *theirs], STRETCH)
    assert (found.subject, found.helpers, found.key) == (UUID(int=9), (ME, OTHER), "fact-3")


QUEST = MissionSpec(
    title="A way",
    kind=Kind.QUEST,
    steps=(
        Step(title="One", requirement=reviews(1), xp=1, coins=2),
        Step(title="Aside", requirement=reviews(2), optional=True, xp=10),
        Step(title="Two", requirement=issues(1), xp=100),
    ),
    xp=1_000,
    coins=5,
    time_limit=Span(number=2, unit=Unit.DAYS),
)


def _done(*what: tuple[str, int]) -> list[Fact]:
    return [
        fact(number, metric=metric, occurred_at=at, day=at.date())
        for number, (metric, hours) in enumerate(what)
        for at in [MONDAY + hours * 60 * MINUTE]
    ]


@pytest.mark.parametrize(
    ("hours", "xp", "whole"),
    [((0, 1), 1_101, True), ((0, 47), 1_101, True), ((0, 48), 1, False), ((1, 0), 1, False)],
)
def test_a_quest_is_accepted_with_the_first_work_and_has_a_time_limit(
    hours: tuple[int, int], xp: int, *, whole: bool
) -> None:
    facts = in_order(_done(("review.submitted", hours[0]), ("issue.completed", hours[1])))
    (found,) = finishes(QUEST, ME, facts, STRETCH)
    assert (found.xp, found.whole) == (xp, whole)


def test_a_step_that_was_not_needed_is_paid_too() -> None:
    facts = _done(("review.submitted", 0), ("review.submitted", 1), ("review.submitted", 2), ("issue.completed", 3))
    assert [one.xp for one in finishes(QUEST, ME, facts, STRETCH)] == [1_111]


def test_a_quest_without_any_step_is_nothing() -> None:
    assert finishes(QUEST, ME, _done(("issue.completed", 0)), STRETCH) == []
    assert finishes(QUEST, ME, (), STRETCH) == []


@pytest.mark.parametrize(("days_before", "xp"), [(1, [1_101]), (-3, [])])
def test_a_quest_begins_when_the_mission_before_it_is_completed(days_before: int, xp: list[int]) -> None:
    at = MONDAY - days_before * DAY
    before = mission_completed(ME, "first", "once", at.date(), at, at)
    facts = in_order([before, *_done(("review.submitted", 0), ("issue.completed", 1))])
    quest = QUEST.model_copy(update={"after": ("first",)})
    assert [one.xp for one in finishes(quest, ME, facts, STRETCH)] == xp
    assert finishes(quest, ME, facts[1:] if days_before > 0 else facts[:-1], STRETCH) == []


@pytest.mark.parametrize("hour", [0, 1])
def test_a_quest_begins_at_the_very_moment_when_the_last_mission_before_it_is_completed(hour: int) -> None:
    first, second = (
        mission_completed(ME, slug, "once", MONDAY.date(), at, at)
        for slug, at in [("first", MONDAY - DAY), ("second", MONDAY + hour * 60 * MINUTE)]
    )
    facts = in_order([first, second, *_done(("review.submitted", 0), ("review.submitted", 1), ("issue.completed", 2))])
    quest = QUEST.model_copy(update={"after": ("first", "second"), "time_limit": None, "steps": QUEST.steps[::2]})
    (found,) = finishes(quest, ME, facts, STRETCH)
    assert (found.xp, found.coins, found.whole) == (1_101, 7, True)
    early = [one for one in facts if one.key != "fact-1"]
    assert [one.whole for one in finishes(quest, ME, early, STRETCH)] == ([True] if hour == 0 else [])


def test_work_that_only_bears_the_name_of_a_mission_does_not_complete_it() -> None:
    quest = QUEST.model_copy(update={"after": ("first",)})
    assert finishes(quest, ME, [fact(1, dimensions={"mission": "first"}), fact(2, minutes=1)], STRETCH) == []


def test_the_time_limit_of_a_quest_runs_from_the_first_work_that_it_asks_for() -> None:
    facts = _done(("release.published", 0), ("review.submitted", 40), ("issue.completed", 87))
    (found,) = finishes(QUEST, ME, facts, STRETCH)
    assert (found.whole, found.days) == (True, 2)


def test_a_quest_counts_from_the_first_day_it_is_tried_on() -> None:
    facts = _done(("review.submitted", -24), ("review.submitted", 0), ("issue.completed", 30))
    (found,) = finishes(QUEST, ME, facts, Stretch(MONDAY.date(), STRETCH.until, STRETCH.now))
    assert (found.whole, found.days) == (True, 1)


def test_an_unfinished_quest_is_as_old_as_its_latest_step() -> None:
    facts = _done(("review.submitted", 0), ("review.submitted", 20), ("review.submitted", 21))
    (found,) = finishes(QUEST, ME, facts, STRETCH)
    assert (found.xp, found.whole, found.key, found.days) == (11, False, "fact-2", 1)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9), st.integers(0, 4)), max_size=12), st.integers(1, 3))
def test_limited_places_go_to_the_first_of_each_window(drawn: list[tuple[int, int, int]], places: int) -> None:
    found = [
        Finish(UUID(int=who), f"w{window}", SINCE, MONDAY + minute * MINUTE, "key", 0, 5, (UUID(int=who),))
        for window, minute, who in drawn
    ]
    won = winners(mission(reviews(1), window=Window.WEEKLY, places=places), found)
    for window in {one.window for one in found}:
        inside = sorted((one.at, one.subject) for one in found if one.window == window)
        assert sorted((one.at, one.subject) for one in won if one.window == window) == inside[:places]
    assert winners(mission(reviews(1)), found) == found


@pytest.mark.parametrize(
    ("seconds", "hasty"),
    [((0,), 0), ((0, 59), 2), ((0, 60), 0), ((0, 59, 118), 3), ((0, 59, 200, 259), 4), ((0, 59, 200), 2)],
)
def test_work_at_less_than_a_minute_from_other_such_work_is_done_in_a_burst(
    seconds: tuple[int, ...], hasty: int
) -> None:
    bursts = Bursts()
    for second in seconds:
        bursts.add(["mine", "others"], [second * 10**6, second * 10**9])
    assert bursts.hasty == hasty
