from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules import recap
from domain.rules.phrases import NOUNS
from domain.rules.seasons import Result

FIRST, LAST = date(2026, 11, 4), date(2026, 12, 2)
DAYS = st.dictionaries(st.dates(FIRST, LAST), st.integers(-50, 300))


@given(DAYS)
def test_the_best_day_is_the_first_of_those_with_most(days: dict[date, int]) -> None:
    most = max(days.values(), default=0)
    expected = (min(day for day, amount in days.items() if amount == most), most) if most > 0 else None

    assert recap.best(days) == expected


@given(DAYS)
def test_weeks_are_all_there_in_order_with_what_their_days_have(days: dict[date, int]) -> None:
    weeks = recap.by_week(days, FIRST, LAST)
    naive: Counter[str] = Counter()
    for day, amount in days.items():
        naive[f"{day:%G-%V}"] += amount

    assert [week for week, _ in weeks] == [date(2026, 11, 2) + timedelta(days=7 * at) for at in range(5)]
    assert all(amount == max(0, naive[f"{week:%G-%V}"]) for week, amount in weeks)


def test_firsts_are_what_was_never_done_before() -> None:
    seen = {"review.submitted": FIRST, "release.published": LAST, "issue.completed": date(2026, 1, 1), "odd.one": FIRST}

    assert recap.firsts(seen, FIRST, LAST) == ("Your first review", "Your first release")


def test_of_many_firsts_the_earliest_are_told() -> None:
    seen = {metric: FIRST + timedelta(days=at) for at, metric in enumerate(list(NOUNS)[:6])}

    assert recap.firsts(seen, FIRST, LAST) == tuple(f"Your first {NOUNS[metric][0]}" for metric in list(NOUNS)[:4])


@given(DAYS)
def test_the_best_week_is_the_first_of_those_with_most(days: dict[date, int]) -> None:
    weeks = recap.by_week(days, FIRST, LAST)
    most = max(amount for _, amount in weeks)
    expected = (min(week for week, amount in weeks if amount == most), most) if most > 0 else None

    assert recap.best_week(days) == expected


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (Result(xp=500, missions=3), Result(xp=100, missions=1), "2 more missions and 400 more XP than in S."),
        (Result(xp=500, missions=1), Result(xp=100, missions=1), "400 more XP than in S."),
        (Result(missions=2, streak=4), Result(missions=1, streak=3),
         "1 more mission and 1 more day in a row than in S."),
        (Result(xp=50), Result(xp=100), ""),
        (Result(xp=50), Result(), ""),
    ],
)  # fmt: skip
def test_growth_says_what_there_is_more_of_and_never_what_there_is_less_of(
    now: Result, before: Result, said: str
) -> None:
    assert recap.growth(now, before, "S") == said
