from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.requirements import Progress, concerns, evaluate, fold, measure
from domain.specs import Aggregate, Fact, Filter, Operator, RequirementSpec

MONDAY = datetime(2026, 11, 16, 12, tzinfo=UTC)
LANGUAGES = ("Python", "Rust", "Go")


def requirement(aggregate: Aggregate = Aggregate.COUNT, threshold: int = 3, **more: object) -> RequirementSpec:
    dimension = "language" if aggregate is Aggregate.DISTINCT else None
    return RequirementSpec.model_validate(
        {"metric": "review.submitted", "aggregate": aggregate, "dimension": dimension, "threshold": threshold, **more}
    )


def fact(number: int = 0, *, value: int = 1, day: int = 0, sign: int = 1, **dimensions: str | list[str]) -> Fact:
    at = MONDAY + timedelta(days=day)
    return Fact(f"fact-{number}", "review.submitted", value, at, at.date(), dimensions, sign)


def taken_back(original: Fact) -> Fact:
    return Fact(
        original.key, original.metric, original.value, original.occurred_at, original.day, original.dimensions, -1
    )


FACTS = st.builds(
    fact,
    number=st.integers(0, 10_000),
    value=st.integers(0, 5),
    day=st.integers(0, 6),
    language=st.one_of(st.sampled_from(LANGUAGES), st.lists(st.sampled_from(LANGUAGES), max_size=4)),
)
AGGREGATES = st.sampled_from(Aggregate)


def naive(aggregate: Aggregate, facts: Sequence[Fact]) -> int:
    """What the words of the aggregates say, read off the whole list of facts that still stand."""
    match aggregate:
        case Aggregate.COUNT:
            return len(facts)
        case Aggregate.SUM:
            return sum(each.value for each in facts)
        case Aggregate.MAX:
            return max((each.value for each in facts), default=0)
        case Aggregate.DISTINCT_DAYS:
            return len({each.day for each in facts})
        case Aggregate.DISTINCT:
            seen: set[str] = set()
            for each in facts:
                found = each.dimensions.get("language", [])
                seen.update([found] if isinstance(found, str) else found)
            return len(seen)


@given(AGGREGATES, st.lists(FACTS, max_size=15))
def test_an_evaluation_agrees_with_a_naive_reading(aggregate: Aggregate, facts: list[Fact]) -> None:
    assert evaluate(requirement(aggregate), facts).value == naive(aggregate, facts)


@given(AGGREGATES, st.lists(FACTS, max_size=12), st.data())
def test_any_order_and_any_split_into_batches_gives_the_same_tally(
    aggregate: Aggregate, facts: list[Fact], data: st.DataObject
) -> None:
    wanted = requirement(aggregate)
    shuffled = data.draw(st.permutations(facts))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(facts)), max_size=3)))
    tally: dict[str, int] = {}
    for start, end in zip([0, *cuts], [*cuts, len(facts)], strict=True):
        tally = fold(wanted, tally, shuffled[start:end])

    assert tally == fold(wanted, {}, facts)
    assert measure(wanted, tally) == evaluate(wanted, facts)


@given(AGGREGATES, st.lists(FACTS, max_size=10), st.lists(FACTS, max_size=5), st.data())
def test_taking_facts_back_in_any_order_leaves_no_trace_of_them(
    aggregate: Aggregate, kept: list[Fact], lost: list[Fact], data: st.DataObject
) -> None:
    wanted = requirement(aggregate)
    steps = data.draw(st.permutations([*kept, *lost, *map(taken_back, lost)]))

    assert fold(wanted, {}, steps) == fold(wanted, {}, kept)
    assert evaluate(wanted, steps).value == naive(aggregate, kept)


@given(AGGREGATES, st.lists(FACTS, max_size=10))
def test_folding_leaves_the_tally_it_goes_on_from_alone(aggregate: Aggregate, facts: list[Fact]) -> None:
    before = fold(requirement(aggregate), {}, facts[:5])
    copy = dict(before)
    fold(requirement(aggregate), before, facts[5:])

    assert before == copy


@given(AGGREGATES, st.lists(FACTS, max_size=10), st.integers(1, 12), st.sampled_from(Operator))
def test_the_share_is_whole_exactly_when_the_requirement_is_met(
    aggregate: Aggregate, facts: list[Fact], threshold: int, operator: Operator
) -> None:
    progress = evaluate(requirement(aggregate, threshold, operator=operator), facts)

    assert 0 <= progress.share <= 1
    assert (progress.share == 1) == progress.met


@pytest.mark.parametrize(("operator", "met"), [(Operator.GTE, True), (Operator.GT, False)])
def test_reaching_the_threshold_is_enough_unless_more_is_asked(operator: Operator, met: bool) -> None:
    progress = evaluate(requirement(threshold=2, operator=operator), [fact(1), fact(2)])

    assert progress.met is met


def test_the_share_is_the_part_of_the_way_that_is_done() -> None:
    assert evaluate(requirement(threshold=4), [fact(1)]).share == 0.25
    assert evaluate(requirement(threshold=1_000), [fact(number) for number in range(999)]).share == 0.99


@pytest.mark.parametrize(
    ("aggregate", "tally"),
    [
        (Aggregate.COUNT, {"": 2}),
        (Aggregate.SUM, {"": 6}),
        (Aggregate.MAX, {"5": 1, "1": 1}),
        (Aggregate.DISTINCT_DAYS, {"2026-11-16": 2}),
        (Aggregate.DISTINCT, {"Go": 2, "Rust": 1}),
    ],
)
def test_a_tally_says_how_often_each_thing_was_counted(aggregate: Aggregate, tally: dict[str, int]) -> None:
    """It is stored, so another version must be able to go on from it."""
    facts = [fact(1, value=5, language=["Go", "Rust"]), fact(2, value=1, language="Go")]

    assert fold(requirement(aggregate), {}, facts) == tally


def test_a_share_below_nothing_is_shown_as_nothing() -> None:
    assert Progress(-1, 4, met=False).share == 0


def test_a_fact_of_another_metric_does_not_concern_it() -> None:
    other = Fact("fact-1", "issue.completed", 1, MONDAY, MONDAY.date(), {})

    assert not concerns(requirement(), other)
    assert evaluate(requirement(), [other, fact(1)]).value == 1


def test_a_fact_its_filters_refuse_does_not_concern_it() -> None:
    only_rust = requirement(filters=(Filter(dimension="language", values=("Rust",)),))

    assert evaluate(only_rust, [fact(1, language="Rust"), fact(2, language="Go"), fact(3)]).value == 1


def test_distinct_days_are_those_of_the_player_and_not_of_the_clock() -> None:
    late = Fact("a", "review.submitted", 1, MONDAY, date(2026, 11, 17), {})
    early = Fact("b", "review.submitted", 1, MONDAY, date(2026, 11, 16), {})

    assert evaluate(requirement(Aggregate.DISTINCT_DAYS), [late, early]).value == 2


def test_a_value_named_twice_in_one_fact_counts_once() -> None:
    wanted = requirement(Aggregate.DISTINCT)
    twice = fact(1, language=["Go", "Go"])

    assert fold(wanted, {}, [twice, taken_back(twice)]) == {}
    assert evaluate(wanted, [twice]).value == 1
