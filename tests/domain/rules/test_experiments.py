"""Experiments: everybody stays in his group, and what came out is not mistaken for chance."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from random import Random
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.experiments import EARLY, Compared, compare, earliest_first_day, group_of, harms, over_at, verdict
from domain.specs import CONTROL
from tests.domain.specs.plans import experiment, variant

SPACE = UUID(int=7)
PEOPLE = [uuid5(SPACE, str(number)) for number in range(6_000)]
GROUPS = (CONTROL, "more")


@given(st.uuids())
def test_somebody_is_always_in_the_same_group(player: UUID) -> None:
    assert group_of(experiment(), player) == group_of(experiment(), player)
    assert group_of(experiment(), player) in GROUPS


@pytest.mark.parametrize("groups", [2, 3, 4])
def test_anybody_can_work_out_in_which_group_somebody_is(groups: int) -> None:
    """And no release may ever change it: the first sixteen digits of a hash, shared out."""
    spec = experiment(*(variant(f"v{number}") for number in range(groups - 1)))
    for player in PEOPLE[:50]:
        digits = sha256(f"cap:{player}".encode()).hexdigest()[:16]
        assert group_of(spec, player) == spec.groups[int(digits, 16) % groups]


@pytest.mark.parametrize("groups", [2, 3, 4])
def test_groups_are_of_equal_size(groups: int) -> None:
    spec = experiment(*(variant(f"v{number}") for number in range(groups - 1)))
    sizes = Counter(group_of(spec, player) for player in PEOPLE)

    assert set(sizes) == set(spec.groups)
    expected = len(PEOPLE) / groups
    assert sum((size - expected) ** 2 / expected for size in sizes.values()) < 16  # chi-square, p < 0.001 for 3


def test_another_experiment_parts_people_anew() -> None:
    both = Counter((group_of(experiment(), player), group_of(experiment(id="another"), player)) for player in PEOPLE)
    assert all(abs(size - 1_500) < 150 for size in both.values())


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (datetime(2026, 11, 27, 8, 59, tzinfo=UTC), date(2026, 11, 28)),
        (datetime(2026, 11, 27, 9, tzinfo=UTC), date(2026, 11, 29)),  # it is the 28th for a clock ahead on Kiritimati
    ],
)
def test_it_begins_with_a_day_that_has_begun_for_nobody(now: datetime, first: date) -> None:
    assert earliest_first_day(now) == first


def test_it_is_over_two_days_after_its_last_day_is_over_everywhere() -> None:
    assert over_at(date(2026, 12, 31)) == datetime(2027, 1, 3, 12, tzinfo=UTC)


def test_a_difference_lies_in_its_interval_as_often_as_it_says() -> None:
    """Of 400 experiments without any effect, about one in twenty finds one: the interval holds 95 %."""
    random, wrong = Random(1), 0
    for _ in range(400):
        outcomes = {group: [random.randrange(20) for _ in range(60)] for group in GROUPS}
        _, found = compare(outcomes, GROUPS, 30)
        assert found.low is not None
        assert found.high is not None
        wrong += not found.low <= 0 <= found.high
    assert 8 <= wrong <= 34


def test_the_interval_is_that_of_the_textbook() -> None:
    """Means 10 and 12, variances 10 and 10, thirty people each: 2 ± 1.96 · sqrt(20/30)."""
    control = [5, 8, 10, 12, 15] * 6
    _, found = compare({CONTROL: control, "more": [one + 2 for one in control]}, GROUPS, 30)

    spread = sum((one - 10) ** 2 for one in control) / 29
    reach = 1.959964 * (2 * spread / 30) ** 0.5
    assert found.difference == pytest.approx(2)
    assert found.low == pytest.approx(2 - reach, abs=1e-5)
    assert found.high == pytest.approx(2 + reach, abs=1e-5)
    assert found.score == pytest.approx(2 / (2 * spread / 30) ** 0.5)


def test_the_score_is_the_published_one_of_a_known_example() -> None:
    """Miles per gallon of American and Japanese cars (AUTO83B, NIST/SEMATECH e-Handbook, 1.3.5.3): two groups of 249
    and 79 with means of 20.14458 and 30.48101 and standard deviations of 6.41470 and 6.10771, here in hundred
    thousandths. Without assuming equal variances the statistic of the difference is published as 12.94627.
    """
    control = [2_014_458, *(2_014_458 + sign * 641_470 for sign in (1, -1) for _ in range(124))]
    japanese = [3_048_101, *(3_048_101 + sign * 610_771 for sign in (1, -1) for _ in range(39))]
    _, found = compare({CONTROL: control, "more": japanese}, GROUPS, 30)

    assert found.low is not None
    assert found.high is not None
    assert found.difference == 1_033_643
    assert found.score == pytest.approx(12.94627, abs=5e-6)
    half = 1.959964 * 1_033_643 / 12.94627
    assert (found.low, found.high) == pytest.approx((1_033_643 - half, 1_033_643 + half), abs=1)


def test_more_comparisons_make_each_interval_wider() -> None:
    control = [5, 8, 10, 12, 15] * 6
    (_, alone), (_, one, other) = (
        compare(dict.fromkeys(groups, control), groups, 30) for groups in (GROUPS, (*GROUPS, "other"))
    )
    assert alone.high is not None
    assert one.high is not None
    assert one.high == other.high
    assert one.high > alone.high


@pytest.mark.parametrize(("people", "says"), [(29, "Too few people to say anything."), (30, "more often")])
def test_small_groups_say_nothing(people: int, says: str) -> None:
    _, found = compare({CONTROL: [1, 2, 3] * 10, "more": [9, 10, 11] * 9 + [10] * (people - 27)}, GROUPS, 30)
    assert says in verdict(found)


def test_the_mean_of_four_people_is_not_told() -> None:
    control, found = compare({CONTROL: [3] * 5, "more": [9] * 4}, GROUPS, 30)
    assert (control.mean, found.mean, found.people) == (3, None, 4)


def test_a_group_without_people_is_told_as_empty() -> None:
    assert [one.people for one in compare({}, GROUPS, 30)] == [0, 0]


def test_people_who_all_do_the_same_differ_by_nothing() -> None:
    _, found = compare(dict.fromkeys(GROUPS, [4] * 30), GROUPS, 30)
    assert (found.low, found.high, verdict(found)) == (0, 0, "No difference that chance would not explain.")


@pytest.mark.parametrize(
    ("score", "harm"), [(-3.3, True), (-EARLY, True), (-3.29, False), (-3.2, False), (3.5, False), (None, False)]
)
def test_only_what_is_beyond_doubt_ends_an_experiment_early(score: float | None, *, harm: bool) -> None:
    found = Compared("more", 30, 1.0, -1.0, -2.0, 0.0, score)
    assert harms([found]) is harm
    assert harms([Compared(CONTROL, 30, 2.0), found, replace(found, score=0.0)]) is harm


@pytest.mark.parametrize(
    ("low", "high", "says"),
    [(0.01, 0.9, "more often"), (0.0, 0.9, "No difference"), (-0.9, 0.0, "No difference"), (-0.9, -0.01, "less often")],
)
def test_chance_explains_whatever_holds_no_difference(low: float, high: float, says: str) -> None:
    assert says in verdict(Compared("more", 30, 1.0, 0.0, low, high, 0.0))
