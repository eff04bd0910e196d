"""The whole world, and the laws that hold in it."""

from collections.abc import Sequence

from domain.specs import CAP_BY_HAND, Period
from domain.store import decisions, session
from domain.store.queries import checks
from tests.domain.machine.made_up import Work
from tests.domain.machine.world.deciding import Deciding
from tests.domain.machine.world.defining import Defining
from tests.domain.machine.world.playing import Playing
from tests.domain.machine.world.relating import Relating
from tests.domain.machine.world.replayed import replayed
from tests.domain.services import game

#: In minutes.
DAY = 24 * 60


class World(Defining, Deciding, Playing, Relating):
    """Everything that can happen, and what must be so after it."""

    def live_a_season(self, days: int, works: Sequence[Work], minutes: int) -> None:
        """It begins, something is done in it, and some time later it may be over."""
        self.begin_season(0, days)
        self.settle()
        self.deliver(*works)
        self.apply(1_000)
        self.wait(minutes)
        self.apply(1_000)
        self.pay()
        self.settle()

    def take_and_withdraw(self, person: int) -> None:
        """All that somebody has is taken by hand, and then the newest of his work is withdrawn."""
        self.apply(1_000)
        ((xp,),) = game.rows("select xp from player where id = %s", self.players[person])
        self.by_hand(person, -min(xp, CAP_BY_HAND))
        if mine := [at for at, (_, work) in enumerate(self.keys) if work.person == person]:
            self.take_back(mine[-1], 0)
            self.apply(1_000)

    def live_a_round(self, works: Sequence[Work], up: int, down: int) -> None:
        """Everybody takes part in the league for a week, something is done in it, and it is settled."""
        self.define_league(up, down, Period.WEEK, on=True)
        for person in range(len(self.players)):
            self.take_part_in_the_league(person, leaves=False)
            self.listen(person, wants=True)
        self.settle()
        self.deliver(*works)
        self.apply(1_000)
        self.look_at_places()
        self.wait(10 * DAY)
        self.apply(1_000)
        self.settle()

    def check(self, limit: int) -> None:
        """The invariants hold, and playing everything again ends with the same. Nothing is changed."""
        self.check_invariants()
        differences = replayed(self.now, limit)
        assert not differences, "\n".join(differences)
        made = session.read(decisions.decisions)
        assert session.read(decisions.last_at) == (made[-1].at if made else None)

    def check_invariants(self) -> None:
        broken = [check.sentence for check in session.read(checks.invariants) if not check.ok]
        assert not broken, broken
