from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.history import changed
from domain.rules.zones import Zones, day_of, start_of, zone_at

BERLIN: Zones = [[None, "Europe/Berlin"]]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_day_is_the_one_the_player_lives_in() -> None:
    late = at("2026-11-16T23:30")

    assert day_of([[None, "UTC"]], late) == date(2026, 11, 16)
    assert day_of(BERLIN, late) == date(2026, 11, 17)
    assert day_of([[None, "America/Los_Angeles"]], at("2026-11-16T07:59")) == date(2026, 11, 15)


def test_the_far_east_is_fourteen_hours_ahead() -> None:
    kiritimati: Zones = [[None, "Pacific/Kiritimati"]]

    assert day_of(kiritimati, at("2026-11-16T09:59")) == date(2026, 11, 16)
    assert day_of(kiritimati, at("2026-11-16T10:00")) == date(2026, 11, 17)


def test_midnight_follows_the_clock_change() -> None:
    assert day_of(BERLIN, at("2026-10-24T22:00")) == date(2026, 10, 25)  # summer time, UTC+2
    assert day_of(BERLIN, at("2026-10-25T22:59")) == date(2026, 10, 25)  # winter time, UTC+1
    assert day_of(BERLIN, at("2026-10-25T23:00")) == date(2026, 10, 26)


def test_the_hour_that_comes_twice_is_one_day() -> None:
    assert day_of(BERLIN, at("2026-10-25T00:30")) == day_of(BERLIN, at("2026-10-25T01:30"))


def test_a_zone_without_daylight_saving_at_midnight_skips_no_day() -> None:
    """In Havana the clock goes from 23:59 to 01:00: there is no midnight on that day."""
    havana: Zones = [[None, "America/Havana"]]

    assert day_of(havana, at("2026-03-08T04:59")) == date(2026, 3, 7)
    assert day_of(havana, at("2026-03-08T05:00")) == date(2026, 3, 8)


def test_work_before_a_move_stays_on_the_day_it_was_done() -> None:
    move = at("2026-11-16T12:00")
    zones = changed(BERLIN, "Asia/Tokyo", move)

    assert day_of(zones, at("2026-11-15T22:30")) == date(2026, 11, 15)
    assert day_of(zones, at("2026-11-16T15:30")) == date(2026, 11, 17)


def test_a_move_counts_from_its_very_moment() -> None:
    move = at("2026-11-16T12:00")
    zones = changed(BERLIN, "Asia/Tokyo", move)

    assert zone_at(zones, move - timedelta(microseconds=1)).key == "Europe/Berlin"
    assert zone_at(zones, move).key == "Asia/Tokyo"


def test_moving_back_and_forth_keeps_every_stay() -> None:
    away = changed(BERLIN, "Asia/Tokyo", at("2026-01-01T00:00"))
    back = changed(away, "Europe/Berlin", at("2026-02-01T00:00"))

    assert [zone_at(back, at(f"2026-{month:02}-15T00:00")).key for month in (1, 2)] == ["Asia/Tokyo", "Europe/Berlin"]
    assert zone_at(back, at("2025-12-31T00:00")).key == "Europe/Berlin"
    assert len(away) == 2


def test_work_that_comes_in_after_a_move_stays_on_the_day_it_was_done() -> None:
    zones = changed(BERLIN, "Asia/Tokyo", at("2026-11-16T12:00"))

    assert day_of(zones, at("2026-11-15T22:30"), known_at=at("2026-11-17T08:00")) == date(2026, 11, 15)


def test_a_move_before_a_clock_that_is_ahead_changes_no_day_that_was_counted() -> None:
    zones = changed(BERLIN, "America/Los_Angeles", at("2026-11-16T12:00"))

    assert day_of(zones, at("2026-11-16T23:30"), known_at=at("2026-11-16T10:00")) == date(2026, 11, 17)


def test_a_day_begins_at_midnight_where_the_player_was() -> None:
    zones = changed(BERLIN, "Asia/Tokyo", at("2026-11-17T09:00"))
    later = at("2026-11-20T08:00")

    assert start_of(zones, date(2026, 11, 16), known_at=later) == at("2026-11-15T23:00")
    assert start_of(zones, date(2026, 11, 18), known_at=later) == at("2026-11-17T15:00")


def test_a_move_later_on_a_day_does_not_change_when_it_began() -> None:
    zones = changed(BERLIN, "Asia/Tokyo", at("2026-11-16T09:00"))

    assert start_of(zones, date(2026, 11, 16), known_at=at("2026-11-16T08:00")) == at("2026-11-15T23:00")


MOMENTS = st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
NAMES = st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kolkata", "Pacific/Kiritimati", "Pacific/Pago_Pago"])


@given(NAMES, st.lists(st.tuples(MOMENTS, NAMES), max_size=4), MOMENTS)
def test_the_zone_in_force_is_the_last_one_moved_to(
    first: str, moves: list[tuple[datetime, str]], when: datetime
) -> None:
    zones: Zones = [[None, first]]
    for moment, name in sorted(moves):
        zones = changed(zones, name, moment)
    expected = ([first] + [name for moment, name in sorted(moves) if moment <= when])[-1]

    assert zone_at(zones, when).key == expected
    assert day_of(zones, when) == when.astimezone(zone_at(zones, when)).date()


@pytest.mark.parametrize(("moved", "began"), [("12:00", "15:00"), ("12:01", "23:00")])
def test_whoever_moves_on_a_day_began_it_where_he_was_at_noon(moved: str, began: str) -> None:
    zones = changed(BERLIN, "Asia/Tokyo", at(f"2026-11-16T{moved}"))
    assert start_of(zones, date(2026, 11, 16), known_at=at("2026-11-20T00:00")) == at(f"2026-11-15T{began}")
