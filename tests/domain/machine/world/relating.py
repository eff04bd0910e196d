"""What people decide about each other and themselves, and what is tried on them."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from domain.rules.experiments import earliest_first_day
from domain.services import duels, erasing, experiments, follows, players
from domain.specs import DuelGoal, ExperimentSpec
from tests.domain.machine.made_up import Work
from tests.domain.machine.world.sending import Sending
from tests.domain.machine.world.working import Working
from tests.domain.services import game

TIES = {"follow": follows.follow, "unfollow": follows.unfollow, "refuse": follows.refuse, "allow": follows.allow}
ANSWERS = {"accept": duels.accept, "decline": duels.decline, "withdraw": duels.withdraw}
RULES = ("merged-pull-request", "review-with-substance", "completed-issue")
VARIANTS = (
    {"key": "dear", "title": "Dear", "xp": 40, "full_until": 80, "cap": 90},
    {"key": "cheap", "title": "Cheap", "xp": 7, "full_until": 14, "cap": 20},
)


class Relating(Sending, Working):
    """Follows, breaks, duels, experiments, and who asks to leave."""

    def tie(self, person: int, other: int, verb: str) -> None:
        """Follow, follow no longer, refuse or allow."""
        self.do(TIES[verb], self.players[other], actor_id=self.players[person])

    def take_a_break(self, person: int, *, paused: bool) -> None:
        """From the game, or not any more; all else about him stays."""
        for zones, hidden in game.rows("select zones, hidden from player where id = %s", self.players[person]):
            zone = zones[-1][1] or "UTC"
            self.do(players.change_profile, self.players[person], timezone=zone, hidden=hidden, paused=paused)

    def duel(self, person: int, other: int, days: int, answer: str | None, goal: DuelGoal) -> None:
        """One challenges another, who answers, or not."""
        duel_id, first, second = UUID(int=2_000_000 + self.number()), self.players[person], self.players[other]
        if self.do(duels.invite, duel_id, first, second, actor_id=first, days=days, goal=goal) and answer:
            self.do(ANSWERS[answer], duel_id, actor_id=first if answer == "withdraw" else second)

    def try_out(self, rule: str, ends: int, works: Sequence[Work]) -> None:
        """A rule is worth other numbers for some from the next day on, on which something is done."""
        first = earliest_first_day(self.now)
        name = f"trial-{self.number()}"
        plan = {
            "id": name, "title": "A trial", "question": "Does it help?", "rule": rule, "variants": VARIANTS,
            "first": first, "last": first + timedelta(days=6 + ends), "outcome": "issue.completed",
        }  # fmt: skip
        if not self.do(experiments.put, ExperimentSpec.model_validate(plan), actor_id=self.admin):
            return
        self.do(experiments.start if ends else experiments.discard, name, actor_id=self.admin)
        self.now = max(self.now, datetime.combine(first, time(12), UTC))
        self.deliver(*works)
        self.apply(1_000)

    def stop_trying(self) -> None:
        for (name,) in game.rows("select id from experiment where started_at is not null order by first desc limit 1"):
            self.do(experiments.stop, name, reason="It was a test.", actor_id=self.admin)

    def ask_to_leave(self, person: int, *, stay: bool) -> None:
        """Somebody asks to be erased in a week, and perhaps thinks better of it."""
        ((login,),) = game.rows("select login from player where id = %s", self.players[person])
        self.do(erasing.ask, login, actor_id=self.players[person])
        if stay:
            self.do(erasing.stay, actor_id=self.players[person])
