"""What a worker decides when its time has come."""

import threading
from datetime import datetime, timedelta

import pytest

from domain.services import erasing
from domain.store import session
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, NOW
from workers.close import Closer

WEEK = timedelta(days=7)


def settle(at: datetime) -> None:
    Closer(threading.Event(), clock=lambda: at).settle()


@pytest.mark.usefixtures("seeded")
def test_who_asked_for_it_a_week_ago_is_erased_once_nothing_waits() -> None:
    game.an_admin()
    ada = game.joined(ADA)
    session.write(erasing.ask, ADA.login, actor_id=ada, now=NOW)
    settle(NOW + WEEK - timedelta(seconds=1))
    game.accept(game.merged(BEN, 1), now=NOW + WEEK)
    settle(NOW + WEEK)
    assert game.rows("select kind from player where id = %s", ada) == [("human",)]

    game.apply(now=NOW + WEEK)
    for _ in range(2):
        settle(NOW + WEEK + timedelta(days=30))
    assert game.rows("select kind from player where id = %s", ada) == [("erased",)]
    assert game.rows("select count(*) from audit where action = 'player.erased'") == [(1,)]
