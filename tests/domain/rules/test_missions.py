from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.rules import requirements
from domain.rules.missions import (
    GRACE,
    Goal,
    Running,
    completed,
    goals,
    refusal,
)
from domain.rules.requirements import Verdict, evaluate, in_order
from domain.specs import AllOf, Fact, MissionSpec, Operator, Requirement, Window, conditions
from tests.domain.rules.work import DAY, MINUTE, MONDAY, TREES, at, fact, issues, mission, reviews, taken_back, work

MICROSECOND = timedelta(microseconds=1)
ANN, BOB, EVE = (UUID(int=number) for number in (1, 2, 3))
#: Nothing arrived before it.
PUBLISHED = datetime(1970, 1, 1, tzinfo=UTC)


# --- what counts -------------------------------------------------------------------------------------------------


def refused(
    spec: MissionSpec, occurred_at: datetime, received_at: datetime | None = None, **running: Any
) -> str | None:
    each = fact(occurred_at=occurred_at, day=occurred_at.date())
    return refusal(
        spec, Running(**{"published_at": PUBLISHED, "counts_from": None, **running}), each, received_at or occurred_at
    )


def test_what_happened_before_it_began_does_not_count() -> None:
    assert refused(mission(), MONDAY, counts_from=MONDAY) is None
    assert refused(mission(), MONDAY - MICROSECOND, counts_from=MONDAY) == (
        "It happened before the mission began on 16 November 2026."
    )


def test_what_came_in_before_it_began_does_not_count_however_far_ahead_its_clock_was() -> None:
    assert refused(mission(), MONDAY + MINUTE, MONDAY - MICROSECOND, counts_from=MONDAY) is not None
    assert refused(mission(), MONDAY + MINUTE, MONDAY, counts_from=MONDAY) is None


def test_the_end_itself_counts_no_more() -> None:
    short = mission(ends_at=MONDAY)

    assert refused(short, MONDAY - MICROSECOND) is None
    assert refused(short, MONDAY) == "It happened after the mission ended on 16 November 2026."


def test_what_arrives_when_a_mission_is_retired_does_not_count() -> None:
    assert refused(mission(), MONDAY - DAY, MONDAY - MICROSECOND, retired_at=MONDAY) is None
    assert refused(mission(), MONDAY - DAY, MONDAY, retired_at=MONDAY) == (
        "It arrived after the mission was retired on 16 November 2026."
    )


def test_a_late_fact_counts_until_its_window_is_decided() -> None:
    decided = at("2026-11-17T12:00") + GRACE

    assert refused(mission(Window.DAILY), MONDAY, decided - MICROSECOND) is None
    assert refused(mission(Window.DAILY), MONDAY, decided) == (
        "It arrived too late: its window was decided on 19 November 2026."
    )
    assert refused(mission(), MONDAY, MONDAY + 900 * DAY) is None


def test_what_had_arrived_before_a_mission_was_published_is_never_late() -> None:
    published = MONDAY + 90 * DAY

    assert refused(mission(Window.DAILY), MONDAY, published - MICROSECOND, published_at=published) is None
    assert refused(mission(Window.DAILY), MONDAY, published, published_at=published) is not None


# --- goals -------------------------------------------------------------------------------------------------------


def test_a_mission_has_one_goal_and_a_quest_has_none_of_its_own() -> None:
    quest: dict[str, Any] = {
        "kind": "quest",
        "requirement": None,
        "steps": [{"title": "One", "requirement": reviews()}],
    }

    assert goals(mission()) == {"": Goal(reviews())}
    assert goals(mission(**quest)) == {}


def test_each_tier_of_an_achievement_is_a_goal() -> None:
    tiers = [{"tier": "bronze", "threshold": 1}, {"tier": "gold", "threshold": 3}]
    tiered = mission(kind="achievement", tiers=tiers, after=["hello"])

    assert goals(mission(kind="achievement", tiers=tiers)) == {"bronze": Goal(reviews(1)), "gold": Goal(reviews(3))}
    assert goals(tiered)["bronze"] == Goal(AllOf(all=(completed("hello"), reviews(1))))


def test_missions_to_complete_before_are_conditions_in_front_of_the_others() -> None:
    chained = goals(mission(after=["hello", "look-twice"]))[""]
    done = fact(1, metric="mission.completed", dimensions={"mission": "hello"})
    other = fact(2, metric="mission.completed", dimensions={"mission": "look-twice"})
    looks = [fact(number) for number in (3, 4, 5)]

    assert chained.requirement == AllOf(all=(completed("hello"), completed("look-twice"), reviews()))
    assert chained.metrics == {"mission.completed", "review.submitted"}
    assert chained.looks_back
    assert not goals(mission())[""].looks_back
    assert not evaluate(chained.requirement, [done, *looks]).done()
    assert evaluate(chained.requirement, [done, other, *looks]).done()


@given(TREES, work(), st.integers(-3, 12))
def test_the_goal_of_one_person_is_its_requirement(tree: Requirement, facts: list[Fact], minutes: int) -> None:
    goal, facts = Goal(tree), in_order(facts)

    def inside(each: Fact) -> bool:
        return each.occurred_at >= MONDAY + minutes * MINUTE

    assert goal.fold((), facts, inside=inside) == requirements.fold(tree, (), facts, inside=inside)
    assert goal.measure(goal.fold((), facts)) == evaluate(tree, facts)
    assert goal.completion(facts) is requirements.completion(tree, facts)
    assert goal.completion(facts, inside=inside) is requirements.completion(tree, facts, inside=inside)
    assert all(goal.concerns(each) == requirements.concerns(tree, each) for each in facts)
    assert goal.looks_back == any(condition.ever for condition in conditions(tree))


def by(player_id: UUID | None, facts: Sequence[Fact]) -> list[Fact]:
    return [replace(each, player_id=player_id) for each in facts]


@given(TREES, st.lists(st.sampled_from((ANN, BOB, EVE, None)), min_size=20, max_size=20), work(), st.integers(1, 3))
def test_a_shared_goal_also_takes_enough_people_who_did_something_that_counts(
    tree: Requirement, people: list[UUID | None], facts: list[Fact], needed: int
) -> None:
    goal = Goal(tree, needed, shared=True)
    place = {key: people[number % 20] for number, key in enumerate(sorted({each.key for each in facts}))}
    facts = [by(place[each.key], [each])[0] for each in in_order(facts)]

    def helpers(some: Sequence[Fact]) -> set[UUID | None]:
        return {each.player_id for each in some if each.times > 0 and requirements.concerns(tree, each)} - {None}

    progress, alone = goal.measure(goal.fold((), facts)), evaluate(tree, facts)
    enough = len(helpers(facts)) >= needed
    assert progress.done(closed=True) == (alone.done(closed=True) and enough)
    assert (progress.share == 1) == progress.done(closed=True)
    assert (progress.verdict is Verdict.LOST) == (alone.verdict is Verdict.LOST)
    assert progress.reached == alone.reached

    met = [
        each
        for number, each in enumerate(facts, 1)
        if evaluate(tree, facts[:number]).done() and len(helpers(facts[:number])) >= needed
    ]
    assert goal.completion(facts) is (met[0] if met else None)


@given(TREES, work(), st.integers(0, 12), st.data())
def test_a_shared_goal_has_the_same_tallies_in_any_order_and_in_any_batches(
    tree: Requirement, facts: list[Fact], cut: int, data: st.DataObject
) -> None:
    goal = Goal(tree, 2, shared=True)
    facts = [each for number, one in enumerate(facts) for each in by((ANN, BOB)[number % 2], [one])]
    shuffled = data.draw(st.permutations(facts))
    whole = goal.fold((), facts)

    assert goal.fold(goal.fold((), shuffled[:cut]), shuffled[cut:]) == whole
    assert len(whole) == len(requirements.fold(tree, (), ())) + 1


def test_too_few_contributors_keep_a_goal_open_and_just_below_whole() -> None:
    team = goals(mission(Window.WEEKLY, scope="team", min_contributors=2))[""]
    alone = by(ANN, [fact(number) for number in range(3)])
    together = [*alone, *by(BOB, [fact(4)])]

    assert team.measure(()).verdict is Verdict.OPEN
    assert (team.measure(team.fold((), alone)).verdict, team.measure(team.fold((), alone)).share) == (
        Verdict.OPEN,
        0.99,
    )
    assert team.measure(team.fold((), together)).verdict is Verdict.MET
    assert team.completion(together) is together[-1]


def test_a_shared_goal_that_is_lost_stays_lost_however_few_took_part() -> None:
    calm = Goal(reviews(1, operator=Operator.LT), 5, shared=True)

    assert calm.measure(calm.fold((), by(ANN, [fact()]))).verdict is Verdict.LOST
    assert calm.measure(()).verdict is Verdict.OPEN


def test_who_contributed_is_counted_and_stays_a_contributor_when_work_is_taken_back() -> None:
    ann, bob = by(ANN, [fact(1, times=2)])[0], by(BOB, [fact(2)])[0]
    other = by(EVE, [fact(3, metric="issue.completed")])[0]

    team = Goal(reviews(), shared=True)

    helped = team.fold((), [ann, other])
    assert helped[-1] == {str(ANN): 2}
    assert team.fold(helped, [bob, taken_back(ann), ann, fact(4)])[-1] == {str(ANN): 4, str(BOB): 1}
    assert helped[-1] == {str(ANN): 2}
    assert Goal(issues(), shared=True).fold((), [ann, other])[-1] == {str(EVE): 1}


# --- goals with stretches of time --------------------------------------------------------------------------------


HASTY = reviews(2, within={"number": 3, "unit": "minutes"})


def test_facts_may_come_one_by_one() -> None:
    work = [fact(number, minutes=number) for number in range(3)]

    assert Goal(HASTY).completion(iter(work)) is work[1]


def test_a_stretch_whose_work_was_taken_back_does_not_count_any_more() -> None:
    goal = Goal(AllOf(all=(HASTY, issues(1))))
    first, second, later = fact(1), fact(2, minutes=1), fact(3, minutes=8)
    other = fact(4, minutes=20, metric="issue.completed")

    assert goal.completion([first, second, later, other]) is other
    assert goal.completion([first, second, later, taken_back(first, minutes=10), other]) is None


def test_a_goal_forgets_what_is_too_far_back_for_a_stretch_and_nothing_else() -> None:
    goal = Goal(AllOf(all=(reviews(), HASTY)), 2, shared=True)
    tallies = goal.fold((), by(ANN, [fact(number, minutes=number) for number in range(9)]))
    everything, stretch, contributors = goal.pruned(tallies, MONDAY + 60 * MINUTE)

    assert (everything, contributors) == (tallies[0], tallies[2])
    assert list(stretch.values()) == [3]
    assert Goal(reviews()).pruned(tallies[:1], MONDAY + 60 * MINUTE) == tallies[:1]
