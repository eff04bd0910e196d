"""What becomes of time off and freezes when accounts are merged, or somebody leaves."""

from uuid import uuid4

import pytest

from domain.errors import NotFound
from domain.rules.streaks import Saved
from domain.services import erasing, merging, streaks
from domain.store import session
from domain.store.queries import export
from domain.store.queries import streaks as queries
from tests.domain.machine.world import replayed
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN
from tests.domain.services.streaks.november import at, day, in_a_row, is_done, is_sound, length, off, walked, worked


def test_time_off_and_freezes_of_a_merged_account_are_those_of_whoever_carries_on(playing: str) -> None:
    """One account did some work, the other the rest; it has a freeze for one day between, and time off for another."""
    admin, pause_id = game.an_admin(), uuid4()
    mission = game.published(in_a_row(3, xp=40), admin=admin)
    ada, ben = game.joined(ADA, now=at(16)), game.joined(BEN, now=at(16))
    worked(16)
    session.write(streaks.give_freezes, uuid4(), ben, 1, reason="Well done.", actor_id=admin, now=at(16, 11))
    worked(19)
    session.write(streaks.pause, pause_id, day(18), day(18), player_id=ben, now=at(19, 11))
    worked(20, by=BEN)
    assert (length(20), is_done(mission, 20)) == (1, False)

    session.write(merging.merge, ben, ada, actor_id=admin, now=at(20, 12))

    found = walked(20)
    assert (found.length, found.held, [one.by for one in found.rescues]) == (3, 0, [Saved.FREEZE])
    assert game.card(mission, at=at(20, 13)).completed_at is not None
    assert [one.id for one in session.read(queries.time_off, ada, now=at(20, 13))] == [pause_id]
    exported = session.read(export.everything, ada)
    assert (len(exported["time off"]), len(exported["freezes"])) == (1, 1)
    assert is_sound(20)

    session.write(streaks.come_back, pause_id, player_id=ada, now=at(20, 14))
    assert walked(20).length == 2
    assert game.broken() == []
    assert replayed(at(20, 15)) == []


def test_time_off_of_whoever_was_erased_stays_without_a_name(playing: str) -> None:
    """His streaks are what completed missions and paid: a replay needs to know the days off, and nothing else does."""
    admin, mission = game.an_admin(), game.published(in_a_row(3, xp=40))
    worked(16, 17, 19)
    pause_id = off(18, 18, now=at(19, 11))
    ada = game.player(ADA)

    session.write(erasing.at_once, ada, actor_id=admin, now=at(19, 12))

    assert game.rows("select id, player_id from pause") == [(pause_id, ada)]
    assert game.rows("select count(*) from progress where mission_id = %s and rewarded", mission) == [(1,)]
    with pytest.raises(NotFound):
        session.write(streaks.pause, uuid4(), day(20), day(20), player_id=ada, now=at(19, 13))
    assert is_sound(20)
