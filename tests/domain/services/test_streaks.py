"""Streaks as people and admins shape them, in the game: days off, freezes, repairs, definitions."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.demo.payloads import Account
from domain.errors import Forbidden, Invalid, Refused
from domain.rules.streaks import Saved
from domain.services import holidays, inbox, streaks, teams
from domain.services import players as people
from domain.specs import SHIPPED_STREAKS, Aggregate, Cadence, Filter, Milestone, MissionSpec, StreakSpec
from domain.store import session
from domain.store import streaks as stored
from domain.store.queries import players
from domain.store.queries import streaks as queries
from tests.domain.machine.world import replayed
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN

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
