"""Missions that are done together: by a team, or by everybody."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.errors import Forbidden, Invalid, NotFound, Refused
from domain.events import SharedProgressed
from domain.services import missions, teams
from domain.specs import Audience, Condition, MissionSpec, Scope, Window
from domain.store import session
from domain.store.progress import GUILD
from domain.store.queries import teams as queries
from domain.views import Standing
from tests.domain.services import game, small_games
from tests.domain.services.game import ADA, BEN, CAM, LONG_AGO, NOW


def shared(threshold: int = 3, **fields: Any) -> MissionSpec:
    given = {"title": "Together", "scope": Scope.TEAM, "xp": 40, **fields}
    return MissionSpec(requirement=Condition(metric="ticket.solved", threshold=threshold), **given)


def team(slug: str, *members: Any) -> UUID:
    """A team with these members, since long ago."""
    admin, team_id = game.an_admin(), uuid4()
    session.write(teams.create, team_id, slug, slug.title(), actor_id=admin, now=LONG_AGO)
    for member in members:
        session.write(teams.join, team_id, game.joined(member), actor_id=admin, now=LONG_AGO)
    return team_id


def leaves(team_id: UUID, account: Any, *, at: Any) -> None:
    session.write(teams.leave, team_id, game.player(account), actor_id=game.an_admin(), now=at)


def joins(team_id: UUID, account: Any, *, at: Any) -> None:
    session.write(teams.join, team_id, game.joined(account), actor_id=game.an_admin(), now=at)


def owns() -> list[int]:
    return [game.xp(one) for one in (ADA, BEN, CAM)]


@pytest.fixture
def all_here(playing: str) -> str:
    for one in (ADA, BEN, CAM):
        game.joined(one, now=LONG_AGO)
    return playing


def test_the_work_of_all_members_adds_up_and_everybody_who_helped_is_paid(all_here: str) -> None:
    red = team("red", ADA, BEN, CAM)
    mission = game.published(shared())
    game.solve("a")
    assert game.counted(mission, CAM) == 1
    moved = game.solve("b", "c", by=BEN)
    assert game.only(SharedProgressed, moved) == [SharedProgressed(mission)]
    assert owns() == [0, 0, 0]

    small_games.close()
    assert owns() == [40, 40, 0]
    assert game.rows("select subject_id, rewarded from progress") == [(red, True)]
    assert game.card(mission).team == "Red"
    assert game.card(mission, CAM).standing is Standing.COMPLETED
    assert game.broken() == []


def test_paying_again_pays_nobody_twice(all_here: str) -> None:
    team("red", ADA, BEN)
    game.published(shared(2))
    game.solve("a", "b")
    for _ in range(3):
        small_games.close()

    assert owns() == [40, 0, 0]
    assert game.broken() == []


def test_whoever_still_helps_after_it_was_reached_is_paid_too(all_here: str) -> None:
    team("red", ADA, BEN)
    game.published(shared(2))
    twice = game.published(game.mission(2, metric="mission.completed"))
    game.solve("a", "b")
    small_games.close()
    game.solve("c", by=BEN, at=game.later(hours=1))
    game.solve("d", at=game.later(hours=2))
    small_games.close()

    assert owns() == [40, 40, 0]
    assert [game.counted(twice, one) for one in (ADA, BEN)] == [1, 1]
    assert game.broken() == []


def test_help_that_comes_in_late_from_before_it_was_reached_is_paid_too(all_here: str) -> None:
    team("red", ADA, BEN)
    game.published(shared(2))
    game.solve("a", "b")
    small_games.close()
    game.solve("c", by=BEN, at=game.later(hours=-1), now=game.later(hours=3))
    small_games.close()

    assert owns() == [40, 40, 0]
    assert game.rows("select completed_at, completed_by from progress") == [(NOW, "activities:a")]
    assert game.broken() == []


def test_help_after_the_window_was_decided_is_not_paid(all_here: str) -> None:
    team("red", ADA, BEN)
    game.published(shared(2, window=Window.DAILY))
    game.solve("a", "b")
    game.solve("c", by=BEN, now=game.later(days=9))
    small_games.close()

    assert owns() == [40, 0, 0]


def test_too_few_helpers_leave_it_open(all_here: str) -> None:
    team("red", ADA, BEN)
    mission = game.published(shared(3, min_contributors=2))
    game.solve("a", "b", "c")
    assert game.card(mission).completed_at is None
    assert game.card(mission).progress < 1

    game.solve("d", by=BEN, at=game.later(minutes=1))
    small_games.close()
    assert owns() == [40, 40, 0]
    assert game.rows("select completed_by from progress") == [("activities:d",)]


def test_work_counts_for_the_team_of_the_time_in_which_it_was_done(all_here: str) -> None:
    red = team("red", ADA, BEN)
    mission = game.published(shared(9))
    leaves(red, BEN, at=game.later(hours=1))
    joins(red, CAM, at=game.later(hours=1))
    game.solve("a", by=BEN, now=game.later(hours=2))
    game.solve("b", by=BEN, at=game.later(hours=1), now=game.later(hours=2))
    game.solve("c", by=CAM, now=game.later(hours=2))
    game.solve("d", by=CAM, at=game.later(hours=1), now=game.later(hours=2))

    assert game.counted(mission, at=game.later(hours=3)) == 2


def test_whoever_left_is_still_paid_for_what_he_helped_with(all_here: str) -> None:
    red = team("red", ADA, BEN)
    game.published(shared(2))
    game.solve("a", by=BEN)
    leaves(red, BEN, at=game.later(hours=1))
    game.solve("b", at=game.later(hours=2))
    small_games.close()

    assert owns() == [40, 40, 0]
    assert game.broken() == []


def test_somebody_in_two_teams_counts_for_both_and_is_paid_once(all_here: str) -> None:
    team("red", ADA, BEN)
    team("blue", ADA, CAM)
    game.published(shared(2))
    game.solve("a", "b")
    small_games.close()

    assert game.rows("select count(*) from progress where rewarded") == [(2,)]
    assert owns() == [40, 0, 0]
    assert game.broken() == []


def test_only_the_teams_that_are_invited_take_part(all_here: str) -> None:
    red, _ = team("red", ADA), team("blue", BEN)
    mission = game.published(shared(9, audience=Audience(teams=("red",))))
    game.solve("a")
    game.solve("b", by=BEN)

    assert game.rows("select subject_id from progress where mission_id = %s", mission) == [(red,)]
    with pytest.raises(NotFound):
        game.card(mission, BEN)


def test_the_whole_guild_works_on_one_and_all_who_helped_are_paid(all_here: str) -> None:
    mission = game.published(shared(3, scope=Scope.GUILD))
    for name, one in (("a", ADA), ("b", BEN), ("c", CAM)):
        game.solve(name, by=one)
    small_games.close()

    assert game.rows("select subject_id from progress where mission_id = %s", mission) == [(GUILD,)]
    assert owns() == [40, 40, 40]
    assert game.broken() == []


def test_a_chain_goes_on_from_what_was_done_together(all_here: str) -> None:
    game.published(shared(2, scope=Scope.GUILD))
    game.published(game.mission(1, metric="mission.completed", xp=5))
    game.solve("a")
    game.solve("b", by=BEN)
    small_games.close()

    assert owns() == [45, 45, 0]
    assert game.broken() == []


def test_the_teams_are_listed_with_those_who_are_in_them_now(all_here: str) -> None:
    red = team("red", ADA, BEN)
    leaves(red, BEN, at=NOW)

    (found,) = session.read(queries.teams)
    assert (found.slug, found.name, [one.login for one in found.members]) == ("red", "Red", [ADA.login])


def test_what_makes_no_sense_for_teams_is_refused(all_here: str) -> None:
    admin, red = game.an_admin(), team("red", ADA)
    with pytest.raises(Invalid) as refused:
        session.write(teams.create, uuid4(), "red", "Red", actor_id=admin, now=NOW)
    assert refused.value.fields.keys() == {"slug"}
    with pytest.raises(Refused, match="already"):
        session.write(teams.join, red, game.player(ADA), actor_id=admin, now=NOW)
    with pytest.raises(Refused, match="not in the team"):
        session.write(teams.leave, red, game.player(BEN), actor_id=admin, now=NOW)
    with pytest.raises(NotFound):
        session.write(teams.join, uuid4(), game.player(ADA), actor_id=admin, now=NOW)
    with pytest.raises(Forbidden):
        session.write(teams.join, red, game.player(BEN), actor_id=game.player(BEN), now=NOW)
    spec = shared(audience=Audience(teams=("green",)))
    with pytest.raises(Invalid) as unknown:
        session.write(missions.draft, uuid4(), spec, actor_id=admin, now=NOW)
    assert unknown.value.fields == {"audience.teams": "There is no team “green”."}


def test_a_completion_of_a_team_is_told_to_each_who_helped(all_here: str) -> None:
    team("red", ADA, BEN)
    game.published(shared(2))
    game.solve("a")
    game.solve("b", by=BEN)
    small_games.close()

    notes = game.rows("select player_id, title from notification where kind = 'mission'")
    assert sorted(notes) == sorted((game.player(one), "Together") for one in (ADA, BEN))
