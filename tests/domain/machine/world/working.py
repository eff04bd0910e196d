"""What workers do."""

import threading
from datetime import timedelta

from sqlmodel import Session

from domain.events import DomainEvent
from domain.services import (
    closing,
    deciding,
    deliveries,
    duels,
    erasing,
    inbox,
    missions,
    rewards,
)
from domain.store import duels as duelling
from domain.store import erasures, results, session
from domain.store.queries import closing as waiting
from tests.domain.machine.world.stage import CrashError, Stage
from tests.domain.services import game
from workers import seasons

DELIVERY_ATTEMPTS = 5


class Working(Stage):
    """They apply what came in, die, and decide what is over."""

    def apply(self, limit: int) -> None:
        self.do(inbox.apply, limit=limit)

    def crash(self, limit: int) -> None:
        """A worker dies after all its work and before its commit."""

        def dying(db: Session) -> list[DomainEvent]:
            inbox.apply(db, now=self.now, limit=limit)
            raise CrashError

        try:
            session.write(dying)
        except CrashError:
            return
        raise AssertionError("it did not crash")

    def put_off(self) -> None:
        """The oldest delivery that waits fails until it is set aside."""
        waits = game.rows("select id from delivery where state = 'pending' order by id limit 1")
        for _ in range(DELIVERY_ATTEMPTS if waits else 0):
            self.do(inbox.put_off, waits[0][0], "the reader is broken")

    def try_again(self) -> None:
        for (delivery,) in game.rows("select id from delivery where state = 'failed' order by id"):
            self.do(deliveries.try_again, delivery, actor_id=self.admin)

    def pay(self) -> None:
        """What is scheduled opens, and what was reached together is paid."""
        if session.read(waiting.is_scheduled, now=self.now):
            self.do(missions.open_scheduled)
        while owed := session.read(waiting.owed):
            for pair in owed:
                self.do(closing.pay, pair)

    def settle(self) -> None:
        """Decide every window that is over, and let go what waited too long."""
        self.do(rewards.expire)
        for mission_id, window in session.read(waiting.due, now=self.now):
            self.do(closing.settle, mission_id, window)
        for span in session.read(results.due, now=self.now):
            self.do(deciding.decide, *span)
        for duel_id in session.read(duelling.due, now=self.now):
            self.do(duels.settle, duel_id)
        for player in session.read(erasures.due, now=self.now):
            self.do(erasing.erase, player)
        self.follow_seasons()

    def follow_seasons(self, *, one_step: bool = False) -> None:
        """Seasons open, are decided and paid; or a worker is stopped after the first transaction of that."""
        self.now += timedelta(seconds=1)
        stop = threading.Event()
        if one_step:
            stop.set()
        seasons.follow(stop, lambda: self.now)
