"""A worker dies at every step of a look, of a hold and of the end of one: nothing is held or given back twice."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from domain.store import session
from domain.store.queries import holds
from tests import factories
from tests.domain.machine.world import replayed
from tests.domain.services import game, judged
from tests.domain.services.game import ADA, BEN, NOW, later
from tests.faults import steps
from tests.long import long

PAID = 60
OVER = later(days=20)


@pytest.fixture
def odd(store: str) -> str:
    """Ada’s six reviews of seconds, and a rule that paid for them."""
    game.begin()
    judged.every_review_pays()
    game.play(*(factories.rubber_stamp(ADA, BEN, number) for number in range(1, 7)))
    assert game.xp(ADA) == PAID
    return store


def test_who_is_killed_at_the_dearest_steps_holds_once_and_gives_back_once(odd: str) -> None:
    _lives_through(odd, looking=("findings kept",), holding=("balances updated",), expiring=("balances updated",))


@long
def test_who_is_killed_at_any_step_holds_once_and_gives_back_once(odd: str) -> None:
    _lives_through(odd, looking=tuple(steps.LOOKING), holding=tuple(steps.HOLDING), expiring=tuple(steps.EXPIRING))


def _lives_through(url: str, looking: tuple[str, ...], holding: tuple[str, ...], expiring: tuple[str, ...]) -> None:
    for step in looking:
        _dies(url, NOW, steps.LOOKING, step)
        assert bool(game.rows("select from look")) == bool(game.rows("select from finding")), step
        assert game.rows("select from hold") == [], step
    for hour, step in enumerate(holding, 1):  # the look of an hour was had, so it comes to holding in another
        _dies(url, NOW + timedelta(hours=hour), steps.HOLDING, step)
        assert (game.xp(ADA), game.rows("select from hold")) == (PAID, []), step
    _looks(url, NOW + timedelta(hours=20))
    _looks(url, NOW + timedelta(hours=21))
    assert (game.xp(ADA), game.rows("select count(*) from hold")) == (0, [(1,)])
    assert len(session.read(holds.open_of, game.player(ADA))) == 1

    for step in expiring:
        _dies(url, OVER, steps.EXPIRING, step)
        done = step == steps.COMMITTED
        assert (game.xp(ADA), game.rows("select count(*) from hold_end")) == (PAID * done, [(done,)]), step
    for _ in range(2):
        _looks(url, OVER)
    assert (game.xp(ADA), game.rows("select outcome from hold_end")) == (PAID, [("expired",)])
    told = "select count(*) from notification where kind = 'hold' and player_id = %s"
    assert game.rows(told, game.player(ADA)) == [(2,)]
    assert game.broken() == []
    assert replayed(OVER) == []


def _dies(url: str, now: datetime, of: Mapping[str, tuple[str, str, bool]], step: str) -> None:
    victim = steps.look(url, now, dies_at=of[step])
    victim.join(20)
    assert victim.exitcode == -9, f"it never came to “{step}”"
    assert game.broken() == [], step


def _looks(url: str, now: datetime) -> None:
    worker = steps.look(url, now)
    worker.join(20)
    assert worker.exitcode == 0
