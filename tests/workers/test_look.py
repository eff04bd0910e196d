"""The hourly look, and the end of holds, as a worker does them."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from domain.services import deliveries, looking
from domain.store import session
from tests import factories
from tests.domain.services import game, judged
from tests.domain.services.game import ADA, BEN, NOW
from workers.look import look


def clock(at: datetime) -> Callable[[], datetime]:
    return lambda: at


def a_round(at: datetime) -> int:
    return look(threading.Event(), clock(at))


@pytest.fixture(autouse=True)
def odd(store: str) -> str:
    """Ada’s six reviews of seconds, in a game whose rules are older than they."""
    game.begin()
    judged.every_review_pays()
    game.play(*(factories.rubber_stamp(ADA, BEN, number) for number in range(1, 7)))
    return store


def test_two_workers_look_once_an_hour_and_hold_what_is_held_by_itself() -> None:
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(a_round, [NOW] * 6))
    assert game.rows("select period from look") == [("2026-11-18T10",)]
    assert game.rows("select count(*) from hold") == [(1,)]
    assert game.xp(ADA) == 0
    assert not game.broken()


def test_after_a_week_of_downtime_what_is_over_counts_again_once() -> None:
    a_round(NOW)
    paid = game.rows("select xp from hold")[0][0]
    for _ in range(2):
        a_round(NOW + timedelta(days=21))
    assert game.rows("select outcome from hold_end") == [("expired",)]
    assert game.xp(ADA) == paid
    assert not game.broken()


def test_it_waits_for_what_came_in_before_the_hour() -> None:
    session.write(deliveries.accept, [game.issue(ADA, 50)], now=NOW)
    assert a_round(NOW + timedelta(hours=1)) == 0
    game.apply(now=NOW + timedelta(hours=1))
    assert a_round(NOW + timedelta(hours=1)) == 2


def test_an_hour_in_which_nothing_was_done_keeps_what_was_found() -> None:
    a_round(NOW)
    before = game.rows("select * from finding")
    a_round(NOW + timedelta(hours=1))
    assert game.rows("select period, behind = (select max(id) from activity) from look order by 1") == [
        ("2026-11-18T10", True), ("2026-11-18T11", True),
    ]  # fmt: skip
    assert game.rows("select * from finding") == before


def test_a_hold_that_would_make_a_balance_negative_stops_nothing(odd: str) -> None:
    game.by_hand(odd, "update player set xp = 5 where xp > 0")
    assert a_round(NOW) == 1
    assert game.rows("select count(*) from hold") == [(0,)]


def test_a_worker_that_is_to_stop_begins_nothing() -> None:
    a_round(NOW)
    stop = threading.Event()
    stop.set()
    assert look(stop, clock(NOW + timedelta(hours=1))) == 0
    assert look(stop, clock(NOW + timedelta(days=21))) == 0
    assert game.rows("select count(*) from look") == [(1,)]
    assert game.rows("select count(*) from hold_end") == [(0,)]


def test_what_was_looked_at_but_not_held_is_held_an_hour_later(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as away:
        away.setattr(looking, "to_hold", lambda *_, **__: [])
        assert a_round(NOW) == 1
    assert a_round(NOW) == 0
    assert a_round(NOW + timedelta(hours=1)) == 2
    assert game.xp(ADA) == 0
