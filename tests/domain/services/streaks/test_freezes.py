"""Freezes, and what they mend."""

from uuid import uuid4

import pytest

from domain.errors import Forbidden, Refused
from domain.rules.streaks import Saved
from domain.services import streaks
from domain.store import session
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN
from tests.domain.services.streaks.november import (
    at,
    day,
    give,
    in_a_row,
    is_done,
    is_sound,
    length,
    walked,
    worked,
)


def test_a_freeze_is_used_by_itself_and_late_work_gives_it_back(playing: str) -> None:
    mission = game.published(in_a_row(3))
    worked(16, 17)
    give(1, now=at(17, 11), admin=game.an_admin())
    worked(19)

    found = walked(19)
    assert (found.length, found.held, [one.by for one in found.rescues]) == (3, 0, [Saved.FREEZE])
    assert is_done(mission, 19)
    assert is_sound(20)

    game.play(game.issue(ADA, 18, at=at(18)), now=at(19, 12))
    found = walked(19)
    assert (found.length, found.held, found.rescues) == (4, 1, ())
    assert is_sound(20)


def test_no_more_freezes_are_given_than_can_be_held_and_none_to_oneself(playing: str) -> None:
    admin = game.joined(ADA, admin=True)
    other = game.an_admin()
    with pytest.raises(Refused, match="yourself"):
        give(1, now=at(17), admin=admin)
    give(2, now=at(17), admin=other)
    with pytest.raises(Refused, match="At most 2 freezes can be held, and 2 are there"):
        give(1, now=at(18), admin=other)
    with pytest.raises(Forbidden):
        session.write(streaks.give_freezes, uuid4(), other, 1, reason="Why not.", actor_id=game.joined(BEN), now=at(18))


def test_a_cause_gives_its_freezes_once(playing: str) -> None:
    player = game.joined(ADA)
    for _ in range(2):
        session.write(streaks.grant_freeze, player, 1, cause="purchase:1", now=at(17))
    assert walked(17).held == 1


def test_a_missed_day_is_repaired_with_a_freeze_that_came_too_late(playing: str) -> None:
    mission = game.published(in_a_row(3))
    worked(16, 17)
    give(1, now=at(19, 9), admin=game.an_admin())
    worked(19)
    assert length(19) == 1

    player = game.player(ADA)
    with pytest.raises(Refused):
        session.write(streaks.repair, "activity", day(17), player_id=player, now=at(19, 11))
    session.write(streaks.repair, "activity", day(18), player_id=player, now=at(19, 11))

    found = walked(19)
    assert (found.length, found.held, found.rescues[-1].by) == (3, 0, Saved.REPAIR)
    assert is_done(mission, 19)
    assert is_sound(20)
    with pytest.raises(Refused):
        session.write(streaks.repair, "activity", day(18), player_id=player, now=at(19, 12))


def test_after_the_days_of_repair_it_is_too_late(playing: str) -> None:
    worked(16, 17)
    give(1, now=at(19), admin=game.an_admin())
    with pytest.raises(Refused):
        session.write(streaks.repair, "activity", day(18), player_id=game.player(ADA), now=at(22))
