from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.rules.requirements import (
    Progress,
    Reached,
    Verdict,
    completion,
    concerns,
    evaluate,
    fold,
    in_order,
    measure,
)
from domain.specs import AllOf, AnyOf, Fact, NotOf, Operator, Requirement, conditions
from tests.domain.rules import naive
from tests.domain.rules.work import FACTS, MINUTE, MONDAY, TREES, fact, issues, lost_facts, reviews, taken_back, work

LOST, OPEN, MET_NOW, MET = Verdict
MICROSECOND = timedelta(microseconds=1)


# --- against a naive reading -------------------------------------------------------------------------------------


@given(TREES, work())
def test_every_condition_has_the_value_that_its_words_say(tree: Requirement, facts: list[Fact]) -> None:
    progress = evaluate(tree, facts)

    assert [each.condition for each in progress.reached] == list(conditions(tree))
    assert [each.value for each in progress.reached] == [naive.value(each, facts) for each in conditions(tree)]
    assert [each.verdict for each in progress.reached] == [naive.verdict(each, facts) for each in conditions(tree)]


@given(TREES, work())
def test_a_tree_is_judged_as_its_words_say(tree: Requirement, facts: list[Fact]) -> None:
    assert evaluate(tree, facts).verdict is naive.verdict(tree, facts)


@given(TREES, work())
def test_the_share_is_the_documented_one_and_whole_exactly_when_the_tree_holds(
    tree: Requirement, facts: list[Fact]
) -> None:
    progress = evaluate(tree, facts)

    assert progress.share == pytest.approx(naive.share(tree, facts))
    assert 0 <= progress.share <= 1
    assert (progress.share == 1) == progress.done(closed=True)
    assert all((each.share == 1) == each.holds and 0 <= each.share <= 1 for each in progress.reached)


@given(TREES, work())
def test_the_completing_fact_is_the_first_after_which_it_is_met_for_good(tree: Requirement, facts: list[Fact]) -> None:
    facts = in_order(facts)
    place = naive.completion(tree, facts)

    assert completion(tree, facts) is (None if place is None else facts[place])


@given(TREES, work(), st.integers(-3, 12))
def test_what_lies_outside_the_window_counts_only_for_conditions_of_ever(
    tree: Requirement, facts: list[Fact], minutes: int
) -> None:
    facts = in_order(facts)

    def inside(each: Fact) -> bool:
        return each.occurred_at >= MONDAY + minutes * MINUTE

    progress = measure(tree, fold(tree, (), facts, inside=inside))
    assert [each.value for each in progress.reached] == [naive.value(each, facts, inside) for each in conditions(tree)]
    assert progress.verdict is naive.verdict(tree, facts, inside)
    place = naive.completion(tree, facts, inside)
    assert completion(tree, facts, inside=inside) is (None if place is None else facts[place])


@given(TREES, work(), st.integers(0, 12))
def test_a_completion_is_found_from_wherever_the_search_begins(tree: Requirement, facts: list[Fact], cut: int) -> None:
    facts = in_order(facts)
    place = naive.completion(tree, facts)
    assume(place is None or place >= cut)

    found = completion(tree, facts[cut:], begin=fold(tree, (), facts[:cut]))
    assert found is (None if place is None else facts[place])


@given(TREES, work())
def test_a_fact_concerns_a_tree_when_it_changes_a_tally_of_it(tree: Requirement, facts: list[Fact]) -> None:
    untouched: list[dict[str, int]] = [{} for _ in conditions(tree)]

    for each in facts:
        if fold(tree, (), [each]) != untouched:
            assert concerns(tree, each)


# --- order -------------------------------------------------------------------------------------------------------


@given(FACTS, st.data())
def test_facts_stand_in_one_order_however_they_came(facts: list[Fact], data: st.DataObject) -> None:
    every = [*facts, *data.draw(lost_facts(facts))]
    ordered = in_order(data.draw(st.permutations(every)))

    assert ordered == in_order(every)
    assert [each.moment for each in ordered] == sorted(each.moment for each in every)
    for each in every:
        if each.times < 0:
            assert next(one.times for one in ordered if one.key == each.key) > 0


def test_facts_of_one_moment_stand_by_their_key_and_what_is_taken_back_behind_them() -> None:
    first, second, later = fact(1), fact(2), fact(0, minutes=1)
    back = taken_back(first)

    assert in_order([later, back, second, first]) == [first, second, back, later]


def test_a_fact_counts_in_order_from_the_moment_it_began_to_count() -> None:
    early_but_noticed_late = fact(1, since=MONDAY + 2 * MINUTE)
    between = fact(2, minutes=1)

    assert in_order([early_but_noticed_late, between]) == [between, early_but_noticed_late]


# --- conditions --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operator", "verdicts"),
    [
        (Operator.GTE, [OPEN, OPEN, MET, MET]),
        (Operator.GT, [OPEN, OPEN, OPEN, MET]),
        (Operator.LTE, [MET_NOW, MET_NOW, MET_NOW, LOST]),
        (Operator.LT, [MET_NOW, MET_NOW, LOST, LOST]),
        (Operator.EQ, [OPEN, OPEN, MET_NOW, LOST]),
    ],
)
def test_each_operator_judges_none_one_two_and_three_of_two(operator: Operator, verdicts: list[Verdict]) -> None:
    facts = [fact(1), fact(2), fact(3)]

    assert [evaluate(reviews(2, operator=operator), facts[:number]).verdict for number in range(4)] == verdicts


@pytest.mark.parametrize(
    ("operator", "shares"),
    [
        (Operator.GTE, [0, 0.25, 0.5, 0.75, 1, 1]),
        (Operator.GT, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (Operator.LTE, [1, 1, 1, 1, 1, 0]),
        (Operator.LT, [1, 1, 1, 1, 0, 0]),
        (Operator.EQ, [0, 0.25, 0.5, 0.75, 1, 0]),
    ],
)
def test_the_share_is_the_part_of_the_way_that_is_done(operator: Operator, shares: list[float]) -> None:
    facts = [fact(number) for number in range(5)]

    assert [evaluate(reviews(4, operator=operator), facts[:number]).share for number in range(6)] == shares


def test_a_share_is_whole_only_when_it_is_done() -> None:
    nearly = [fact(number) for number in range(999)]

    assert evaluate(reviews(1_000), nearly).share == 0.99
    assert evaluate(AllOf(all=(reviews(1_000), reviews(1_000))), nearly).share == 0.99
    assert evaluate(AllOf(all=(*(reviews(1) for _ in range(19)), reviews(1_000))), nearly).share == 0.99


def test_the_share_of_less_than_nothing_is_nothing() -> None:
    assert evaluate(reviews(4), [taken_back(fact())]).share == 0
    assert evaluate(reviews(0, operator=Operator.EQ), [taken_back(fact())]).share == 0


@pytest.mark.parametrize(
    ("verdict", "now", "in_the_end"),
    [(LOST, False, False), (OPEN, False, False), (MET_NOW, False, True), (MET, True, True)],
)
def test_what_may_be_lost_again_is_done_only_when_its_window_closes(
    verdict: Verdict, now: bool, in_the_end: bool
) -> None:
    progress = Progress(0.5, verdict, ())

    assert progress.done() is now
    assert progress.done(closed=True) is in_the_end


def test_no_facts_and_no_tallies_are_the_same() -> None:
    assert measure(reviews(), ()) == measure(reviews(), [{}]) == evaluate(reviews(), [])


# --- trees -------------------------------------------------------------------------------------------------------


def _standing_at(verdict: Verdict) -> Requirement:
    """A condition that has this verdict when nothing happened but one review."""
    match verdict:
        case Verdict.LOST:
            return reviews(1, operator=Operator.LT)
        case Verdict.OPEN:
            return reviews(2)
        case Verdict.MET_NOW:
            return reviews(1, operator=Operator.LTE)
        case Verdict.MET:
            return reviews(1)


@pytest.mark.parametrize("one", Verdict)
@pytest.mark.parametrize("other", Verdict)
def test_all_is_the_least_of_its_branches_and_any_the_greatest(one: Verdict, other: Verdict) -> None:
    pair = (_standing_at(one), _standing_at(other))

    assert evaluate(AllOf(all=pair), [fact()]).verdict is min(one, other)
    assert evaluate(AnyOf(any=pair), [fact()]).verdict is max(one, other)


@pytest.mark.parametrize(("verdict", "mirrored"), [(LOST, MET), (OPEN, MET_NOW), (MET_NOW, OPEN), (MET, LOST)])
def test_not_is_the_mirror_image(verdict: Verdict, mirrored: Verdict) -> None:
    assert evaluate(NotOf(not_=_standing_at(verdict)), [fact()]).verdict is mirrored


@given(TREES, work())
def test_not_not_is_nothing_and_de_morgan_is_right(tree: Requirement, facts: list[Fact]) -> None:
    double, negated = NotOf(not_=NotOf(not_=tree)), NotOf(not_=tree)

    assert evaluate(double, facts).verdict is evaluate(tree, facts).verdict
    assert (
        evaluate(NotOf(not_=AllOf(all=(tree, reviews(2)))), facts).verdict
        is evaluate(AnyOf(any=(negated, NotOf(not_=reviews(2)))), facts).verdict
    )


def test_the_share_of_all_is_the_mean_and_of_any_the_greatest() -> None:
    pair = (reviews(2), reviews(4))

    assert evaluate(AllOf(all=pair), [fact()]).share == 0.375
    assert evaluate(AnyOf(any=pair), [fact()]).share == 0.5
    assert evaluate(AllOf(all=(NotOf(not_=reviews(1)), reviews(2))), [fact()]).share == 0.25
    assert evaluate(AllOf(all=(NotOf(not_=reviews(2)), reviews(2))), [fact()]).share == 0.75


# --- what is not counted -----------------------------------------------------------------------------------------


def _values(tree: Requirement, facts: Sequence[Fact]) -> list[int]:
    return [each.value for each in evaluate(tree, facts).reached]


def test_a_fact_of_another_metric_does_not_concern_a_requirement() -> None:
    other = fact(metric="issue.completed")

    assert not concerns(reviews(), other)
    assert concerns(AnyOf(any=(reviews(), issues())), other)
    assert _values(AnyOf(any=(reviews(), issues())), [other, fact(1)]) == [1, 1]


def test_a_fact_that_a_filter_refuses_does_not_concern_a_requirement() -> None:
    only_rust = reviews(filters=[{"dimension": "language", "values": ["Rust"]}])
    go, rust = fact(1, dimensions={"language": "Go"}), fact(2, dimensions={"language": "Rust"})

    assert not concerns(only_rust, go)
    assert concerns(only_rust, rust)
    assert _values(only_rust, [go, rust, fact(3)]) == [1]


def test_nothing_completes_a_requirement_that_may_be_lost_again() -> None:
    assert completion(reviews(3, operator=Operator.LTE), [fact(1), fact(2)]) is None


def test_a_completion_stays_where_it_was_when_work_is_taken_back_later() -> None:
    first, second = fact(1), fact(2, minutes=1)

    assert completion(reviews(2), [first, second, taken_back(first, minutes=5)]) is second
    assert completion(reviews(2), [first, taken_back(first), second]) is None


def test_a_condition_that_is_open_or_lost_does_not_hold() -> None:
    assert [Reached(reviews(), 0, verdict).holds for verdict in Verdict] == [False, False, True, True]
