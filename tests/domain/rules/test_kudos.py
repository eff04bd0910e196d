from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.kudos import A_PAIR_A_MONTH, A_WEEK, Thanks, left, refusal

ADA, BEN, CAM = (UUID(int=number) for number in range(1, 4))
MONDAY = date(2026, 11, 16)


def day(after: int) -> date:
    return MONDAY + timedelta(days=after)


def test_the_first_thanks_are_welcome() -> None:
    assert refusal([], ADA, BEN, MONDAY) is None
    assert left([], ADA, MONDAY) == A_WEEK


def test_the_same_person_is_thanked_once_a_week_and_may_thank_back() -> None:
    said = [Thanks(ADA, BEN, MONDAY)]

    assert "Once a week" in (refusal(said, ADA, BEN, day(6)) or "")
    assert refusal(said, BEN, ADA, day(6)) is None
    assert refusal(said, ADA, CAM, day(6)) is None
    assert refusal(said, ADA, BEN, day(7)) is None


def test_a_week_has_so_many_thanks_and_monday_brings_new_ones() -> None:
    others = [UUID(int=number) for number in range(10, 10 + A_WEEK)]
    said = [Thanks(ADA, other, day(at)) for at, other in enumerate(others)]

    assert left(said, ADA, day(6)) == 0
    assert "On Monday" in (refusal(said, ADA, BEN, day(6)) or "")
    assert left(said, ADA, day(7)) == A_WEEK
    assert left(said, BEN, day(6)) == A_WEEK


@pytest.mark.parametrize(("number", "refused"), [(A_PAIR_A_MONTH - 1, False), (A_PAIR_A_MONTH, True)])
def test_two_people_thank_each_other_so_often_a_month(number: int, *, refused: bool) -> None:
    pairs = [(ADA, BEN), (BEN, ADA)] * 3
    said = [Thanks(*pair, date(2026, 11, 2)) for pair in pairs[:number]]

    assert (refusal(said, ADA, BEN, date(2026, 11, 30)) is not None) is refused
    assert refusal(said, ADA, BEN, date(2026, 12, 1)) is None
    assert refusal(said, ADA, CAM, date(2026, 11, 30)) is None


THANKS = st.builds(
    Thanks, st.sampled_from((ADA, BEN, CAM)), st.sampled_from((ADA, BEN, CAM)), st.integers(0, 40).map(day)
).filter(lambda one: one.from_id != one.to_id)


@given(tried=st.lists(THANKS, max_size=40))
def test_whatever_is_tried_nobody_gets_beyond_what_is_allowed(tried: list[Thanks]) -> None:
    said: list[Thanks] = []
    for one in sorted(tried, key=lambda thanks: thanks.day):
        if refusal(said, one.from_id, one.to_id, one.day) is None:
            said.append(one)
    for giver in (ADA, BEN, CAM):
        weeks = [one.day.isocalendar()[:2] for one in said if one.from_id == giver]
        assert all(weeks.count(week) <= A_WEEK for week in weeks)
        for other in (ADA, BEN, CAM):
            months = [(one.day.year, one.day.month) for one in said if {one.from_id, one.to_id} == {giver, other}]
            assert all(months.count(month) <= A_PAIR_A_MONTH for month in months)
