"""Streaks as people and admins shape them, in the game: days off, freezes, repairs, definitions."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from domain.services import streaks
from domain.specs import Aggregate, MissionSpec
from domain.store import session
from domain.store.queries import players
from tests.domain.machine.world import replayed
from tests.domain.services import game
from tests.domain.services.game import ADA

MONDAY = date(2026, 11, 16)


def at(day: int, hour: int = 10) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day:02}T{hour:02}:00:00+00:00")


def length(day: int) -> int:
    return session.read(players.player_card, game.player(ADA), now=at(day)).streak.length


def worked(*days: int) -> None:
    for day in days:
        game.play(game.issue(ADA, day, at=at(day)), now=at(day))


def in_a_row(number: int, **fields: Any) -> MissionSpec:
    return game.mission(number, metric="streak.length", aggregate=Aggregate.MAX, **fields)


def test_time_off_that_is_entered_afterwards_brings_a_streak_back_and_completes_what_waits_for_it(playing: str) -> None:
    mission = game.published(in_a_row(3, xp=40))
    worked(16, 17, 19)
    assert (length(19), game.card(mission, at=at(19)).completed_at) == (1, None)

    session.write(
        streaks.pause, uuid4(), date(2026, 11, 18), date(2026, 11, 18), player_id=game.player(ADA), now=at(19, 11)
    )

    assert length(19) == 3
    assert game.card(mission, at=at(19, 11)).completed_at is not None
    assert not game.broken()
    assert replayed(at(20)) == []
