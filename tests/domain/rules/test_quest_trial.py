"""A quest tried on columns of work gives what the back-test gives fact by fact."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.rules.back_test import finishes
from domain.rules.quest_trial import QuestTrial
from domain.rules.requirements import concerns
from domain.specs import AllOf, AnyOf, Fact, Kind, MissionSpec, Operator, Span, Step, Unit, conditions
from tests.domain.rules.test_trial import PEOPLE, STRETCH, in_columns, once
from tests.domain.rules.work import CONDITIONS, DAY, FACTS, fact, reviews

REACHED = CONDITIONS.map(
    lambda one: one.model_copy(update={"operator": Operator.GTE, "ever": False, "threshold": max(one.threshold, 1)})
)
TREES = st.one_of(
    REACHED,
    st.builds(AllOf, all=st.lists(REACHED, min_size=2, max_size=3).map(tuple)),
    st.builds(AnyOf, any=st.lists(REACHED, min_size=2, max_size=3).map(tuple)),
)
STEPS = st.builds(
    Step,
    title=st.just("Step"),
    requirement=TREES,
    optional=st.booleans(),
    xp=st.integers(0, 9),
)
LIMITS = st.none() | st.integers(1, 5).map(lambda days: Span(number=days, unit=Unit.DAYS))


def quest(*steps: Step, **fields: Span | None) -> MissionSpec:
    return MissionSpec(title="A way", kind=Kind.QUEST, steps=steps, xp=20, **fields)


def tried(spec: MissionSpec, facts: list[Fact]) -> list[tuple[object, ...]]:
    known = dict(zip(in_columns(facts).symbols, facts, strict=True))
    return [_said(one) for one in QuestTrial(spec, known.__getitem__).alone(PEOPLE[0], in_columns(facts))]


def _said(finish: object) -> tuple[object, ...]:
    """All of it; of a quest that is whole, and of one that is not, the work that came last has one moment."""
    names = ("window", "day", "at", "days", "xp", "helpers", "whole")
    return tuple(getattr(finish, name) for name in names)


@given(facts=FACTS, steps=st.lists(STEPS, min_size=1, max_size=4), limit=LIMITS)
def test_what_a_player_would_have_completed_is_the_same(
    facts: list[Fact], steps: list[Step], limit: Span | None
) -> None:
    spec = quest(*steps[:-1], steps[-1].model_copy(update={"optional": False}), time_limit=limit)
    wanted = [one for step in spec.steps for one in conditions(step.requirement)]
    mine = [one for one in once(facts) if any(concerns(condition, one) for condition in wanted)]

    assert tried(spec, mine) == [_said(one) for one in finishes(spec, PEOPLE[0], mine, STRETCH)]


def test_a_step_begins_behind_the_work_that_completed_the_one_before() -> None:
    spec = quest(Step(title="Two", requirement=reviews(2), xp=1), Step(title="Two more", requirement=reviews(2), xp=2))

    assert [one[4] for one in tried(spec, [fact(number) for number in range(3)])] == [1]
    assert [one[4] for one in tried(spec, [fact(number) for number in range(4)])] == [1 + 2 + 20]


def test_an_optional_step_counts_until_the_last_needed_one_is_done() -> None:
    steps = (
        Step(title="Aside", requirement=reviews(3), optional=True, xp=4),
        Step(title="Needed", requirement=reviews(2), xp=1),
    )

    assert [one[4] for one in tried(quest(*steps), [fact(number) for number in range(9)])] == [1 + 20]


def test_what_is_done_when_the_time_is_over_does_not_count() -> None:
    spec = quest(Step(title="Two", requirement=reviews(2), xp=1), time_limit=Span(number=1, unit=Unit.DAYS))
    day = DAY // timedelta(minutes=1)

    assert tried(spec, [fact(0), fact(1, minutes=day)]) == []
    assert [one[-1] for one in tried(spec, [fact(0), fact(1, minutes=day - 1)])] == [True]


def test_without_work_nothing_is_completed() -> None:
    assert tried(quest(Step(title="One", requirement=reviews(1))), []) == []
