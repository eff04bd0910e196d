from uuid import uuid4

import pytest

from app.demo.payloads import Account
from domain.errors import Forbidden, Invalid
from domain.events import BoardChanged
from domain.services import boards, players, teams
from domain.specs import BoardSpec
from domain.store import boards as stored
from domain.store import session
from domain.store.queries import boards as queries
from domain.store.queries import team_boards
from tests import factories
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, CAM, LONG_AGO, NOW

SPEC = BoardSpec.model_validate({"key": "reviews", "title": "Reviews", "measure": "missions"})


def test_a_board_is_made_changed_and_audited(playing: str) -> None:
    admin = game.an_admin()
    assert session.write(boards.put, SPEC, is_new=True, actor_id=admin, now=NOW) == [BoardChanged("reviews")]
    changed = SPEC.model_copy(update={"title": "Done"})
    assert session.write(boards.put, changed, actor_id=admin, now=NOW) == [BoardChanged("reviews")]
    assert session.write(boards.put, changed, actor_id=admin, now=NOW) == []

    assert session.read(stored.spec, "reviews") == changed
    notes = game.rows("select action, details from audit where subject = 'reviews' order by id")
    assert [action for action, _ in notes] == ["board.created", "board.changed"]
    assert notes[1][1] == {"title": {"from": "Reviews", "to": "Done"}}


def test_a_key_is_taken_once(playing: str) -> None:
    with pytest.raises(Invalid) as refused:
        session.write(
            boards.put, SPEC.model_copy(update={"key": "week"}), is_new=True, actor_id=game.an_admin(), now=NOW
        )
    assert refused.value.fields == {"key": "Another board has this key."}


def test_players_make_no_boards(playing: str) -> None:
    with pytest.raises(Forbidden):
        session.write(boards.put, SPEC, actor_id=game.joined(ADA), now=NOW)


def test_a_board_that_ranks_by_something_else_forgets_what_it_had(playing: str) -> None:
    game.play(game.issue(ADA, 1), game.issue(ADA, 2))
    game.on_board("week", measure="metric_count", metric="issue.completed")

    assert [row.score for row in session.read(queries.board, "week", now=NOW).rows] == [2]
    assert game.broken() == []


def team(slug: str, *members: Account) -> None:
    admin, team_id = game.an_admin(), uuid4()
    session.write(teams.create, team_id, slug, slug.title(), actor_id=admin, now=LONG_AGO)
    for member in members:
        session.write(teams.join, team_id, game.joined(member), actor_id=admin, now=LONG_AGO)


def test_a_team_stands_by_the_average_of_those_who_may_be_seen(playing: str) -> None:
    many = factories.accounts(9)
    team("trio", *many[3:6])
    team("pair", *many[6:8])
    team("first", ADA, BEN, CAM)
    game.play(*(game.issue(account, number) for number, account in enumerate([ADA, ADA, ADA, BEN, *many[3:8]])))
    game.on_board("teams", ranked="teams", measure="metric_count", metric="issue.completed")

    found = session.read(team_boards.team_board, "teams", now=NOW)
    assert {(row.rank, row.name, row.members, row.score) for row in found.rows} == {
        (1, "First", 3, 1),
        (1, "Trio", 3, 1),
    }

    session.write(players.change_profile, game.player(many[3]), timezone="UTC", hidden=True, now=NOW)
    assert [row.name for row in session.read(team_boards.team_board, "teams", now=NOW).rows] == ["First"]
