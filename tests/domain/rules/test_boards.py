from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.boards import BoardKey, around, first_day


@pytest.mark.parametrize(
    ("key", "today", "first"),
    [
        (BoardKey.WEEK, date(2026, 11, 20), date(2026, 11, 16)),
        (BoardKey.WEEK, date(2026, 11, 16), date(2026, 11, 16)),
        (BoardKey.WEEK, date(2027, 1, 1), date(2026, 12, 28)),
        (BoardKey.MONTH, date(2026, 11, 20), date(2026, 11, 1)),
        (BoardKey.ALL, date(2026, 11, 20), None),
    ],
)
def test_a_board_counts_from_the_first_day_of_its_period(key: BoardKey, today: date, first: date | None) -> None:
    assert first_day(key, today) == first


PLACES = st.integers(1, 500).flatmap(lambda total: st.tuples(st.integers(0, total - 1), st.just(total)))


@given(PLACES, st.integers(1, 20))
def test_the_rows_around_a_player_hold_him_and_stay_on_the_board(place: tuple[int, int], size: int) -> None:
    position, total = place
    offset, limit = around(position, total, size)

    assert offset <= position < offset + limit
    assert offset >= 0
    assert offset + limit <= total
    assert limit == min(size, total)


def test_a_player_in_the_middle_stands_in_the_middle() -> None:
    assert around(50, 100, 5) == (48, 5)


def test_the_first_and_the_last_see_as_many_rows_as_everybody() -> None:
    assert around(0, 100, 5) == (0, 5)
    assert around(99, 100, 5) == (95, 5)
