"""Reasons by login, as on the command line."""

from uuid import uuid4

import pytest

from domain.errors import NotFound
from domain.services import missions
from domain.store import session
from domain.store.queries import explain
from tests.domain.services import game
from tests.domain.services.game import ADA, NOW, later

pytestmark = pytest.mark.usefixtures("playing")


class TestByName:
    def test_a_mission_is_found_by_its_newest_version(self) -> None:
        game.play(game.batch({"key": "a"}))
        admin = game.an_admin()
        first = game.published(game.mission(3), admin=admin)
        game.revised(first, game.mission(4), admin=admin)

        found = session.read(explain.explain, "PERSON-0", "tidy-up", now=later(hours=1))

        assert found.sentences[0].startswith("Version 2, ")

    def test_a_draft_is_no_answer(self) -> None:
        game.joined(ADA)
        session.write(missions.draft, uuid4(), game.mission(3), actor_id=None, now=NOW)
        with pytest.raises(NotFound, match="This work is not known here"):
            session.read(explain.explain, "person-0", "tidy-up", now=NOW)

    def test_somebody_unknown(self) -> None:
        with pytest.raises(NotFound, match="There is no player “nobody”"):
            session.read(explain.explain, "nobody", "tidy-up", now=NOW)
