"""Reading symbols one after the other finds what the evaluator finds fact by fact."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules import automaton
from domain.rules.automaton import Automaton, Reader, Slide, Slider, Standing, reader
from domain.rules.moments import microseconds
from domain.rules.requirements import completion, evaluate, in_order
from domain.specs import AllOf, Fact, Requirement, conditions
from tests.domain.rules.work import FACTS, TREES, fact, issues, reviews

OF_WINDOWS = TREES.filter(lambda tree: not any(one.ever for one in conditions(tree)))
ORDERED = FACTS.map(in_order)


def symbol(one: Fact) -> str:
    """All there is to say of a fact but when it was done, and its key."""
    return repr((one.metric, one.value, one.day, one.dimensions, one.times))


def reading(requirement: Requirement, facts: Sequence[Fact]) -> Reader:
    """A reader that knows what the symbols of these facts stand for."""
    return reader(requirement, {symbol(one): one for one in facts}.__getitem__)


def read(readers: Reader, facts: Sequence[Fact], standing: Standing | None = None) -> tuple[int | None, Standing]:
    return readers.read(
        standing or readers.begin(), [symbol(one) for one in facts], [microseconds(one.moment) for one in facts]
    )


def once(facts: Sequence[Fact]) -> list[Fact]:
    """Pieces of work are not counted together here."""
    return [Fact(one.key, one.metric, one.value, one.occurred_at, one.day, one.dimensions) for one in facts]


@given(OF_WINDOWS, ORDERED.map(once))
def test_it_stops_at_the_work_that_met_the_requirement_for_good(tree: Requirement, facts: list[Fact]) -> None:
    place, standing = read(reading(tree, facts), facts)
    met_from_the_beginning = evaluate(tree, ()).done()

    last = completion(tree, facts)
    if met_from_the_beginning:
        assert (place, standing.met) == (None, True)
    else:
        assert (None if place is None else facts[place]) is last
        assert standing.met == (last is not None)


@given(OF_WINDOWS, ORDERED.map(once), st.integers(0, 12))
def test_it_goes_on_from_where_it_stands(tree: Requirement, facts: list[Fact], cut: int) -> None:
    readers = reading(tree, facts)
    whole, _ = read(readers, facts)
    first, standing = read(readers, facts[:cut])

    if first is not None:
        assert first == whole
    else:
        second, _ = read(readers, facts[cut:], standing)
        assert whole == (None if second is None else cut + second)


@given(OF_WINDOWS, ORDERED.map(once))
def test_what_is_not_met_has_the_progress_of_the_evaluator(tree: Requirement, facts: list[Fact]) -> None:
    place, standing = read(reading(tree, facts), facts)

    assert standing.progress() == evaluate(tree, facts if place is None else facts[: place + 1])


@given(OF_WINDOWS, ORDERED.map(once))
def test_one_reader_reads_for_many_and_mixes_up_none(tree: Requirement, facts: list[Fact]) -> None:
    readers = reading(tree, facts)

    assert read(readers, facts)[0] == read(readers, facts)[0]
    assert readers.begin().progress() == evaluate(tree, ())


def test_only_a_requirement_with_a_stretch_of_time_reads_moments() -> None:
    hasty = reviews(2, within={"number": 1, "unit": "minutes"})

    assert isinstance(reading(AllOf(all=(reviews(), issues())), []), Automaton)
    assert isinstance(reading(AllOf(all=(reviews(), hasty)), []), Slider)


def test_a_stretch_takes_in_its_end_and_leaves_out_its_beginning() -> None:
    hasty = reviews(2, within={"number": 1, "unit": "minutes"})
    work = [fact(1), fact(2, minutes=1), fact(3, minutes=2), fact(4, minutes=2)]

    assert read(reading(hasty, work), work)[0] == 3


@given(st.lists(st.tuples(st.integers(0, 180), st.integers(1, 4)), min_size=1, max_size=12))
def test_one_condition_says_when_there_is_more_than_there_ever_was(work: list[tuple[int, int]]) -> None:
    """A sum within a minute, on a clock that shows seconds."""
    slide = Slide(reviews(3, aggregate="sum", within={"number": 1, "unit": "minutes"}))
    most = 0
    done: list[tuple[int, int]] = []
    for at, value in sorted(work):
        done.append((at, value))
        now = sum(each for then, each in done if at - 60 < then)
        assert slide.add(at * 1_000_000, [("", value)]) == (now > most)
        most = max(most, now)
        assert slide.amount == most


def test_work_that_brings_one_of_two_conditions_further_may_be_what_was_missing() -> None:
    both = AllOf(all=(reviews(2, aggregate="sum"), reviews(1, aggregate="distinct_days")))
    work = [fact(1), fact(2, minutes=1)]

    assert read(reading(both, work), work)[0] == 1


def test_each_state_and_symbol_is_asked_for_once() -> None:
    asked: list[str] = []

    def fact_of(of: str) -> Fact:
        asked.append(of)
        return fact()

    readers = reader(reviews(3), fact_of)
    for _ in range(5):
        assert readers.read(readers.begin(), "aaaa", range(4))[0] == 2

    assert asked == ["a"] * 3


def test_what_it_knows_is_forgotten_when_it_is_too_much() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(automaton, "KEPT", 2)
        readers = reader(reviews(3), lambda _: fact())
        assert [readers.read(readers.begin(), "aaaa", range(4))[0] for _ in range(3)] == [2, 2, 2]
