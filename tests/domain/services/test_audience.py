"""Who may take part: teams, roles, people and levels; what comes before; what is secret."""

from uuid import uuid4

import pytest

from domain.errors import Invalid, NotFound
from domain.services import missions, players, teams
from domain.specs import Audience, Role
from domain.store import session
from domain.views import Standing
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, LONG_AGO, NOW


def test_a_mission_for_some_people_counts_for_nobody_else(playing: str) -> None:
    ada = game.joined(ADA)
    mission = game.published(game.mission(9, audience=Audience(people=(ada,))))
    game.solve("a")
    game.solve("b", by=BEN)

    assert game.rows("select subject_id from progress where mission_id = %s", mission) == [(ada,)]
    with pytest.raises(NotFound):
        game.card(mission, BEN)


def test_a_mission_for_a_team_counts_what_was_done_while_in_it(playing: str) -> None:
    admin, red = game.an_admin(), uuid4()
    ada = game.joined(ADA, now=LONG_AGO)
    session.write(teams.create, red, "red", "Red", actor_id=admin, now=LONG_AGO)
    mission = game.published(game.mission(9, audience=Audience(teams=("red",))))
    session.write(teams.join, red, ada, actor_id=admin, now=NOW)
    game.solve("before", at=game.later(hours=-1), now=game.later(hours=3))
    game.solve("within", at=game.later(hours=1), now=game.later(hours=3))
    session.write(teams.leave, red, ada, actor_id=admin, now=game.later(hours=2))
    game.solve("after", at=game.later(hours=2), now=game.later(hours=3))

    assert game.rows("select tallies from progress where mission_id = %s", mission) == [([{"": 1}],)]


def test_a_role_is_the_one_that_held_when_the_work_came_in(playing: str) -> None:
    boss, ada = game.an_admin(), game.joined(ADA, now=LONG_AGO)
    mission = game.published(game.mission(9, audience=Audience(roles=(Role.ADMIN,))), admin=boss)
    game.solve("as-player")
    session.write(players.set_admin, ada, admin=True, actor_id=boss, now=game.later(hours=1))
    game.solve("as-admin", now=game.later(hours=2))
    session.write(players.set_admin, ada, admin=False, actor_id=boss, now=game.later(hours=3))
    game.accept(game.batch({"key": "came-in-before"}), now=game.later(hours=2))
    game.solve("as-player-again", now=game.later(hours=4))

    assert game.rows("select tallies from progress where mission_id = %s", mission) == [([{"": 2}],)]


def test_a_level_is_the_one_at_the_start_of_the_window(playing: str) -> None:
    beginners = game.published(game.mission(3, audience=Audience(max_level=1)))
    experts = game.published(game.mission(3, audience=Audience(min_level=2)))
    game.solve("a")
    game.play(*(game.merged(ADA, number) for number in range(1, 4)), now=game.later(hours=1))
    game.solve("b", "c", at=game.later(hours=2))

    assert game.rows("select level from level_at_start where mission_id = %s", beginners) == [(1,)]
    assert game.card(beginners, at=game.later(hours=3)).standing is Standing.COMPLETED
    with pytest.raises(NotFound):
        game.card(experts, at=game.later(hours=3))
    assert game.broken() == []


def test_what_comes_before_must_be_done_first_whatever_comes_in_first(playing: str) -> None:
    first = game.published(game.mission(1, metric="note.written"))
    second = game.published(game.mission(1, after=("tidy-up",)))
    game.solve("a")
    waiting = game.card(second)
    game.solve("n", metric="note.written", at=game.later(hours=1))

    assert waiting.standing is not Standing.COMPLETED
    assert game.card(first).standing is Standing.COMPLETED
    assert game.rows("select completed_at from progress where mission_id = %s", second) == [(game.later(hours=1),)]
    assert game.broken() == []


def test_what_comes_before_must_exist(playing: str) -> None:
    with pytest.raises(Invalid) as refused:
        session.write(missions.draft, uuid4(), game.mission(after=("nowhere",)), actor_id=game.an_admin(), now=NOW)
    assert refused.value.fields == {"after": "There is no mission “nowhere”."}


def test_what_comes_before_must_have_begun(playing: str) -> None:
    admin, first, second = game.an_admin(), uuid4(), uuid4()
    soon, later = game.later(days=1), game.later(days=2)
    session.write(missions.draft, first, game.mission(), actor_id=admin, now=NOW)
    session.write(missions.draft, second, game.mission(after=("tidy-up",)), actor_id=admin, now=NOW)
    with pytest.raises(Invalid) as refused:
        session.write(missions.publish, second, actor_id=admin, now=NOW)
    assert refused.value.fields == {"after": "“Tidy up” has not begun by then. Publish that one first."}
    session.write(missions.publish, first, at=later, actor_id=admin, now=NOW)
    with pytest.raises(Invalid):
        session.write(missions.publish, second, at=soon, actor_id=admin, now=NOW)

    session.write(missions.publish, second, at=later, actor_id=admin, now=NOW)
    session.write(missions.open_scheduled, now=later)
    assert game.rows("select state from mission where id = any(%s)", [first, second]) == [("published",)] * 2


def test_what_was_called_off_has_not_begun_and_what_has_ended_since_has(playing: str) -> None:
    admin, first, second = game.an_admin(), uuid4(), uuid4()
    session.write(missions.draft, first, game.mission(), actor_id=admin, now=NOW)
    session.write(missions.publish, first, at=game.later(days=1), actor_id=admin, now=NOW)
    session.write(missions.retire, first, actor_id=admin, now=NOW)
    session.write(missions.draft, second, game.mission(after=("tidy-up",)), actor_id=admin, now=NOW)
    with pytest.raises(Invalid):
        session.write(missions.publish, second, at=game.later(days=2), actor_id=admin, now=NOW)

    again = game.revised(first, game.mission(), admin=admin)
    session.write(missions.retire, again, actor_id=admin, now=game.later(hours=1))
    session.write(missions.publish, second, actor_id=admin, now=game.later(hours=2))


def test_a_chain_of_three_is_completed_in_one_transaction(playing: str) -> None:
    game.published(game.mission(1))
    game.published(game.mission(1, metric="mission.completed", xp=5))
    game.published(game.mission(45, metric="xp.earned", aggregate="sum", xp=7, badge_id="polyglot"))
    game.published(game.mission(1, metric="badge.earned", xp=9))
    game.solve("a")

    assert game.xp(ADA) == 40 + 5 + 7 + 9
    assert game.broken() == []


def test_missions_that_feed_each_other_come_to_an_end(playing: str) -> None:
    for threshold in range(1, 8):
        game.published(game.mission(threshold, metric="mission.completed"))
        game.published(game.mission(threshold * 40, metric="xp.earned", aggregate="sum"))
    game.published(game.mission(1))
    game.solve("a")

    assert game.xp(ADA) == 15 * 40
    assert game.broken() == []


def test_a_secret_mission_is_shown_to_those_who_have_done_it(playing: str) -> None:
    mission = game.published(game.mission(2, secret=True))
    game.solve("a")
    with pytest.raises(NotFound):
        game.card(mission)

    game.solve("b")
    assert game.card(mission).standing is Standing.COMPLETED


def test_a_new_zone_keeps_the_days_that_were_counted(playing: str) -> None:
    ada = game.joined(ADA, now=LONG_AGO)
    mission = game.published(game.mission(9, aggregate="distinct_days"))
    evening = NOW.replace(hour=16)
    game.solve("a", at=evening)
    session.write(players.change_profile, ada, timezone="Asia/Tokyo", hidden=False, now=game.later(days=1))
    game.solve("b", at=evening.replace(day=20))

    days = [{"2026-11-18": 1, "2026-11-21": 1}]
    assert game.rows("select tallies from progress where mission_id = %s", mission) == [(days,)]
