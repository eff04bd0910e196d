"""Playing everything again ends with the same, also where what came in and what was decided crossed each other."""

from uuid import uuid4

import pytest

from domain.services import teams
from domain.specs import Audience, Award, Kind, MissionSpec, Operator, Step, Window
from domain.store import session
from tests.domain.machine.made_up import Work
from tests.domain.machine.world import World
from tests.domain.services import game


@pytest.fixture
def world(playing: str) -> World:
    return World(playing)


def work(metric: str = "ticket.solved", *, person: int = 0, late: int = 0) -> Work:
    return Work(person, metric, late, value=1, queue="red", in_github_shape=False)


def test_work_that_waits_while_a_mission_is_published_for_the_past_counts_for_it(world: World) -> None:
    world.deliver(work(), work())

    mission = world.publish(game.mission(2), Award.SILENTLY)
    world.apply(1_000)

    assert game.rows("select completed_at is not null from progress where mission_id = %s", mission) == [(True,)]
    world.check(1_000)


def test_what_was_set_aside_and_tried_again_later_is_played_again_later(world: World) -> None:
    few = world.publish(game.mission(1, operator=Operator.LTE, window=Window.DAILY))
    world.deliver(work(), work())
    world.put_off()
    world.deliver(work(late=1))
    world.apply(1_000)
    world.wait(5 * 24 * 60)
    world.settle()

    world.try_again()
    world.apply(1_000)

    assert game.rows("select count(*) from progress where mission_id = %s and rewarded", few) == [(1,)]
    world.check(1_000)


@pytest.mark.parametrize("limit", [1, 1_000])
def test_what_is_taken_back_counted_until_that_came_in(world: World, limit: int) -> None:
    """The withdrawal says that it is older than the work that completed the window; nobody knew of it then."""
    mission = world.publish(game.mission(2))
    world.deliver(work())
    world.wait(60)
    world.deliver(work())
    world.apply(1_000)
    world.take_back(0, late=30)
    world.apply(1_000)

    assert game.rows("select rewarded from progress where mission_id = %s", mission) == [(True,)]
    world.check(limit)


def test_a_version_that_was_scheduled_counts_nothing_twice(world: World) -> None:
    """Work came in between the hour it was scheduled for and the moment a worker opened it."""
    world.publish(game.mission(9))
    world.revise(0, game.mission(9), after=30)
    world.wait(40)
    world.deliver(work(), work())
    world.apply(1_000)

    world.pay()

    assert game.rows("select tallies from progress where mission_id = %s", world.missions[1]) == [([{"": 2}],)]
    world.check(1_000)


def test_a_clock_that_is_ahead_takes_nobody_past_the_moment_at_which_a_mission_begins(world: World) -> None:
    """What comes in with it afterwards does not change that."""
    world.deliver(work(late=-50))
    mission = world.publish(game.mission(9))
    world.deliver(work())
    world.apply(1_000)

    assert game.rows("select tallies from progress where mission_id = %s", mission) == [([{"": 1}],)]
    world.check(1)


def test_a_clock_that_is_ahead_takes_nobody_into_a_quest_before_he_accepted_it(world: World) -> None:
    step = Step(title="Two tickets", requirement=game.mission(2).requirement, xp=5)
    world.publish(MissionSpec(title="Quest", kind=Kind.QUEST, steps=(step,)))
    world.deliver(work(late=-50), work(late=-50))
    world.wait(1)
    world.accept(0, person=0)
    world.apply(1_000)

    assert game.rows("select count(*) from progress") == [(0,)]
    world.check(1_000)


def test_what_somebody_completed_before_his_accounts_were_merged_stays_paid_once(world: World) -> None:
    """Also when the one who carries on is merged himself."""
    world.deliver(work("review.submitted", person=1), work("review.submitted", person=1))
    world.apply(1_000)

    world.merge(1, into=0)
    world.check(1_000)
    world.merge(0, into=2)
    world.check(1_000)


def test_what_took_work_back_but_was_set_aside_is_played_behind_what_was_completed_meanwhile(world: World) -> None:
    mission = world.publish(game.mission(2))
    world.deliver(work())
    world.apply(1_000)
    world.take_back(0, late=0)
    world.put_off()
    world.wait(60)
    world.deliver(work())
    world.apply(1_000)
    world.try_again()
    world.apply(1_000)

    assert game.rows("select rewarded from progress where mission_id = %s", mission) == [(True,)]
    world.check(1_000)


def test_who_joins_a_team_while_his_work_is_applied_helped_nobody_with_it(world: World) -> None:
    """The admin's clock was read before the work came in, and his change waited for the player's lock."""
    admin, late = game.an_admin(), uuid4()
    session.write(teams.create, late, "late", "Late", actor_id=admin, now=world.now)
    mission = world.publish(game.mission(9, audience=Audience(teams=("late",))))
    clock = world.now
    world.deliver(work())
    world.apply(1_000)
    session.write(teams.join, late, world.players[0], actor_id=admin, now=clock)

    assert game.rows("select count(*) from progress where mission_id = %s", mission) == [(0,)]
    world.check(1_000)
