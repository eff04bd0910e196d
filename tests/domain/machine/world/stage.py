"""What every part of the world stands on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.demo.payloads import Account
from domain.errors import QuestboardError
from domain.events import DomainEvent
from domain.services import (
    duels,
    factors,
    teams,
)
from domain.specs import (
    Delivery,
    DuelRules,
    FactorsSpec,
    Membership,
)
from domain.store import session
from tests.domain.machine import made_up
from tests.domain.machine.made_up import Work
from tests.domain.services import game

PEOPLE = (game.ADA, game.BEN, game.CAM)
BOSS = Account(2_000_000, "boss")
TEAMS = {"red": UUID(int=7), "blue": UUID(int=8)}
BEGIN = datetime.fromisoformat("2026-11-16T08:00:00+00:00")


class CrashError(Exception):
    """The process dies in the middle of a transaction."""


class Stage:
    """Three people, two teams, an admin, the rules and missions of the tests, and a time that only goes on."""

    def __init__(self, url: str) -> None:
        game.sweep(url)
        self.now = BEGIN
        self.sent: list[Delivery] = []
        self.keys: list[tuple[str, Work]] = []
        self.missions: list[UUID] = []
        self._numbers = 0
        self.admin = game.joined(BOSS, admin=True, now=game.LONG_AGO)
        self.players = [game.joined(person, now=game.LONG_AGO) for person in PEOPLE]
        self._multiply_from_the_beginning()
        for slug, team_id in TEAMS.items():
            session.write(teams.create, team_id, slug, slug.title(), actor_id=self.admin, now=game.LONG_AGO)
        wanted = DuelRules(on=True, xp=20, coins=3)
        session.write(duels.set_rules, wanted, actor_id=self.admin, now=game.LONG_AGO)

    def _multiply_from_the_beginning(self) -> None:
        """A setting holds from a later day on: without this no game would last long enough."""
        spec = FactorsSpec(memberships=True, streaks=True, steps=made_up.STEPS, per_level=7)
        session.write(factors.put, spec, actor_id=self.admin, now=game.LONG_AGO)
        ada, *_ = self.players
        session.write(factors.set_membership, ada, Membership.PREMIUM, actor_id=self.admin, now=game.LONG_AGO)

    def number(self) -> int:
        self._numbers += 1
        return self._numbers

    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    def do(self, service: Callable[..., list[DomainEvent]], *args: Any, **kwargs: Any) -> bool:
        """Run a verb; whether it was not refused. A moment passes, as it always does."""
        self.now += timedelta(seconds=1)
        try:
            session.write(service, *args, now=self.now, **kwargs)
        except QuestboardError:
            return False
        return True
