"""Windows: their names, when they close, and when they are decided."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.missions import (
    Running,
    closes_at,
    days,
    decided_at,
    period,
    refusal,
    windows,
)
from domain.specs import MissionSpec, Window
from tests.domain.rules.work import DAY, MINUTE, MONDAY, at, fact, mission

HOUR = timedelta(hours=1)
MICROSECOND = timedelta(microseconds=1)
RECURRING = [window for window in Window if window is not Window.ONCE]
#: Half and quarter hours, the ends of the day's world, zones that change their clocks and one that skipped a day.
ZONES = (
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Etc/GMT+12",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Europe/London",
)
MOMENTS = st.one_of(
    st.integers(24, 9_000_000).map(lambda hours: datetime(1970, 1, 1, tzinfo=UTC) + hours * HOUR),
    st.integers(0, 370 * 96).map(lambda quarters: datetime(2026, 1, 1, tzinfo=UTC) + quarters * timedelta(minutes=15)),
)
#: Nothing arrived before it.
PUBLISHED = datetime(1970, 1, 1, tzinfo=UTC)


# --- names of windows --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("window", "day", "name", "first", "last"),
    [
        (Window.DAILY, "2024-02-29", "2024-02-29", "2024-02-29", "2024-02-29"),
        (Window.WEEKLY, "2026-11-20", "2026-W47", "2026-11-16", "2026-11-22"),
        (Window.WEEKLY, "2026-01-05", "2026-W02", "2026-01-05", "2026-01-11"),
        (Window.WEEKLY, "2024-12-30", "2025-W01", "2024-12-30", "2025-01-05"),
        (Window.WEEKLY, "2021-01-01", "2020-W53", "2020-12-28", "2021-01-03"),
        (Window.WEEKLY, "2026-12-31", "2026-W53", "2026-12-28", "2027-01-03"),
        (Window.WEEKLY, "2027-01-03", "2026-W53", "2026-12-28", "2027-01-03"),
        (Window.WEEKLY, "2027-01-04", "2027-W01", "2027-01-04", "2027-01-10"),
        (Window.MONTHLY, "2024-02-01", "2024-02", "2024-02-01", "2024-02-29"),
        (Window.MONTHLY, "2026-02-28", "2026-02", "2026-02-01", "2026-02-28"),
        (Window.MONTHLY, "2100-02-28", "2100-02", "2100-02-01", "2100-02-28"),
        (Window.MONTHLY, "2026-12-31", "2026-12", "2026-12-01", "2026-12-31"),
        (Window.SEASON, "2026-01-01", "2026-Q1", "2026-01-01", "2026-03-31"),
        (Window.SEASON, "2026-03-31", "2026-Q1", "2026-01-01", "2026-03-31"),
        (Window.SEASON, "2026-04-01", "2026-Q2", "2026-04-01", "2026-06-30"),
        (Window.SEASON, "2026-09-30", "2026-Q3", "2026-07-01", "2026-09-30"),
        (Window.SEASON, "2026-12-31", "2026-Q4", "2026-10-01", "2026-12-31"),
    ],
)
def test_a_day_lies_in_the_window_of_this_name(window: Window, day: str, name: str, first: str, last: str) -> None:
    assert period(window, date.fromisoformat(day)) == name
    assert days(window, name) == (date.fromisoformat(first), date.fromisoformat(last))


def test_a_window_that_comes_only_once_is_called_once_and_has_no_days() -> None:
    assert period(Window.ONCE, date(2026, 3, 1)) == "once"
    assert days(Window.ONCE, "once") is None


@given(st.sampled_from(RECURRING), st.dates(date(1970, 1, 1), date(2999, 9, 30)))
def test_every_day_lies_in_exactly_the_window_that_its_name_says(window: Window, day: date) -> None:
    name = period(window, day)
    first, last = days(window, name) or (day, day)

    assert first <= day <= last
    assert {period(window, first + number * DAY) for number in range((last - first).days + 1)} == {name}
    assert period(window, first - DAY) < name < period(window, last + DAY)


@given(st.sampled_from(RECURRING), st.dates(date(1970, 1, 1), date(2999, 9, 30)), st.integers(1, 100))
def test_the_names_of_windows_sort_as_they_follow_each_other(window: Window, day: date, later: int) -> None:
    assert period(window, day) <= period(window, day + later * DAY)


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Pacific/Kiritimati", "2026-11-17"), ("Etc/GMT+12", "2026-11-15"), ("Asia/Kathmandu", "2026-11-16")],
)
def test_the_window_of_a_fact_is_that_of_the_players_own_day(zone: str, day: str) -> None:
    moment = at("2026-11-16T11:00") if day != "2026-11-15" else at("2026-11-16T11:59")
    local = moment.astimezone(ZoneInfo(zone)).date()

    assert period(Window.DAILY, local) == day


def test_a_minute_is_enough_to_lie_in_another_window_where_clocks_change() -> None:
    """In Lord Howe the clocks move by half an hour, in London by one: the day is what the wall shows."""
    midnight = at("2026-10-25T00:00", "Europe/London")

    assert period(Window.DAILY, (midnight - MINUTE).astimezone(ZoneInfo("Europe/London")).date()) == "2026-10-24"
    assert period(Window.DAILY, (midnight + 24 * HOUR).astimezone(ZoneInfo("Europe/London")).date()) == "2026-10-25"
    assert period(Window.DAILY, (midnight + 25 * HOUR).astimezone(ZoneInfo("Europe/London")).date()) == "2026-10-26"


# --- when windows close ------------------------------------------------------------------------------------------


@given(st.sampled_from(RECURRING), MOMENTS, st.sampled_from(ZONES))
def test_a_window_is_open_as_long_as_it_is_somewhere_in_the_world(window: Window, moment: datetime, zone: str) -> None:
    name = period(window, moment.astimezone(ZoneInfo(zone)).date())
    closes = closes_at(mission(window), name)

    assert closes is not None
    assert moment < closes


@given(st.sampled_from(RECURRING), MOMENTS)
def test_a_window_closes_when_it_is_over_in_the_westernmost_zone(window: Window, moment: datetime) -> None:
    west = ZoneInfo("Etc/GMT+12")
    name = period(window, moment.astimezone(west).date())
    closes = closes_at(mission(window), name)

    assert closes is not None
    assert period(window, (closes - MICROSECOND).astimezone(west).date()) == name
    assert period(window, closes.astimezone(west).date()) > name


@pytest.mark.parametrize(
    ("window", "name", "closes"),
    [
        (Window.DAILY, "2024-02-29", "2024-03-01T12:00"),
        (Window.DAILY, "2026-03-29", "2026-03-30T12:00"),
        (Window.WEEKLY, "2026-W53", "2027-01-04T12:00"),
        (Window.WEEKLY, "2020-W53", "2021-01-04T12:00"),
        (Window.MONTHLY, "2026-12", "2027-01-01T12:00"),
        (Window.SEASON, "2026-Q4", "2027-01-01T12:00"),
    ],
)
def test_it_closes_at_noon_utc_of_the_day_after_and_is_decided_two_days_later(
    window: Window, name: str, closes: str
) -> None:
    assert closes_at(mission(window), name) == at(closes)
    assert decided_at(mission(window), name) == at(closes) + timedelta(hours=48)


def test_the_end_of_a_mission_closes_its_last_window() -> None:
    weekly = mission(Window.WEEKLY, ends_at=at("2026-11-18T09:00"))

    assert closes_at(weekly, "2026-W46") == at("2026-11-16T12:00")
    assert closes_at(weekly, "2026-W47") == at("2026-11-18T09:00")


def test_a_mission_without_repetition_closes_at_its_end_or_never() -> None:
    assert closes_at(mission(), "once") is None
    assert decided_at(mission(), "once") is None
    assert closes_at(mission(ends_at=at("2026-11-18T09:00")), "once") == at("2026-11-18T09:00")


# --- which windows are decided -----------------------------------------------------------------------------------


ENDS = st.none() | st.integers(1, 400 * 24).map(lambda hours: at("2026-01-01T00:00") + hours * HOUR)


@given(
    st.sampled_from(Window), ENDS, st.dates(date(2025, 12, 1), date(2026, 12, 31)), st.integers(-800, 20_000), st.data()
)
def test_each_decided_window_comes_exactly_once_in_order_and_nothing_open_comes(
    window: Window, ends_at: datetime | None, since: date, hours: int, data: st.DataObject
) -> None:
    spec, now = mission(window, ends_at=ends_at), at("2026-01-01T00:00") + hours * HOUR
    named = dict.fromkeys(period(window, since + number * DAY) for number in range(1_000))
    expected = [name for name in named if (decided_at(spec, name) or now + HOUR) <= now and _begins(spec, name, since)]

    assert list(windows(spec, since, now)) == expected

    cut = data.draw(st.integers(0, len(expected)))
    if expected[cut:] and (span := days(window, expected[cut])):
        assert list(windows(spec, max(span[0], since), now)) == expected[cut:]


def _begins(spec: MissionSpec, name: str, since: date) -> bool:
    """Whether a window begins, somewhere in the world, before the mission ends; the first one always counts."""
    span = days(spec.window, name)
    if span is None or spec.ends_at is None or span[0] <= since:
        return True
    return span[0] <= spec.ends_at.astimezone(ZoneInfo("Etc/GMT-14")).date() and spec.ends_at != _midnight(span[0])


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Etc/GMT-14"))


def test_windows_that_only_the_east_had_begun_when_the_mission_ended_are_decided_too() -> None:
    """In Kiritimati the 21st begins at 10:00 UTC of the 20th."""
    east = at("2026-11-21T00:00", "Pacific/Kiritimati")

    def decided(ends_at: datetime) -> list[str]:
        return list(windows(mission(Window.DAILY, ends_at=ends_at), date(2026, 11, 20), at("2026-12-24T00:00")))

    assert decided(east) == ["2026-11-20"]
    assert decided(east + MICROSECOND) == ["2026-11-20", "2026-11-21"]
    assert decided(at("2026-11-21T00:00")) == ["2026-11-20", "2026-11-21"]


def test_a_window_is_decided_at_the_very_moment_of_its_decision() -> None:
    weekly = mission(Window.WEEKLY)
    decided = decided_at(weekly, "2026-W53") or MONDAY

    assert list(windows(weekly, date(2026, 12, 28), decided - MICROSECOND)) == []
    assert list(windows(weekly, date(2026, 12, 28), decided)) == ["2026-W53"]


@given(st.sampled_from(Window), ENDS, MOMENTS, st.sampled_from(ZONES), st.integers(-300, 300))
def test_a_fact_is_taken_in_exactly_as_long_as_its_window_is_not_decided(
    window: Window, ends_at: datetime | None, moment: datetime, zone: str, hours: int
) -> None:
    spec = mission(window, ends_at=ends_at)
    each = fact(occurred_at=moment, day=moment.astimezone(ZoneInfo(zone)).date())
    received_at = moment + hours * HOUR
    refused = refusal(spec, Running(PUBLISHED, None), each, received_at)
    name = period(window, each.day)

    if ends_at is not None and moment >= ends_at:
        assert refused is not None
    else:
        assert (refused is not None) == (name in windows(spec, each.day, received_at))
