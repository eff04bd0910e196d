from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.rules.quests import Walked, completed_at, gives, share, walk
from domain.rules.requirements import evaluate, in_order
from domain.specs import Fact, MissionSpec, Requirement, Step
from tests.domain.rules import naive
from tests.domain.rules.work import LASTING_TREES, MONDAY, fact, issues, reviews, taken_back, work

STEPS = st.builds(
    lambda requirement, optional: step(requirement, optional=optional), LASTING_TREES, st.sampled_from((False, True))
)
QUESTS = st.lists(STEPS, min_size=1, max_size=4).map(
    lambda steps: (*steps[:-1], step(steps[-1].requirement))  # the last one is never optional
)


def step(requirement: Requirement, **more: Any) -> Step:
    return Step.model_validate({"title": "A step", "requirement": requirement, **more})


def values(walked: tuple[Walked, ...]) -> list[int]:
    return [each.progress.reached[0].value for each in walked]


def minutes(walked: tuple[Walked, ...]) -> list[int | None]:
    """How many minutes after noon each step was completed."""
    ends = [each.completed_at for each in walked]
    return [None if end is None else (end - MONDAY) // timedelta(minutes=1) for end in ends]


@given(QUESTS, work())
def test_a_walk_agrees_with_dealing_out_the_facts_one_by_one(steps: tuple[Step, ...], facts: list[Fact]) -> None:
    facts = in_order(facts)
    walked, finished = walk(steps, facts), naive.finished(steps, facts)

    assert [each.step for each in walked] == list(steps)
    assert all(each.last is last for each, last in zip(walked, finished, strict=True))
    assert [each.completed_at for each in walked] == [last.moment if last else None for last in finished]
    assert completed_at(walked) == (finished[-1].moment if finished[-1] else None)


@given(QUESTS, work())
def test_a_step_is_open_from_the_step_before_until_it_or_the_quest_is_done(
    steps: tuple[Step, ...], facts: list[Fact]
) -> None:
    walked = walk(steps, in_order(facts))
    needed = [place for place, each in enumerate(steps) if not each.optional]
    turn = next((place for place in needed if walked[place].completed_at is None), -1)

    assert [each.open for each in walked] == [
        place <= turn and each.completed_at is None for place, each in enumerate(walked)
    ]
    assert all((each.progress.share == 1) == (each.completed_at is not None) for each in walked)
    assert (share(walked) == 1) == (completed_at(walked) is not None)


@given(QUESTS, work(), st.integers(0, 20))
def test_what_happens_later_never_changes_a_step_that_is_done(
    steps: tuple[Step, ...], facts: list[Fact], cut: int
) -> None:
    facts = in_order(facts)

    for before, after in zip(walk(steps, facts[:cut]), walk(steps, facts), strict=True):
        if before.completed_at is not None:
            assert after == before


@given(QUESTS, work())
def test_no_condition_of_a_step_ever_falls_below_nothing(steps: tuple[Step, ...], facts: list[Fact]) -> None:
    for each in walk(steps, in_order(facts)):
        assert all(reached.value >= 0 for reached in each.progress.reached)


def test_before_anything_happened_the_first_step_is_open() -> None:
    walked = walk((step(reviews(2)), step(reviews(1))), ())

    assert [each.open for each in walked] == [True, False]
    assert [each.progress for each in walked] == [evaluate(reviews(2), ()), evaluate(reviews(1), ())]
    assert completed_at(walked) is None


def test_a_fact_that_completes_a_step_never_counts_for_the_next() -> None:
    quest = (step(reviews(1)), step(reviews(2)))
    facts = [fact(number, minutes=number) for number in range(1, 5)]

    assert values(walk(quest, facts[:1])) == [1, 0]
    assert values(walk(quest, facts[:2])) == [1, 1]
    assert minutes(walk(quest, facts)) == [1, 3]


def test_work_for_a_later_step_does_not_count_before_its_turn() -> None:
    quest = (step(reviews(1)), step(issues(1)))
    early, look, late = (
        fact(1, metric="issue.completed"),
        fact(2, minutes=1),
        fact(3, minutes=2, metric="issue.completed"),
    )

    assert values(walk(quest, [early, look])) == [1, 0]
    assert minutes(walk(quest, [early, look, late])) == [1, 2]


def test_what_is_taken_back_in_its_step_has_to_be_done_again() -> None:
    first, second, third = fact(1), fact(2, minutes=2), fact(3, minutes=3)
    facts = in_order([first, taken_back(first, minutes=1), second, third])

    assert values(walk((step(reviews(2)),), facts[:2])) == [0]
    assert minutes(walk((step(reviews(2)),), facts)) == [3]


def test_what_is_taken_back_after_its_step_lowers_neither_that_nor_the_next() -> None:
    quest = (step(reviews(2)), step(reviews(2)))
    first, second, third = fact(1), fact(2, minutes=1), fact(3, minutes=5)
    facts = in_order([first, second, taken_back(first, minutes=3), taken_back(second, minutes=3), third])

    assert values(walk(quest, facts)) == [2, 1]
    assert [each.progress.share for each in walk(quest, facts)] == [1, 0.5]
    assert minutes(walk(quest, facts)) == [1, None]


def test_an_optional_step_holds_nobody_up_and_counts_beside_the_next() -> None:
    quest = (step(issues(1), optional=True), step(reviews(2)), step(reviews(1)))
    skipped = [fact(number, minutes=number) for number in range(3)]
    late = fact(9, minutes=1, metric="issue.completed")

    assert minutes(walk(quest, skipped)) == [None, 1, 2]
    assert completed_at(walk(quest, skipped)) == skipped[-1].moment
    assert minutes(walk(quest, in_order([*skipped, late]))) == [1, 1, 2]


def test_work_that_an_optional_step_counts_counts_for_the_next_one_too() -> None:
    quest = (step(reviews(1), optional=True), step(reviews(2)))

    assert values(walk(quest, [fact(1)])) == [1, 1]
    assert minutes(walk(quest, [fact(1), fact(2, minutes=1)])) == [0, 1]


def test_an_optional_step_opens_in_its_turn_and_closes_with_the_quest() -> None:
    quest = (step(reviews(1)), step(issues(1), optional=True), step(reviews(1)))
    facts = [fact(1), fact(2, minutes=1), fact(3, minutes=2, metric="issue.completed")]

    assert [each.open for each in walk(quest, [])] == [True, False, False]
    assert [each.open for each in walk(quest, facts[:1])] == [False, True, True]
    assert [each.open for each in walk(quest, facts)] == [False, False, False]
    assert values(walk(quest, facts)) == [1, 0, 1]


def test_a_step_is_done_at_the_moment_its_last_fact_began_to_count() -> None:
    noticed_late = fact(1, since=MONDAY + timedelta(minutes=7))

    assert minutes(walk((step(reviews(1)),), [noticed_late])) == [7]


def test_a_quest_is_as_far_as_the_mean_of_the_steps_it_needs() -> None:
    quest = (step(reviews(1)), step(issues(1), optional=True), step(reviews(2)))
    facts = [fact(1), fact(2, minutes=1), fact(3, minutes=1, metric="issue.completed")]

    assert [share(walk(quest, facts[:number])) for number in range(4)] == [0, 0.5, 0.75, 0.75]


def test_steps_give_what_they_give_and_the_whole_quest_its_own_on_top() -> None:
    steps = (step(reviews(), xp=10, coins=1), step(issues(), xp=20), step(reviews(), coins=4))
    quest = MissionSpec.model_validate({"title": "A quest", "kind": "quest", "steps": steps, "xp": 100, "coins": 50})

    assert gives(quest, steps[:2], whole=False) == (30, 1)
    assert gives(quest, steps, whole=True) == (130, 55)
    assert gives(quest, (), whole=False) == (0, 0)
