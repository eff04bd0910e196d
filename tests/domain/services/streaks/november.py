"""A November of streaks: short words for what happens in it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from app.demo.payloads import Account
from domain.services import streaks
from domain.specs import SHIPPED_STREAKS, Aggregate, MissionSpec, StreakSpec
from domain.store import session
from domain.store.queries import players
from domain.store.queries import streaks as queries
from tests.domain.machine.world import replayed
from tests.domain.services import game
from tests.domain.services.game import ADA

ACTIVITY, REVIEWS, BADGES, VISITS = SHIPPED_STREAKS


def at(day: int, hour: int = 10) -> datetime:
    """A day of November 2026, which begins on a Sunday."""
    return datetime.fromisoformat(f"2026-11-{day:02}T{hour:02}:00:00+00:00")


def day(number: int) -> date:
    return date(2026, 11, number)


def length(today: int, account: Account = ADA) -> int:
    return session.read(players.player_card, game.player(account), now=at(today)).streak.length


def worked(*days: int, by: Account = ADA) -> None:
    for number in days:
        game.play(game.issue(by, number, at=at(number)), now=at(number))


def in_a_row(number: int, **fields: Any) -> MissionSpec:
    return game.mission(number, metric="streak.length", aggregate=Aggregate.MAX, **fields)


def off(first: int, last: int, *, now: datetime) -> UUID:
    pause_id = uuid4()
    session.write(streaks.pause, pause_id, day(first), day(last), player_id=game.player(ADA), now=now)
    return pause_id


def is_done(mission: UUID, today: int) -> bool:
    return game.card(mission, at=at(today, 12)).completed_at is not None


def give(count: int, *, now: datetime, admin: UUID) -> None:
    session.write(streaks.give_freezes, uuid4(), game.player(ADA), count, reason="Well done.", actor_id=admin, now=now)


def walked(today: int, streak: str = "activity") -> Any:
    return session.read(queries.walked, game.player(ADA), streak, now=at(today, 12))


def define(spec: StreakSpec, *, admin: UUID, now: datetime, **changes: Any) -> None:
    session.write(streaks.define, spec.model_copy(update=changes), actor_id=admin, now=now)


def is_sound(today: int) -> bool:
    return not game.broken() and replayed(at(today, 13)) == []
