"""Days on which a team, or everybody, is off."""

from uuid import uuid4

import pytest

from domain.errors import Invalid
from domain.services import holidays, streaks, teams
from domain.store import session
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN
from tests.domain.services.streaks.november import at, day, is_sound, length, worked


def test_a_day_off_of_a_team_is_for_those_who_were_in_it(playing: str) -> None:
    admin, team = game.an_admin(), uuid4()
    session.write(teams.create, team, "red", "Red", actor_id=admin, now=at(1))
    worked(16, 17, 19)
    worked(16, 17, 19, by=BEN)
    session.write(teams.join, team, game.player(ADA), actor_id=admin, now=at(17, 12))
    session.write(teams.join, team, game.player(BEN), actor_id=admin, now=at(18, 12))

    day_id = uuid4()
    session.write(streaks.name_day, day_id, day(18), "Away", team_id=team, actor_id=admin, now=at(19, 11))
    assert (length(19), length(19, BEN)) == (3, 1)
    session.write(streaks.drop_day, day_id, actor_id=admin, now=at(19, 12))
    assert length(19) == 1
    assert is_sound(20)


def test_public_holidays_hold_from_the_day_after_they_were_chosen(playing: str) -> None:
    """In Brandenburg the 31st of October is a holiday, which is a Saturday here; in the USA the 26th of November is."""
    worked(24, 25, 27)
    assert length(27) == 1
    session.write(holidays.choose, game.player(ADA), "US", now=at(26))
    assert length(27) == 1
    with pytest.raises(Invalid, match="check"):
        session.write(holidays.choose, game.player(ADA), "nowhere", now=at(26))


def test_a_holiday_that_was_known_before_passes_by(playing: str) -> None:
    admin, team = game.an_admin(), uuid4()
    session.write(teams.create, team, "red", "Red", actor_id=admin, now=at(1))
    worked(24)
    session.write(teams.join, team, game.player(ADA), actor_id=admin, now=at(24, 11))
    session.write(holidays.choose_for_team, team, "US", actor_id=admin, now=at(24, 12))
    worked(25, 27)
    assert length(27) == 3
    session.write(holidays.choose, game.player(ADA), "-", now=at(27, 12))
    assert length(27) == 3
    assert is_sound(28)
