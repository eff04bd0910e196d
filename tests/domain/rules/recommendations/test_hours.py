from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.recommendations.hours import is_working_time, last_day, working_days
from domain.specs import Window
from tests.domain.rules.recommendations.made_up import NOW, card

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """So many days after Monday."""
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


@pytest.mark.parametrize(("day", "hour", "minute"), [(0, 8, 0), (2, 12, 0), (4, 17, 59)])
def test_work_is_done_from_monday_to_friday_between_eight_and_six(day: int, hour: int, minute: int) -> None:
    assert is_working_time(at(day, hour, minute))


@pytest.mark.parametrize(("day", "hour", "minute"), [(0, 7, 59), (4, 18, 0), (5, 12, 0), (6, 12, 0), (1, 2, 0)])
def test_evenings_nights_and_weekends_are_free(day: int, hour: int, minute: int) -> None:
    assert not is_working_time(at(day, hour, minute))


def test_a_window_ends_with_its_last_day() -> None:
    assert last_day(card(window=Window.WEEKLY), NOW) == date(2026, 11, 22)
    assert last_day(card(window=Window.DAILY), NOW) == date(2026, 11, 18)
    assert last_day(card(window=Window.ONCE), NOW) is None


def test_a_mission_may_end_before_its_window_does() -> None:
    assert last_day(card(window=Window.MONTHLY, ends_at=datetime(2026, 11, 20, tzinfo=UTC)), NOW) == date(2026, 11, 19)


def test_the_end_of_a_mission_is_told_on_the_clock_of_the_player() -> None:
    there = NOW.astimezone(ZoneInfo("Asia/Tokyo"))
    assert last_day(card(ends_at=datetime(2026, 11, 20, tzinfo=UTC)), there) == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("here", "last", "left"),
    [
        (at(0, 9), date(2026, 11, 22), 5),
        (at(2, 9), date(2026, 11, 22), 3),
        (at(2, 18), date(2026, 11, 22), 2),
        (at(4, 18), date(2026, 11, 22), 0),
        (at(5, 12), date(2026, 11, 22), 0),
        (at(0, 9), None, 10),
        (at(2, 9), None, 10),
        (at(2, 9), date(2026, 11, 20), 3),
        (at(0, 9), date(2026, 11, 15), 0),
    ],
)
def test_only_working_days_are_left_and_today_until_the_evening(here: datetime, last: date | None, left: int) -> None:
    assert working_days(here, last) == left


@given(st.integers(0, 24 * 30), st.integers(-5, 60))
def test_a_later_end_never_leaves_fewer_days_and_never_more_than_two_weeks_hold(hours: int, days: int) -> None:
    here = MONDAY + timedelta(hours=hours)
    last = here.date() + timedelta(days=days)
    assert working_days(here, last) <= working_days(here, last + timedelta(days=1)) <= 10
