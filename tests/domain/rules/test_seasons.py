from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules import seasons as rules
from domain.rules.seasons import Result
from domain.specs import Bar, SeasonPrize, SeasonSpec
from tests.domain.rules import work

DAYS = st.dates(date(2001, 1, 1), date(2900, 1, 1))
SPEC = SeasonSpec(id="s", name="S", first=date(2026, 3, 1), last=date(2026, 3, 10))


@given(DAYS, st.sampled_from(sorted(available_timezones())), st.integers(0, 86_399))
def test_everybodys_moments_of_a_day_lie_between_its_beginning_and_its_end(day: date, zone: str, second: int) -> None:
    moment = datetime.combine(day, datetime.min.time(), ZoneInfo(zone)) + timedelta(seconds=second)

    assert rules.begins_at(day) <= moment.astimezone(UTC) < rules.over_at(day) < rules.decided_at(day)


def test_a_season_goes_from_its_first_morning_anywhere_to_its_last_evening_anywhere() -> None:
    opened, over = datetime(2026, 2, 28, 10, tzinfo=UTC), datetime(2026, 3, 11, 12, tzinfo=UTC)
    assert (rules.begins_at(SPEC.first), rules.over_at(SPEC.last)) == (opened, over)
    assert rules.decided_at(SPEC.last) == over + timedelta(days=2)
    mission = rules.in_season(work.mission(), (SPEC.first, SPEC.last))
    assert (mission.starts_at, mission.ends_at) == (opened, over)
    assert rules.in_season(work.mission(), None) == work.mission()


@given(st.lists(st.builds(SeasonPrize, bar=st.sampled_from(Bar), at_least=st.integers(1, 9), xp=st.just(1))))
def test_a_prize_is_reached_by_whoever_has_as_much_as_its_bar(prizes: list[SeasonPrize]) -> None:
    result = Result(xp=3, missions=5, badges=9, streak=7)
    has = {Bar.XP: 3, Bar.MISSIONS: 5, Bar.STREAK: 7}

    assert rules.reached(prizes, result) == [at for at, one in enumerate(prizes) if has[one.bar] >= one.at_least]


@pytest.mark.parametrize(
    ("day", "left", "passed"),
    [(date(2026, 2, 20), 10, 0), (SPEC.first, 10, 0.05), (date(2026, 3, 6), 5, 0.55), (SPEC.last, 1, 0.95),
     (date(2026, 3, 11), 0, 1)],
)  # fmt: skip
def test_the_clock_of_a_season(day: date, left: int, passed: float) -> None:
    assert rules.days_left(SPEC, day) == left
    assert rules.passed(SPEC, day) == pytest.approx(passed)


@pytest.mark.parametrize(
    ("bar", "at_least", "words"),
    [(Bar.XP, 1500, "1,500 XP"), (Bar.MISSIONS, 1, "1 mission"), (Bar.STREAK, 5, "5 working days in a row")],
)
def test_bars_in_words(bar: Bar, at_least: int, words: str) -> None:
    assert rules.bar_in_words(SeasonPrize(bar=bar, at_least=at_least, xp=1)) == words


@pytest.mark.parametrize("what", ["xp", "missions", "badges", "streak"])
def test_whoever_has_one_of_anything_took_part(what: str) -> None:
    assert Result(**{what: 1}).took_part
    assert not Result().took_part
    assert Result() == Result(xp=0, missions=0, badges=0, streak=0)


def test_a_prize_is_told_by_its_bar_and_all_that_it_gives() -> None:
    prize = SeasonPrize(bar=Bar.XP, at_least=500, xp=50, coins=20)

    assert rules.prize_in_words(prize) == "500 XP: +50 XP, +20 coins"
    assert rules.prize_in_words(SeasonPrize(bar=Bar.MISSIONS, at_least=1, xp=5)) == "1 mission: +5 XP"
