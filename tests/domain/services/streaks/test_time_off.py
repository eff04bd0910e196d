"""Time off that players take."""

from datetime import date
from uuid import uuid4

import pytest

from domain.errors import Invalid
from domain.services import streaks
from domain.store import session
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN
from tests.domain.services.streaks.november import (
    at,
    day,
    in_a_row,
    is_done,
    is_sound,
    length,
    off,
    worked,
)


def test_time_off_that_is_entered_afterwards_brings_a_streak_back_and_completes_what_waits_for_it(playing: str) -> None:
    mission = game.published(in_a_row(3, xp=40))
    worked(16, 17, 19)
    assert (length(19), is_done(mission, 19)) == (1, False)

    off(18, 18, now=at(19, 11))

    assert (length(19), is_done(mission, 19)) == (3, True)
    assert is_sound(20)


def test_time_off_that_is_taken_back_takes_nothing_away_that_was_earned(playing: str) -> None:
    mission = game.published(in_a_row(3, xp=40))
    worked(16, 17, 19)
    pause_id = off(18, 18, now=at(19, 11))
    before = game.xp(ADA)

    session.write(streaks.come_back, pause_id, player_id=game.player(ADA), now=at(19, 12))

    assert (length(19), is_done(mission, 19), game.xp(ADA)) == (1, True, before)
    assert is_sound(20)


def test_time_off_lies_within_reason_and_is_ones_own(playing: str) -> None:
    worked(16)
    with pytest.raises(Invalid) as refusal:
        off(18, 17, now=at(19))
    assert refusal.value.fields == {"last": "The last day comes before the first."}
    with pytest.raises(Invalid):
        session.write(streaks.pause, uuid4(), date(2026, 1, 1), day(1), player_id=game.player(ADA), now=at(19))
    pause_id = off(18, 18, now=at(19))
    with pytest.raises(Exception, match="no such time off"):
        session.write(streaks.come_back, pause_id, player_id=game.joined(BEN), now=at(19))
