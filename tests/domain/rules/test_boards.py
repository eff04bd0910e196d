from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules import derived
from domain.rules.boards import Above, around, gap, ranks, score, span, spans, units
from domain.rules.missions import MISSION_COMPLETED
from domain.specs import BoardSpec, Fact, Measure, Method, Period

FRIDAY = date(2026, 11, 20)


def board(period: Period = Period.WEEK, **fields: object) -> BoardSpec:
    return BoardSpec.model_validate({"key": "b", "title": "A board", "period": period, **fields})


@pytest.mark.parametrize(
    ("period", "day", "first", "last"),
    [
        (Period.DAY, FRIDAY, FRIDAY, FRIDAY),
        (Period.WEEK, FRIDAY, date(2026, 11, 16), date(2026, 11, 22)),
        (Period.WEEK, date(2027, 1, 1), date(2026, 12, 28), date(2027, 1, 3)),
        (Period.MONTH, FRIDAY, date(2026, 11, 1), date(2026, 11, 30)),
        (Period.MONTH, date(2028, 2, 29), date(2028, 2, 1), date(2028, 2, 29)),
        (Period.SEASON, FRIDAY, date(2026, 10, 1), date(2026, 12, 31)),
        (Period.ALL, FRIDAY, date.min, date.max),
    ],
)
def test_a_board_counts_the_days_of_its_period(period: Period, day: date, first: date, last: date) -> None:
    assert span(board(period), day) == (first, last)


def test_a_board_may_have_days_of_its_own() -> None:
    first, last = date(2026, 11, 3), date(2026, 12, 24)
    assert spans(board(Period.CUSTOM, first=first, last=last), FRIDAY) == {(first, last)}


def test_at_a_weeks_end_work_falls_into_two_weeks() -> None:
    assert len(spans(board(), date(2026, 11, 22))) == 2
    assert len(spans(board(), date(2026, 11, 18))) == 1


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from([Period.DAY, Period.WEEK, Period.MONTH]))
def test_spans_follow_each_other_without_a_hole(day: date, period: Period) -> None:
    first, last = span(board(period), day)

    assert first <= day <= last
    assert span(board(period), last + timedelta(days=1))[0] == last + timedelta(days=1)


SCORES = st.lists(st.integers(1, 6), min_size=1, max_size=25).map(lambda scores: sorted(scores, reverse=True))


def naive(method: Method, scores: Sequence[int], place: int) -> int:
    mine = scores[place]
    match method:
        case Method.STANDARD:
            return 1 + sum(other > mine for other in scores)
        case Method.DENSE:
            return 1 + len({other for other in scores if other > mine})
        case Method.ORDINAL:
            return 1 + place


@given(st.sampled_from(Method), SCORES, st.data())
def test_the_ranks_of_any_part_of_a_board_are_those_of_the_whole(
    method: Method, scores: list[int], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(scores) - 1))
    stop = data.draw(st.integers(start + 1, len(scores)))
    higher = [other for other in scores if other > scores[start]]
    above = Above(len(higher), len(set(higher)), start - len(higher))

    found = list(ranks(method, scores[start:stop], above))

    assert found == [naive(method, scores, place) for place in range(start, stop)]


@pytest.mark.parametrize(
    ("method", "expected"),
    [(Method.STANDARD, [1, 2, 2, 4]), (Method.DENSE, [1, 2, 2, 3]), (Method.ORDINAL, [1, 2, 3, 4])],
)
def test_the_method_decides_which_number_equals_wear(method: Method, expected: list[int]) -> None:
    assert list(ranks(method, [9, 7, 7, 5], Above())) == expected


@given(st.integers(0, 400), st.integers(0, 400), st.integers(1, 20))
def test_the_rows_around_a_player_are_as_many_as_there_can_be(above: int, below: int, size: int) -> None:
    up, down = around(above, below, size)

    assert 0 <= up <= above
    assert 0 <= down <= below
    assert up + 1 + down == min(size, above + 1 + below)


def test_a_player_in_the_middle_stands_in_the_middle() -> None:
    assert around(50, 49, 5) == (2, 2)


def test_the_first_and_the_last_see_as_many_rows_as_everybody() -> None:
    assert around(0, 99, 5) == (0, 4)
    assert around(99, 0, 5) == (4, 0)


def test_missions_are_counted_on_the_days_of_the_span() -> None:
    player, at = UUID(int=1), datetime(2026, 11, 20, 9, tzinfo=UTC)
    facts = [
        derived.mission_completed(player, "tidy", "once", FRIDAY, at, at),
        derived.mission_completed(player, "older", "once", FRIDAY - timedelta(days=9), at, at),
        derived.mission_completed(player, "back", "once", FRIDAY, at, at),
        derived.mission_completed(player, "back", "once", FRIDAY, at, at, times=-1),
    ]
    assert {fact.metric for fact in facts} == {MISSION_COMPLETED}
    assert score(Measure.MISSIONS, facts, FRIDAY - timedelta(days=4), FRIDAY) == 1


@given(st.sets(st.integers(0, 30)), st.randoms(use_true_random=False))
def test_the_longest_streak_is_the_same_in_whichever_order_days_become_known(days: set[int], random: object) -> None:
    player, monday = UUID(int=1), date(2026, 11, 2)
    known = sorted(days)
    random.shuffle(known)  # type: ignore[attr-defined]
    run = derived.Streak(player, [[None, "UTC"]])
    facts: list[Fact] = []
    for number in known:
        facts += run.add(monday + timedelta(days=number), datetime(2026, 12, 5, tzinfo=UTC))
    working = [monday + timedelta(days=n) for n in range(31) if (monday + timedelta(days=n)).weekday() < 5]
    longest = length = 0
    for day in working:
        length = length + 1 if (day - monday).days in days else 0
        longest = max(longest, length)

    assert score(Measure.STREAK, facts, monday, monday + timedelta(days=30)) == longest


def test_the_gap_leads_to_the_next_one_above() -> None:
    assert gap(60, [(1, 200), (2, 100), (3, 60), (3, 60), (5, 10)]) == (40, 2)
    assert gap(200, [(1, 200), (2, 100)]) is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ("XP", "XP")),
        ({"measure": "missions"}, ("mission", "missions")),
        ({"measure": "streak"}, ("day", "days")),
        ({"measure": "metric_count", "metric": "review.submitted"}, ("review", "reviews")),
    ],
)
def test_a_score_is_counted_in_words_that_fit(fields: dict[str, str], words: tuple[str, str]) -> None:
    assert units(board(**fields)) == words  # type: ignore[arg-type]
