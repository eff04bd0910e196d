from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.boards import (
    Above,
    around,
    called,
    climbed,
    completed,
    decided_at,
    gap,
    is_near,
    longest,
    metric,
    over,
    ranks,
    span,
    spans,
    units,
    won,
)
from domain.specs import BoardSpec, Method, Period

FRIDAY = date(2026, 11, 20)
DAY = timedelta(days=1)


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


def test_a_first_day_alone_makes_no_span() -> None:
    assert span(board(first=FRIDAY), FRIDAY) == (date(2026, 11, 16), date(2026, 11, 22))


@pytest.mark.parametrize(("weekday", "weeks"), [(0, {46, 47}), (1, {47}), (5, {47}), (6, {47, 48})])
def test_at_a_weeks_edge_it_is_another_week_for_some(weekday: int, weeks: set[int]) -> None:
    found = spans(board(), date(2026, 11, 16) + weekday * DAY)
    assert {first.isocalendar().week for first, _ in found} == weeks


@given(st.integers(-40, 40), st.integers(0, 9))
def test_a_span_is_near_while_one_of_its_days_is_at_most_four_days_away(start: int, length: int) -> None:
    near = any(abs(day) <= 4 for day in range(start, start + length + 1))
    assert is_near(FRIDAY + start * DAY, FRIDAY + (start + length) * DAY, FRIDAY) == near


def test_a_span_is_decided_two_days_after_it_is_over_everywhere() -> None:
    assert decided_at(date(2026, 11, 22)) == datetime(2026, 11, 25, 12, tzinfo=UTC)


@given(
    st.sampled_from([Period.DAY, Period.WEEK, Period.MONTH]),
    st.integers(0, 40),
    st.integers(-3, 40),
    st.sampled_from([timedelta(), timedelta(microseconds=-1)]),
)
def test_every_span_since_a_board_began_is_decided_once_in_order(
    period: Period, began: int, later: int, early: timedelta
) -> None:
    since = FRIDAY + began * DAY
    now = decided_at(since + later * DAY) + early
    each_day = dict.fromkeys(span(board(period), since + day * DAY) for day in range(50))

    found = list(islice(over(board(period), since, now), 60))

    assert found == [(first, last) for first, last in each_day if decided_at(last) <= now]


@pytest.mark.parametrize(("since", "times"), [(FRIDAY - 9 * DAY, 1), (FRIDAY, 1), (FRIDAY + DAY, 0)])
def test_days_of_its_own_are_decided_once_unless_they_were_over_before_the_board(since: date, times: int) -> None:
    own = board(Period.CUSTOM, first=FRIDAY - 5 * DAY, last=FRIDAY)
    assert list(islice(over(own, since, decided_at(FRIDAY)), 3)) == [(FRIDAY - 5 * DAY, FRIDAY)] * times


def test_what_counts_for_ever_is_never_decided() -> None:
    assert list(islice(over(board(Period.ALL), FRIDAY, datetime(2100, 1, 1, tzinfo=UTC)), 3)) == []


@pytest.mark.parametrize(
    ("rank", "points", "prizes"),
    [(1, 0, [1, 3]), (2, 0, [3]), (3, 0, [3]), (4, 0, []), (4, 99, []), (4, 100, [2]), (1, 100, [1, 2, 3])],
)
def test_a_prize_is_won_by_the_best_or_with_enough(rank: int, points: int, prizes: list[int]) -> None:
    rewards = [{"kind": "xp", "amount": 10}]
    given_out = [{"best": 1}, {"bar": 100}, {"best": 3}]
    assert list(won(board(prizes=[{**one, "rewards": rewards} for one in given_out]), rank, points)) == prizes


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period.DAY, "Friday, 20 November 2026"),
        (Period.WEEK, "the week of 16 November 2026"),
        (Period.MONTH, "November 2026"),
        (Period.SEASON, "October to December 2026"),
    ],
)
def test_a_span_has_a_name_in_words(period: Period, words: str) -> None:
    assert called(board(period), *span(board(period), FRIDAY)) == words


def test_days_of_its_own_are_called_by_the_first_and_the_last() -> None:
    own = board(Period.CUSTOM, first=date(2026, 11, 3), last=date(2027, 1, 6))
    assert called(own, *span(own, FRIDAY)) == "3 November to 6 January 2027"


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({}, "xp.earned"),
        ({"measure": "coins"}, "coins.earned"),
        ({"measure": "metric_sum", "metric": "review.submitted"}, "review.submitted"),
    ],
)
def test_a_board_adds_up_a_metric(fields: dict[str, str], name: str) -> None:
    assert metric(board(**fields)) == name  # type: ignore[arg-type]


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


def test_what_lies_outside_the_span_gives_no_score() -> None:
    first = FRIDAY - timedelta(days=4)
    days = [first - DAY, first, FRIDAY, FRIDAY, FRIDAY + DAY]

    assert completed(days, first, FRIDAY) == 3
    assert longest(zip(days, (9, 2, 5, 4, 8), strict=True), first, FRIDAY) == 5
    assert longest([], first, FRIDAY) == 0


@pytest.mark.parametrize(
    ("rank", "before", "people", "told"),
    [
        (3, 4, 7, "You are among the first three now."),
        (1, None, 7, "You are among the first three now."),
        (3, 4, 6, "You are #3 now, one place up."),
        (3, None, 6, None),
        (2, 3, 7, "You are #2 now, one place up."),
        (4, 5, 7, "You are #4 now, one place up."),
        (4, 1_044, 2_000, "You are #4 now, 1,040 places up."),
        (4, None, 7, None),
        (5, 5, 7, None),
        (5, 4, 7, None),
    ],
)
def test_a_player_hears_only_of_a_rise(rank: int, before: int | None, people: int, told: str | None) -> None:
    assert climbed(rank, before, people) == told


def test_the_gap_leads_to_the_next_one_above() -> None:
    assert gap(60, [(1, 200), (2, 100), (3, 60), (3, 60), (5, 10)]) == (40, 2)
    assert gap(200, [(1, 200), (2, 100)]) is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ("XP", "XP")),
        ({"measure": "coins"}, ("coin", "coins")),
        ({"measure": "missions"}, ("mission", "missions")),
        ({"measure": "streak"}, ("day", "days")),
        ({"measure": "metric_count", "metric": "review.submitted"}, ("review", "reviews")),
    ],
)
def test_a_score_is_counted_in_words_that_fit(fields: dict[str, str], words: tuple[str, str]) -> None:
    assert units(board(**fields)) == words  # type: ignore[arg-type]
