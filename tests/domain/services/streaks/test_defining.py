"""What streaks there are, and what they count."""

import pytest

from domain.errors import Invalid, Refused
from domain.services import streaks
from domain.specs import Cadence, Filter, Milestone
from domain.store import session
from domain.store import streaks as stored
from domain.store.queries import players
from domain.store.queries import streaks as queries
from tests.domain.services import game
from tests.domain.services.game import ADA
from tests.domain.services.streaks.november import (
    ACTIVITY,
    BADGES,
    REVIEWS,
    at,
    define,
    in_a_row,
    is_done,
    is_sound,
    length,
    walked,
    worked,
)


def test_another_grace_moves_everybody_and_takes_nothing_away(playing: str) -> None:
    mission = game.published(in_a_row(3, xp=40))
    admin = game.an_admin()
    worked(16, 17, 19)
    define(ACTIVITY, admin=admin, now=at(19, 11), grace=1)
    assert (length(19), is_done(mission, 19)) == (3, True)
    define(ACTIVITY, admin=admin, now=at(19, 12), grace=0)
    assert (length(19), is_done(mission, 19)) == (1, True)
    assert is_sound(20)


def test_what_a_streak_counts_stays_once_it_was_on(playing: str) -> None:
    admin = game.an_admin()
    with pytest.raises(Refused, match="Make another one"):
        define(ACTIVITY, admin=admin, now=at(17), cadence=Cadence.WEEKLY)
    define(REVIEWS, admin=admin, now=at(17), cadence=Cadence.WEEKLY, on=True)
    with pytest.raises(Refused, match="Make another one"):
        define(REVIEWS, admin=admin, now=at(18), least=2, on=True)


def test_a_condition_names_its_streak_or_means_the_usual_one(playing: str) -> None:
    usual = game.published(in_a_row(5))
    reviews = (Filter(dimension="streak", values=("reviews",)),)
    mission = game.published(in_a_row(3, filters=reviews))
    define(REVIEWS, admin=game.an_admin(), now=at(2), on=True)
    for number in (16, 18, 19):
        game.play(game.reviewed(ADA, number, at=at(number)), now=at(number))
    worked(17)

    assert (game.counted(usual, at=at(19)), game.counted(mission, at=at(19))) == (4, 2)
    assert is_sound(20)


def test_badges_have_streaks_of_their_own(playing: str) -> None:
    mission = game.published(in_a_row(2, filters=(Filter(dimension="streak", values=("badges",)),)))
    define(BADGES, admin=game.an_admin(), now=at(1), on=True)
    game.play(game.merged(ADA, 1, at=at(3)), now=at(3))  # “First light”
    assert walked(3, "badges").length == 1
    reviews = [game.reviewed(ADA, number, at=at(10)) for number in range(10, 20)]
    game.play(*reviews, now=at(10))  # “Second pair of eyes”

    assert walked(10, "badges").length == 2
    assert is_done(mission, 10)
    assert is_sound(20)


def test_work_that_is_taken_back_leaves_the_streaks_that_boards_rank_by(playing: str) -> None:
    game.on_board("streaks", measure="streak", period="month", now=at(1))
    for number in (16, 17, 18):
        game.play(game.reviewed(ADA, number, at=at(number)), now=at(number))
    score = "select score from board_score s join board_period p on p.id = s.period_id where p.board = 'streaks'"
    assert game.rows(score) == [(3,)]
    game.play(game.dismissed(ADA, 17, at=at(17)), now=at(18, 12))
    assert (game.rows(score), length(18)) == ([(1,)], 1)
    assert is_sound(20)


def test_a_milestone_is_an_achievement_of_its_own(playing: str) -> None:
    admin = game.an_admin()
    milestones = (Milestone(length=2, xp=15), Milestone(length=3, xp=25, badge_id="first-light"))
    worked(16)
    define(ACTIVITY, admin=admin, now=at(16, 11), milestones=milestones)
    before = game.xp(ADA)
    worked(17, 18)

    assert game.xp(ADA) == before + 2 * 25 + 15 + 25  # two issues, two milestones
    assert game.rows("select badge_id from badge_award") == [("first-light",)]
    define(ACTIVITY, admin=admin, now=at(18, 11), milestones=milestones[:1])
    states = dict(game.rows("select slug, state from mission where slug like 'streak-%%'"))
    assert states == {"streak-activity-2": "published", "streak-activity-3": "retired"}
    assert is_sound(20)


def test_a_badge_that_is_not_there_is_refused(playing: str) -> None:
    with pytest.raises(Invalid):
        define(ACTIVITY, admin=game.an_admin(), now=at(17), milestones=(Milestone(length=2, badge_id="no-such-badge"),))
    assert session.read(stored.definition, "activity") == ACTIVITY


def test_a_game_may_do_without_streaks(playing: str) -> None:
    player, admin = game.joined(ADA), game.an_admin()
    assert session.read(queries.cards, player, now=at(17))
    session.write(streaks.switch, on=False, actor_id=admin, now=at(17))
    assert session.read(queries.cards, player, now=at(17)) == ()
    assert session.read(players.player_card, player, now=at(17)).streak.asked is False
