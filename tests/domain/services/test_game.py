import pytest

from domain.errors import Forbidden
from domain.events import Resync
from domain.services import game as verbs
from domain.specs import LevelCurve
from domain.store import session
from domain.store.queries import players
from domain.store.queries.game import level_curve
from tests.domain.services import game
from tests.domain.services.game import ADA, NOW

STEEP = LevelCurve(first=10, increase=0)


def test_a_new_curve_changes_levels_and_no_xp(playing: str) -> None:
    game.play(game.merged(ADA, 42))
    before = session.read(players.player_card, game.player(ADA), now=NOW)
    events = session.write(verbs.set_curve, STEEP, actor_id=game.an_admin(), now=NOW)
    after = session.read(players.player_card, game.player(ADA), now=NOW)

    assert events == [Resync()]
    assert (before.level.number, after.level.number) == (2, 11)
    assert before.xp == after.xp == 100
    assert game.broken() == []


def test_the_curve_can_be_chosen_again(playing: str) -> None:
    admin = game.an_admin()
    session.write(verbs.set_curve, STEEP, actor_id=admin, now=NOW)
    session.write(verbs.set_curve, LevelCurve(), actor_id=admin, now=NOW)

    assert session.read(level_curve) == LevelCurve()


def test_only_an_admin_chooses_the_curve(playing: str) -> None:
    game.play(game.merged(ADA, 42))
    with pytest.raises(Forbidden):
        session.write(verbs.set_curve, STEEP, actor_id=game.player(ADA), now=NOW)
