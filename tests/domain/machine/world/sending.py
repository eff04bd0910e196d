"""What tools send."""

from datetime import timedelta
from typing import Any

from domain.services import (
    deliveries,
)
from domain.specs import (
    Delivery,
)
from tests.domain.machine.made_up import Work
from tests.domain.machine.world.stage import PEOPLE, Stage
from tests.domain.services import game


class Sending(Stage):
    """Work that comes in, comes again, and is taken back."""

    def deliver(self, *works: Work) -> None:
        """One batch of our own API, and a delivery of GitHub's for each that has its shape."""
        sent = [self._activity(work) for work in works if not work.in_github_shape]
        self._accept(*(self._from_github(work) for work in works if work.in_github_shape))
        if sent:
            self._accept(game.batch(*sent))

    def deliver_again(self, place: int) -> None:
        """What was sent before, under a new id."""
        self._accept(game.redelivered(self.sent[place % len(self.sent)]))

    def take_back(self, place: int, late: int) -> None:
        """Something that was done is taken back, or something that comes next will be."""
        key, work = self.keys[place % len(self.keys)]
        at = self.now - timedelta(minutes=late)
        undo = {"key": f"{key}-undone", "reverses": key, "metric": work.metric, "occurred_at": at.isoformat()}
        self._accept(game.batch({**undo, "person": game.who(PEOPLE[work.person])}))

    def dismiss(self, work: Work) -> None:
        """A review of GitHub's, and its dismissal, the dismissal first."""
        at, number = self.now - timedelta(minutes=work.late), self.number()
        person = PEOPLE[work.person]
        self._accept(game.dismissed(person, number, at=at))
        self._accept(game.reviewed(person, number, at=at))

    def _activity(self, work: Work) -> dict[str, Any]:
        key = f"w{self.number()}"
        self.keys.append((key, work))
        return {
            "key": key,
            "person": game.who(PEOPLE[work.person]),
            "metric": work.metric,
            "value": work.value,
            "occurred_at": (self.now - timedelta(minutes=work.late)).isoformat(),
            "dimensions": {"queue": work.queue, "substance": "yes"},
        }

    def _from_github(self, work: Work) -> Delivery:
        person, number, at = PEOPLE[work.person], self.number(), self.now - timedelta(minutes=work.late)
        match work.metric:
            case "review.submitted":
                return game.reviewed(person, number, at=at)
            case "issue.completed":
                return game.issue(person, number, at=at)
            case _:
                return game.merged(person, number, at=at)

    def _accept(self, *sent: Delivery) -> None:
        self.sent += sent
        self.do(deliveries.accept, sent)
