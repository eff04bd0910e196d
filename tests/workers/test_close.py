"""What a worker decides when its time has come."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from domain.services import erasing, rewards
from domain.specs import RewardKind, RewardSpec
from domain.store import session
from domain.store.rewards import Grant, id_of
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, NOW
from workers import seasons
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


def test_after_a_week_of_downtime_two_schedulers_let_every_reward_go_once(seeded: str) -> None:
    session.configure(seeded, pool_size=4)
    ada, ben = game.joined(ADA), game.joined(BEN)
    days = [1 + number % 9 for number in range(2 * rewards.CHUNK)]
    session.write(rewards.grant, [_waiting(ada if one % 2 else ben, n, one) for n, one in enumerate(days)], now=NOW)
    for number in (0, 1):
        whose = ada if days[number] % 2 else ben
        session.write(rewards.claim, whose, id_of(f"waits:{number}"), now=NOW)
    settle(NOW + timedelta(days=2))  # the last look before it went down
    together = threading.Barrier(2)

    def come_back(_: int) -> None:
        together.wait()
        settle(NOW + timedelta(days=9) - timedelta(seconds=1))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(come_back, range(2)))
    over = sum(one <= 8 for one in days) - 2
    found = game.rows("select state, count(*), max(expires_at) < %s from reward group by 1 order by 1", NOW + 9 * _DAY)
    assert found == [("claimed", 2, True), ("expired", over, True), ("pending", sum(one == 9 for one in days), False)]
    assert game.rows("select count(*) from reward_decision where kind = 'expired'") == [(over,)]
    assert not game.broken()


_DAY = timedelta(days=1)


def _waiting(player: UUID, number: int, days: int) -> Grant:
    """A reward that waits so many days for its player."""
    spec = RewardSpec(kind=RewardKind.XP, amount=1, by_hand=True, days=days)
    return Grant(player, spec, f"waits:{number}", "test", "test", "A good year")


@pytest.mark.usefixtures("seeded")
def test_whoever_comes_while_another_thread_decides_has_something_else_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    closer, begun, go_on = Closer(threading.Event(), clock=lambda: NOW), threading.Event(), threading.Event()

    def long(*_: object) -> list[object]:
        begun.set()
        assert go_on.wait(20)
        return []

    monkeypatch.setattr(seasons, "follow", long)
    deciding = threading.Thread(target=closer.settle)
    deciding.start()
    try:
        assert begun.wait(20)
        assert (closer.settle(), closer.pay()) == (0, 0)
        assert deciding.is_alive()
    finally:
        go_on.set()
        deciding.join(20)
