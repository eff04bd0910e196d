"""Visits, which only count where a team wants that."""

from collections.abc import Sequence
from uuid import uuid4

from domain.services import inbox, streaks
from domain.services import players as people
from domain.store import session
from domain.store.queries import players
from tests.domain.services import game
from tests.domain.services.game import ADA
from tests.domain.services.streaks.november import (
    VISITS,
    at,
    define,
    in_a_row,
    is_sound,
    length,
    walked,
)


def signed_in(*hours: tuple[int, int]) -> Sequence[int]:
    """Somebody looks in at these times; how many visits were kept."""
    token = str(uuid4())
    game.joined(ADA, token=token, now=at(*hours[0]))
    for one in hours[1:]:
        session.write(people.seen, token, now=at(*one))
    session.write(inbox.apply, now=at(28), limit=100)
    return [row[0].day for row in game.rows("select day from activity where metric = 'visit.day' order by day")]


def test_nobody_counts_visits_unless_a_team_wants_that(playing: str) -> None:
    assert signed_in((16, 9), (17, 9)) == []


def test_the_first_visit_of_a_day_counts_and_nothing_is_earned_with_it(playing: str) -> None:
    game.published(in_a_row(1, xp=40))
    define(VISITS, admin=game.an_admin(), now=at(1), on=True)
    assert signed_in((16, 9), (16, 17), (17, 9), (18, 9)) == [16, 17, 18]
    assert (walked(18, "sign-in").length, length(18), game.xp(ADA)) == (3, 0, 0)
    assert session.read(players.people)[0].last_activity_at is None
    assert is_sound(28)


def test_whoever_hides_streaks_is_not_counted(playing: str) -> None:
    define(VISITS, admin=game.an_admin(), now=at(1), on=True)
    session.write(streaks.show, game.joined(ADA, now=at(1)), shown=False, now=at(2))
    assert signed_in((16, 9), (17, 9)) == [1]
