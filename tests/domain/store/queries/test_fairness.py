"""Who reaches a mission or a season, read from what is stored."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from domain.errors import NotFound
from domain.services import correcting, seasons, teams
from domain.specs import SeasonSpec
from domain.store import session
from domain.store.queries import fairness
from domain.views.fairness import ComparisonView, FairnessView
from tests import factories
from tests.domain.services import game
from tests.domain.services.game import LONG_AGO, NOW, later

pytestmark = pytest.mark.usefixtures("playing")
TEN = factories.accounts(10)


@pytest.fixture
def mission() -> UUID:
    """Two tickets; five people in the red team do two, one of five in the blue team does."""
    admin, mission = game.an_admin(), game.published(game.mission(2))
    for place, slug in enumerate(("red", "blue")):
        team = UUID(int=7 + place)
        session.write(teams.create, team, slug, slug.title(), actor_id=admin, now=LONG_AGO)
        for account in TEN[5 * place : 5 * place + 5]:
            player = game.joined(account, now=LONG_AGO)
            session.write(teams.join, team, player, actor_id=admin, now=LONG_AGO)
    for number, account in enumerate(TEN):
        game.solve(f"one-{number}", by=account)
        if number < 6:
            game.solve(f"two-{number}", by=account)
    return mission


def report(mission: UUID) -> FairnessView:
    return session.read(fairness.of_mission, mission, now=later(hours=1))


def part(view: FairnessView, title: str) -> ComparisonView:
    return next(one for one in view.comparisons if one.title == title)


def test_teams_are_compared_and_the_one_that_reaches_it_seldom_is_warned_of(mission: UUID) -> None:
    view = report(mission)
    assert (view.title, view.people, view.reached) == ("Tidy up", 10, 6)
    found = part(view, "Teams")
    assert [(one.name, one.reached, one.people, one.low) for one in found.shares] == [
        ("in Blue", 1, 5, True), ("in Red", 5, 5, False),
    ]  # fmt: skip
    assert found.sentence == "Reached by 1 of 5 in Blue, but by 5 of 5 in Red. Can all of them reach it?"
    assert [one.name for one in part(view, "Time zones").shares] == ["in UTC"]
    assert "not two groups" in part(view, "Time zones").sentence


def test_who_reviews_and_who_works_on_few_days_is_compared(mission: UUID) -> None:
    game.play(*(game.reviewed(account, 50 + number) for number, account in enumerate(TEN[5:])))
    for week in range(1, 5):
        for day in range(5):
            at = NOW - timedelta(weeks=week, days=2 - day)
            game.play(*(game.issue(one, 100 * week + 10 * day + number, at=at) for number, one in enumerate(TEN[:5])))
    view = session.read(fairness.of_mission, mission, now=later(hours=1))
    assert [(one.name, one.people) for one in part(view, "Days of the week").shares] == [
        ("who work on more", 5), ("who work up to three days a week", 5),
    ]  # fmt: skip
    assert [(one.name, one.reached) for one in part(view, "Who reviews").shares] == [
        ("who do not", 5), ("who review", 1),
    ]  # fmt: skip


def test_what_was_taken_back_was_not_reached(mission: UUID) -> None:
    [(period,)] = game.rows("select distinct period from progress where mission_id = %s and rewarded", mission)
    session.write(
        correcting.reverse, mission, game.player(TEN[0]), period, reason="A test.", actor_id=game.an_admin(), now=NOW
    )
    assert report(mission).reached == 5


@pytest.mark.parametrize("change", ["rewarded = false", "period = period || '/1'"])
def test_whoever_had_no_place_left_or_made_one_step_of_it_has_not_reached_it(
    mission: UUID, playing: str, change: str
) -> None:
    """A step of a quest, and a tier, have a window of their own beside that of the whole."""
    game.by_hand(playing, f"update progress set {change} where subject_id = '{game.player(TEN[0])}'")
    assert report(mission).reached == 5


def test_whoever_has_left_a_team_is_not_counted_for_it(mission: UUID) -> None:
    session.write(teams.leave, UUID(int=7), game.player(TEN[0]), actor_id=game.an_admin(), now=NOW)
    assert [(one.name, one.people) for one in part(report(mission), "Teams").shares] == [
        ("smaller groups together", 9)
    ]  # fmt: skip


def test_bots_do_not_count_and_few_people_are_not_told_of(mission: UUID, playing: str) -> None:
    game.by_hand(playing, f"update player set kind = 'bot' where login = '{TEN[0].login}'")
    assert (report(mission).people, report(mission).reached) == (9, 5)
    game.by_hand(playing, "update player set kind = 'bot' where login <> 'person-9'")
    few = report(mission)
    assert (few.people, few.reached) == (1, None)
    assert all(one.shares == () for one in few.comparisons)


def test_a_season_is_reached_by_a_mission_of_it_or_a_prize(playing: str) -> None:
    admin = game.an_admin()
    spec = SeasonSpec(id="frost", name="Frost", first=date(2026, 11, 16), last=date(2026, 11, 22))
    session.write(seasons.put, spec, actor_id=admin, now=LONG_AGO)
    session.write(seasons.announce, "frost", actor_id=admin, now=LONG_AGO)
    game.published(game.mission(1, season="frost"))
    for number, account in enumerate(TEN[:6]):
        game.solve(f"one-{number}", by=account)
    game.play(game.issue(TEN[7], 1))
    view = session.read(fairness.of_season, "frost", now=later(hours=1))
    assert (view.title, view.people, view.reached) == ("Frost", 7, 6)
    assert "Days of the week" not in {one.title for one in view.comparisons}
    game.by_hand(
        playing,
        "insert into season_result (season_id, player_id, xp, missions, badges, streak, prizes)"
        f" values ('frost', '{game.player(TEN[7])}', 1, 0, 0, 0, '[0]')",
    )
    assert session.read(fairness.of_season, "frost", now=later(hours=1)).reached == 7


def test_what_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        session.read(fairness.of_mission, uuid4(), now=NOW)
    with pytest.raises(NotFound):
        session.read(fairness.of_season, "nothing", now=NOW)
