"""What workers do."""

import threading
from datetime import timedelta

from sqlmodel import Session

from domain.events import DomainEvent, RankGained
from domain.services import (
    climbing,
    closing,
    deciding,
    deliveries,
    duels,
    erasing,
    inbox,
    leagues,
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
#: Where those who listen stood when that was last looked at.
_PLACES = """
    select b.player_id, p.board, b.rank, b.told_at from board_place b join board_period p on p.id = b.period_id
    order by p.first
"""
_NAIVE_RANK = """
    select (select count(*) + 1 from board_score o where o.period_id = s.period_id and o.score > s.score),
           w.rank_news and not w.hidden and not w.paused
    from board_score s join board_period p on p.id = s.period_id join player w on w.id = s.player_id
    where s.player_id = %s and p.board = %s and %s between p.first and p.last
"""


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
        self.look_at_places()
        self.do(leagues.keep_up)
        for mission_id, window in session.read(waiting.due, now=self.now):
            self.do(closing.settle, mission_id, window)
        for span in session.read(results.due, now=self.now):
            self.do(deciding.decide, *span)
        for duel_id in session.read(duelling.due, now=self.now):
            self.do(duels.settle, duel_id)
        for player in session.read(erasures.due, now=self.now):
            self.do(erasing.erase, player)
        self.follow_seasons()

    def look_at_places(self) -> None:
        """Whoever wants to hear of it is told where he climbed to: the truth, good news, and not every moment."""
        self.now += timedelta(seconds=1)
        known = {(player, board): at for player, board, *at in game.rows(_PLACES)}
        for told in game.only(RankGained, session.write(climbing.look, now=self.now)):
            ((rank, wants),) = game.rows(_NAIVE_RANK, told.player_id, told.board, self.now.date())
            assert (told.rank, wants) == (rank, True), told
            before, told_at = known.get((told.player_id, told.board), (None, None))
            assert told_at is None or self.now - told_at >= climbing.QUIET, told
            assert "best" in told.sentence or "first three" in told.sentence or rank < before, told

    def follow_seasons(self, *, one_step: bool = False) -> None:
        """Seasons open, are decided and paid; or a worker is stopped after the first transaction of that."""
        self.now += timedelta(seconds=1)
        stop = threading.Event()
        if one_step:
            stop.set()
        seasons.follow(stop, lambda: self.now)
