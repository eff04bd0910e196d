"""Every piece of work says what it gave, and what it did not."""

import pytest

from domain.errors import NotFound
from domain.store import session
from domain.store.queries import explain
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN
from tests.domain.store.queries.explain.asking import RULE

pytestmark = pytest.mark.usefixtures("playing")


class TestActivity:
    def test_what_a_piece_of_work_gave_rule_by_rule_and_mission_by_mission(self) -> None:
        game.published(game.mission(3, metric="issue.completed"))
        game.play(game.issue(ADA, 1))
        (key,) = game.rows("select key from activity")[0]

        found = session.read(explain.explain_activity, key, player_id=game.player(ADA))

        assert found.title == key
        assert found.sentences[0].startswith(f"{RULE}: +25 XP. It is worth 25 XP.")
        assert found.sentences[1] == "Mission “Tidy up”, version 1: it counts."

    def test_which_filter_kept_a_rule_from_paying(self) -> None:
        game.play(game.reviewed(ADA, 1, body="ok"))
        (key,) = game.rows("select key from activity")[0]

        found = session.read(explain.explain_activity, key, player_id=game.player(ADA))

        assert "nothing. Its substance is" in found.sentences[0]

    def test_when_it_was_taken_back(self) -> None:
        game.play(game.reviewed(ADA, 1), game.dismissed(ADA, 1))
        (key,) = game.rows("select key from activity where reverses is null")[0]

        found = session.read(explain.explain_activity, key, player_id=game.player(ADA))

        assert found.sentences[0] == "It was taken back on 18 November 2026."

    def test_of_somebody_else_is_not_known(self) -> None:
        game.play(game.issue(ADA, 1), game.issue(BEN, 2))
        (key,) = game.rows("select key from activity where player_id = %s", game.player(ADA))[0]
        with pytest.raises(NotFound, match="This work is not known here"):
            session.read(explain.explain_activity, key, player_id=game.player(BEN))
