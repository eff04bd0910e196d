from datetime import UTC, datetime, timedelta, timezone

from domain.rules.history import changed, value_at

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BEGINNING = [[None, "human"]]


def test_the_first_value_holds_since_ever() -> None:
    assert value_at(BEGINNING, datetime(1970, 1, 1, tzinfo=UTC)) == "human"


def test_a_value_holds_from_its_very_moment_on() -> None:
    history = changed(BEGINNING, "bot", NOON)

    assert value_at(history, NOON - MINUTE) == "human"
    assert value_at(history, NOON) == "bot"
    assert value_at(history, NOON + MINUTE) == "bot"


def test_what_was_once_so_stays_so_for_its_time() -> None:
    history = changed(changed(BEGINNING, "bot", NOON), "human", NOON + 2 * MINUTE)

    assert [value_at(history, NOON + minutes * MINUTE) for minutes in (-1, 1, 3)] == ["human", "bot", "human"]


def test_a_change_leaves_the_history_before_it_alone() -> None:
    changed(BEGINNING, "bot", NOON)
    assert BEGINNING == [[None, "human"]]


def test_changes_are_kept_in_utc() -> None:
    in_kathmandu = NOON.astimezone(timezone(timedelta(hours=5, minutes=45)))
    assert changed(BEGINNING, "bot", in_kathmandu)[-1] == ["2026-11-18T12:00:00+00:00", "bot"]
