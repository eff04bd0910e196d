"""A mission tried on columns of work gives what the back-test gives fact by fact."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules import automaton
from domain.rules.back_test import Finish, Stretch, finishes
from domain.rules.moments import microseconds
from domain.rules.requirements import concerns, in_order
from domain.rules.trial import Trail, Trial, is_quick
from domain.specs import (
    AllOf,
    Audience,
    Condition,
    Fact,
    Kind,
    MissionSpec,
    Operator,
    Requirement,
    Role,
    Scope,
    Step,
    Window,
    can_be_lost,
    conditions,
)
from tests.domain.rules.work import CONDITIONS, DAY, FACTS, MONDAY, TREES, fact, reviews

PEOPLE = [UUID(int=number) for number in range(1, 4)]
TEAMS = [UUID(int=number) for number in range(11, 13)]
STRETCH = Stretch(date(2026, 11, 1), date(2026, 12, 31), datetime(2027, 3, 1, tzinfo=UTC))
OF_WINDOWS = TREES.filter(lambda tree: not any(one.ever for one in conditions(tree)))
WINDOWS = st.sampled_from([window for window in Window if window is not Window.ONCE])


def mission(requirement: Requirement, **fields: Any) -> MissionSpec:
    return MissionSpec.model_validate({"title": "Tried", "requirement": requirement, "xp": 40, **fields})


def in_columns(facts: Sequence[Fact]) -> Trail:
    """The symbol says all there is to say of a fact but when it was done, and its key."""
    symbols = [repr((one.metric, one.value, one.day, one.dimensions, one.times)) for one in facts]
    moments = [microseconds(one.moment) for one in facts]
    return Trail(symbols, moments, [one.day for one in facts], [one.key for one in facts])


def trial(spec: MissionSpec, facts: Sequence[Fact], stretch: Stretch = STRETCH) -> Trial:
    known = dict(zip(in_columns(facts).symbols, facts, strict=True))
    return Trial(spec, known.__getitem__, stretch)


def once(facts: Sequence[Fact]) -> list[Fact]:
    """Pieces of work are not counted together here."""
    return in_order([Fact(one.key, one.metric, one.value, one.occurred_at, one.day, one.dimensions) for one in facts])


def alike(found: Sequence[Finish]) -> list[Finish]:
    return sorted(found, key=lambda one: (one.subject, one.window))


@given(facts=FACTS, requirement=OF_WINDOWS, window=WINDOWS, active=st.sets(st.integers(0, 9)))
def test_what_one_player_would_have_completed_is_the_same(
    facts: list[Fact], requirement: Requirement, window: Window, active: set[int]
) -> None:
    mine = [one for one in once(facts) if concerns(requirement, one)]
    spec, days = mission(requirement, window=window), {(MONDAY + day * DAY).date() for day in active}

    found = trial(spec, mine).alone(PEOPLE[0], in_columns(mine), days)

    assert alike(found) == alike(finishes(spec, PEOPLE[0], mine, STRETCH, days))


@given(
    facts=FACTS,
    requirement=OF_WINDOWS,
    window=WINDOWS,
    contributors=st.integers(1, 3),
    who=st.lists(st.integers(0, 2), min_size=12, max_size=12),
)
def test_what_a_team_would_have_completed_is_the_same(
    facts: list[Fact], requirement: Requirement, window: Window, contributors: int, who: list[int]
) -> None:
    mine = [one for one in once(facts) if concerns(requirement, one)]
    spec = mission(requirement, window=window, scope=Scope.TEAM, min_contributors=contributors)
    named = [
        Fact(one.key, one.metric, one.value, one.occurred_at, one.day, one.dimensions, player_id=PEOPLE[place])
        for one, place in zip(mine, who, strict=False)
    ]
    trying = trial(spec, mine)

    for place, piece in enumerate(_one_by_one(mine)):
        trying.together(piece, who[place : place + 1], lambda player, _: TEAMS[: 1 + (player == 0)])

    slowly = finishes(spec, TEAMS[0], named, STRETCH)
    slowly += finishes(spec, TEAMS[1], [one for one in named if one.player_id == PEOPLE[0]], STRETCH)
    assert alike(trying.finishes(PEOPLE)) == alike(slowly)


def _one_by_one(facts: Sequence[Fact]) -> Iterator[Trail]:
    return (in_columns([one]) for one in facts)


@given(facts=FACTS, condition=CONDITIONS.filter(lambda one: one.operator is Operator.GTE and not one.ever))
def test_each_tier_is_reached_at_the_same_moment(facts: list[Fact], condition: Condition) -> None:
    mine = [one for one in once(facts) if concerns(condition, one)]
    tiers = [{"tier": "bronze", "threshold": 1, "xp": 1}, {"tier": "silver", "threshold": 3, "xp": 2}]
    spec = mission(condition.model_copy(update={"threshold": 3}), kind="achievement", tiers=tiers, xp=0)

    assert alike(trial(spec, mine).alone(PEOPLE[0], in_columns(mine))) == alike(
        finishes(spec, PEOPLE[0], mine, STRETCH)
    )


@given(facts=FACTS, condition=CONDITIONS, begin=st.integers(-1, 4))
def test_what_counts_for_ever_may_have_been_done_before(facts: list[Fact], condition: Condition, begin: int) -> None:
    lasting = condition.model_copy(update={"ever": True, "within": None, "operator": Operator.GTE, "threshold": 2})
    mine = [one for one in once(facts) if concerns(lasting, one)]
    stretch = Stretch((MONDAY + begin * DAY).date(), STRETCH.until, STRETCH.now)
    spec = mission(lasting)

    found = trial(spec, mine, stretch).alone(PEOPLE[0], in_columns(mine))

    assert alike(found) == alike(finishes(spec, PEOPLE[0], mine, stretch))


@given(facts=FACTS, requirement=OF_WINDOWS)
def test_forgetting_changes_nothing(facts: list[Fact], requirement: Requirement) -> None:
    mine = [one for one in once(facts) if concerns(requirement, one)]
    spec = mission(requirement, window=Window.DAILY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(automaton, "KEPT", 1)
        found = trial(spec, mine).alone(PEOPLE[0], in_columns(mine))

    assert alike(found) == alike(finishes(spec, PEOPLE[0], mine, STRETCH))


def test_a_window_that_is_not_decided_yet_gave_nothing() -> None:
    spec = mission(reviews(3, operator=Operator.LTE), window=Window.WEEKLY)
    early = Stretch(STRETCH.since, STRETCH.until, MONDAY)
    assert can_be_lost(reviews(3, operator=Operator.LTE))
    assert trial(spec, [fact()], early).alone(PEOPLE[0], in_columns([fact()])) == []


def test_days_that_moved_with_a_player_do_not_part_a_window() -> None:
    """Sunday, Monday, and Sunday again: he flew to the east and back."""
    sunday = (MONDAY - DAY).date()
    facts = [fact(1, day=sunday), fact(2, minutes=1), fact(3, minutes=2, day=sunday)]
    (found,) = trial(mission(reviews(2), window=Window.WEEKLY), facts).alone(PEOPLE[0], in_columns(facts))
    assert (found.window, found.key, found.day) == ("2026-W46", "fact-3", sunday)


@pytest.mark.parametrize(
    ("spec", "quick"),
    [
        (mission(reviews(3)), True),
        (mission(reviews(3), audience=Audience(people=tuple(PEOPLE), min_level=2)), True),
        (mission(reviews(3), audience=Audience(teams=("red",))), True),
        (mission(reviews(3), audience=Audience(roles=(Role.PLAYER,))), False),
        (mission(reviews(3), after=("another",)), False),
        (mission(reviews(3, ever=True)), True),
        (mission(reviews(3, ever=True), window=Window.WEEKLY), False),
        (mission(reviews(3, ever=True), scope=Scope.GUILD), False),
        (mission(AllOf(all=(reviews(3), reviews(3, ever=True)))), False),
        (mission(reviews(3).model_copy(update={"metric": "xp.earned"})), False),
        (MissionSpec(title="Quest", kind=Kind.QUEST, steps=(Step(title="One", requirement=reviews(1)),)), True),
    ],
)
def test_what_looks_elsewhere_is_tried_fact_by_fact(spec: MissionSpec, *, quick: bool) -> None:
    assert is_quick(spec) is quick


def test_a_trail_of_what_counts_leaves_out_the_rest() -> None:
    trail = in_columns([fact(1), fact(2, metric="issue.completed"), fact(3)])

    assert trail.only(lambda symbol: "review" in symbol).keys == ["fact-1", "fact-3"]
    assert trail.only(lambda _: True) is trail


def test_a_team_is_tried_without_natural_keys_where_they_decide_nothing() -> None:
    spec = mission(reviews(1), scope=Scope.TEAM)
    trying, trail = trial(spec, [fact()]), in_columns([fact()])
    trying.together(Trail(trail.symbols, trail.moments, trail.days), [0], lambda _, __: TEAMS[:1])

    (found,) = trying.finishes(PEOPLE)
    assert (found.subject, found.key, found.helpers) == (TEAMS[0], "", (PEOPLE[0],))
