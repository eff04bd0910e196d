from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.requirements import evaluate, fold, in_order, measure
from domain.rules.tallies import BEST, Tally, add, amount, counts, pruned, value
from domain.specs import Aggregate, AllOf, AnyOf, Condition, Fact, NotOf, Requirement, Span, Unit
from tests.domain.rules import naive
from tests.domain.rules.work import CONDITIONS, FACTS, MINUTE, MONDAY, TREES, fact, issues, reviews, taken_back, work

MICROSECOND = timedelta(microseconds=1)


@given(CONDITIONS, work())
def test_a_tally_comes_to_what_the_words_of_its_condition_say(condition: Condition, facts: list[Fact]) -> None:
    (tally,) = fold(condition, (), facts)

    assert amount(condition, tally) == naive.value(condition, facts)


@pytest.mark.parametrize(
    ("more", "tally"),
    [
        ({}, {"": 4}),
        ({"aggregate": Aggregate.SUM}, {"": 16}),
        ({"aggregate": Aggregate.MAX}, {"5": 3, "1": 1}),
        ({"aggregate": Aggregate.DISTINCT_DAYS}, {"2026-11-16": 4}),
        ({"aggregate": Aggregate.DISTINCT, "dimension": "language"}, {"Go": 4, "Rust": 3}),
        ({"within": {"number": 1, "unit": "hours"}}, {"60000000|": 1, "0|": 3}),
        (
            {"aggregate": Aggregate.DISTINCT, "dimension": "language", "within": {"number": 1, "unit": "hours"}},
            {"0|Go": 3, "0|Rust": 3, "60000000|Go": 1},
        ),
    ],
)
def test_a_tally_says_how_often_each_thing_was_counted(more: dict[str, Any], tally: dict[str, int]) -> None:
    """It is stored, so another version must be able to go on from it."""
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    facts = [
        fact(1, value=5, times=3, occurred_at=epoch, day=MONDAY.date(), dimensions={"language": ["Go", "Rust", "Go"]}),
        fact(2, occurred_at=epoch + MINUTE, day=MONDAY.date(), dimensions={"language": "Go"}),
    ]

    assert fold(reviews(**more), (), facts) == [tally]


def test_there_is_a_tally_for_each_condition_from_left_to_right() -> None:
    tree = AllOf(all=(issues(1), NotOf(not_=AnyOf(any=(reviews(1), issues(2, aggregate=Aggregate.SUM))))))
    facts = [fact(1), fact(2), fact(3, metric="issue.completed", value=7)]

    assert fold(tree, (), facts) == [{"": 1}, {"": 2}, {"": 7}]


def test_days_are_those_of_the_player_and_not_of_the_clock() -> None:
    facts = [fact(1, day=date(2026, 11, 17)), fact(2, day=date(2026, 11, 16))]

    assert evaluate(reviews(aggregate=Aggregate.DISTINCT_DAYS), facts).reached[0].value == 2


def test_a_dimension_with_a_bar_in_it_is_counted_as_it_is() -> None:
    wanted = reviews(aggregate=Aggregate.DISTINCT, dimension="label", within={"number": 1, "unit": "days"})
    facts = [fact(1, dimensions={"label": ["a|b", "a|c"]}), fact(2, dimensions={"label": "a|b"})]

    assert evaluate(wanted, facts).reached[0].value == 2


def test_adding_says_whether_any_condition_counted_the_fact() -> None:
    wanted = [reviews(), issues()]

    assert add(wanted, [{}, {}], fact(), inside=True)
    assert add(wanted, [{}, {}], fact(metric="issue.completed"), inside=True)
    assert not add(wanted, [{}, {}], fact(metric="release.published"), inside=True)
    assert not add(wanted, [{}, {}], fact(), inside=False)


# --- order, batches, reversals -----------------------------------------------------------------------------------


@given(TREES, work(), st.data())
def test_any_order_and_any_split_into_batches_gives_the_same_tallies(
    tree: Requirement, facts: list[Fact], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(facts))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(facts)), max_size=3)))
    tallies: list[dict[str, int]] = []
    for start, end in zip([0, *cuts], [*cuts, len(facts)], strict=True):
        tallies = fold(tree, tallies, shuffled[start:end])

    assert tallies == fold(tree, (), facts)
    assert measure(tree, tallies) == evaluate(tree, facts)


@given(TREES, FACTS, FACTS, st.data())
def test_what_is_taken_back_leaves_no_trace(
    tree: Requirement, kept: list[Fact], lost: list[Fact], data: st.DataObject
) -> None:
    back = [taken_back(each) for each in lost for _ in range(each.times)]
    mixed = data.draw(st.permutations([*kept, *lost, *back]))

    assert fold(tree, (), mixed) == fold(tree, (), kept)


@given(TREES, work(), st.integers(0, 12))
def test_folding_leaves_the_tallies_alone_from_which_it_goes_on(tree: Requirement, facts: list[Fact], cut: int) -> None:
    before = fold(tree, (), facts[:cut])
    copies = [dict(tally) for tally in before]
    fold(tree, before, facts[cut:])

    assert before == copies


# --- stretches of time -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "length"),
    [
        ("minutes", timedelta(minutes=2)),
        ("hours", timedelta(hours=2)),
        ("days", timedelta(days=2)),
        ("weeks", timedelta(weeks=2)),
    ],
)
def test_a_stretch_takes_in_its_end_and_leaves_out_its_beginning(unit: str, length: timedelta) -> None:
    wanted = reviews(2, within={"number": 2, "unit": unit})
    first, inside = fact(1), fact(2, occurred_at=MONDAY + length - MICROSECOND)
    outside = fact(3, occurred_at=MONDAY + length)

    assert evaluate(wanted, [first, inside]).reached[0].value == 2
    assert evaluate(wanted, [first, outside]).reached[0].value == 1


def test_the_best_stretch_counts_wherever_it_lies() -> None:
    wanted = reviews(5, within={"number": 3, "unit": "minutes"})
    facts = [fact(number, minutes=minute) for number, minute in enumerate((0, 10, 11, 12, 13, 20, 21))]

    assert evaluate(wanted, facts).reached[0].value == 3


def test_what_happens_at_one_moment_stands_in_one_stretch() -> None:
    wanted = reviews(aggregate=Aggregate.DISTINCT, dimension="language", within={"number": 1, "unit": "minutes"})
    both, later = fact(1, dimensions={"language": ["Go", "Rust"]}), fact(2, minutes=5, dimensions={"language": "Go"})

    assert evaluate(wanted, [both, later]).reached[0].value == 2


def test_summer_time_makes_no_stretch_longer() -> None:
    """A day of a stretch has 24 hours, also where the clocks went back at 02:00 UTC that night."""
    wanted = reviews(2, within={"number": 1, "unit": "days"})
    before = fact(1, occurred_at=datetime(2026, 10, 24, 12, tzinfo=UTC))
    after = fact(2, occurred_at=datetime(2026, 10, 25, 12, tzinfo=UTC))

    assert evaluate(wanted, [before, after]).reached[0].value == 1


# --- pruning -----------------------------------------------------------------------------------------------------


def _grown(condition: Condition, tally: Tally, facts: Sequence[Fact]) -> Tally:
    grown = dict(tally)
    for each in facts:
        add([condition], [grown], each, inside=True)
    return grown


STRETCHES = st.tuples(CONDITIONS, st.integers(1, 8)).map(
    lambda drawn: drawn[0].model_copy(update={"ever": False, "within": Span(number=drawn[1], unit=Unit.MINUTES)})
)


@given(STRETCHES, FACTS, st.integers(1, 12))
def test_what_is_too_far_back_is_forgotten_without_a_difference(
    condition: Condition, facts: list[Fact], cut: int
) -> None:
    facts = in_order(facts)
    before, after = facts[:cut], facts[cut:]
    whole = _grown(condition, {}, before)
    (short,) = pruned([condition], [whole], before[-1].moment) if before else [whole]

    assert amount(condition, short) == amount(condition, whole)
    assert amount(condition, _grown(condition, short, after)) == amount(condition, _grown(condition, whole, after))


def test_pruning_keeps_what_may_still_stand_in_a_stretch_and_the_best_there_was() -> None:
    wanted = reviews(within={"number": 3, "unit": "minutes"})
    at = [fact(number, minutes=minute) for number, minute in enumerate((0, 1, 2, 4, 5))]
    (tally,) = pruned([wanted], [_grown(wanted, {}, at)], MONDAY + 5 * MINUTE)

    assert sorted(tally.values()) == [1, 1, 3]
    assert tally[BEST] == 3
    assert pruned([wanted], [tally], MONDAY + 5 * MINUTE) == [tally]


def test_a_tally_of_which_nothing_lies_too_far_back_stays_as_it_is() -> None:
    wanted = reviews(within={"number": 3, "unit": "minutes"})
    young = _grown(wanted, {}, [fact(1), fact(2, minutes=1)])

    assert pruned([wanted], [young], MONDAY + 2 * MINUTE) == [young]


def test_what_looks_at_no_stretch_of_time_is_not_pruned() -> None:
    tally = _grown(reviews(), {}, [fact()])

    assert pruned([reviews()], [tally], MONDAY + 900 * MINUTE) == [tally]


@pytest.mark.parametrize(
    ("filters", "usual", "another"),
    [
        ((), True, False),
        (({"dimension": "streak", "values": ["reviews"]},), False, True),
        (({"dimension": "streak", "values": ["activity"]},), True, False),
        (({"dimension": "streak", "match": "prefix", "values": ["r"]}, {"dimension": "team", "values": ["red"]}),
         False, True),
        (({"dimension": "team", "values": ["red"]},), True, False),
    ],
)  # fmt: skip
def test_a_condition_that_names_no_streak_means_the_usual_one(
    filters: Sequence[dict[str, Any]], *, usual: bool, another: bool
) -> None:
    condition = reviews(3, metric="streak.length", aggregate=Aggregate.MAX, filters=filters)
    facts = [fact(metric="streak.length", dimensions={"streak": one, "team": "red"}) for one in ("activity", "reviews")]
    assert [counts(condition, one) for one in facts] == [usual, another]


def test_what_has_left_a_stretch_of_time_is_worth_nothing() -> None:
    assert value(Aggregate.MAX, {"5": 0, "3": 1}) == 3
    assert value(Aggregate.DISTINCT, {"Go": 0, "Rust": 2}) == 1
