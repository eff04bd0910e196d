from datetime import UTC, datetime

import pytest

from components.local_time import moment_of, text_of


def test_a_text_is_a_moment_on_the_clocks_of_a_zone() -> None:
    assert moment_of("2026-07-01T09:00", "Europe/Berlin") == datetime(2026, 7, 1, 7, tzinfo=UTC)
    assert moment_of("2026-12-01T09:00", "Pacific/Kiritimati") == datetime(2026, 11, 30, 19, tzinfo=UTC)


def test_a_moment_is_shown_to_the_minute() -> None:
    assert text_of(datetime(2026, 7, 1, 7, 0, 59, tzinfo=UTC), "Europe/Berlin") == "2026-07-01T09:00"


@pytest.mark.parametrize("text", ["", "soon", "2026-13-01T00:00", "0001-01-01T00:00"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  the caller says what is wrong
        moment_of(text, "Europe/Berlin")
