from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from domain.rules.moments import microseconds, moment


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_comes_back_to_the_very_microsecond(at: datetime) -> None:
    assert moment(microseconds(at)) == at


def test_moments_count_from_1970_wherever_their_clock_stands() -> None:
    kathmandu = timezone(timedelta(hours=5, minutes=45))

    assert microseconds(datetime(1970, 1, 1, tzinfo=UTC)) == 0
    assert microseconds(datetime(1970, 1, 1, 5, 45, 1, tzinfo=kathmandu)) == 1_000_000
