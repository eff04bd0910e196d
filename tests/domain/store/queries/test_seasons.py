"""What people see of seasons, and of what they did in them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.demo.payloads import Account
from domain.errors import Forbidden, NotFound, Refused
from domain.services import judging, kudos, players, seasons, teams
from domain.store import session
from domain.store.queries import recap
from domain.store.queries import seasons as queries
from domain.views import SeasonCard, SeasonState
from tests import factories
from tests.domain.services import game, judged
from tests.domain.services.game import ADA, BEN, CAM, LONG_AGO, NOW
from tests.domain.services.test_season_ends import BEGINS, DECIDED, announced, ends, spec


def card(who: Account = ADA, *, now: datetime = NOW) -> SeasonCard | None:
    return session.read(queries.card, game.player(who), now=now, missions=())


def test_the_card_shows_the_season_that_is_on_with_ones_own_numbers(playing: str) -> None:
    announced(prizes=[{"at_least": 40, "xp": 5, "coins": 1, "badge_id": "polyglot"}])
    ends(BEGINS)
    game.published(game.mission(1))
    game.solve("a")
    found = card()

    assert found is not None
    assert (found.season.state, found.days_left, found.begins_in) == (SeasonState.OPEN, 12, 0)
    assert (found.xp, found.missions, found.streak) == (40, 1, 1)
    (prize,) = found.prizes
    assert (prize.bar, prize.gives, prize.reached) == ("40 XP", "+5 XP and +1 coin and the badge “Polyglot”", True)


def test_the_card_shows_what_begins_soon_and_nothing_that_is_far_away_over_or_a_draft(playing: str) -> None:
    announced()
    game.joined(ADA)
    soon = datetime(2026, 11, 2, 12, tzinfo=UTC)
    found = card(now=soon)

    assert found is not None
    assert (found.season.state, found.begins_in) == (SeasonState.ANNOUNCED, 14)
    assert card(now=soon - timedelta(days=1)) is None
    assert card(now=datetime(2026, 11, 30, 12, tzinfo=UTC)) is None
    session.write(seasons.withdraw, "frost", actor_id=game.an_admin(), now=LONG_AGO)
    assert card(now=soon) is None


def test_a_draft_is_nobodys_business(playing: str) -> None:
    game.joined(ADA)
    session.write(seasons.put, spec(), actor_id=game.an_admin(), now=LONG_AGO)
    for query in (queries.page, recap.recap):
        with pytest.raises(NotFound):
            session.read(query, game.player(ADA), "frost", now=NOW)


def test_a_closed_season_shows_what_was_kept_and_whoever_hides_since_is_not_there(playing: str) -> None:
    announced()
    game.on_board("frosty", period="custom", season="frost")
    game.play(*(game.issue(who, number) for number, who in enumerate((ADA, ADA, BEN))))
    ends(DECIDED)
    session.write(players.change_profile, game.player(ADA), timezone="UTC", hidden=True, now=DECIDED)
    page = session.read(queries.page, game.player(BEN), "frost", now=DECIDED)

    assert page.totals is not None
    assert page.totals.people == 2
    assert [row.player_id for row in page.leaders] == [game.player(BEN)]
    assert page.boards == (("frosty", "Frosty"),)
    game.on_board("frosty", period="custom", season="frost", on=False)
    assert session.read(queries.page, game.player(BEN), "frost", now=DECIDED).leaders == ()


def test_the_look_back_says_what_was_best_and_new_and_what_people_were_thankful_for(playing: str) -> None:
    announced(prizes=[{"at_least": 1, "xp": 5}, {"at_least": 10_000, "xp": 5}])
    game.published(game.mission(1, badge_id="polyglot"))
    game.solve("early", at=game.later(days=-9))
    tuesday = game.later(days=-1)
    game.play(game.issue(ADA, 1, at=tuesday), game.issue(ADA, 2, at=tuesday), now=tuesday)
    game.play(*(game.reviewed(ADA, number) for number in (3, 4, 5)))
    game.joined(BEN)
    session.write(kudos.thank, uuid4(), game.player(ADA), "Well seen!", actor_id=game.player(BEN), now=NOW)
    game.apply()
    ends(DECIDED)
    found = session.read(recap.recap, game.player(ADA), "frost", now=DECIDED)

    said = {one.label: (one.value, one.text) for one in found.highlights}
    assert said["Longest streak"] == ("2 days", "working days in a row")
    assert said["Thanks"] == ("1×", "somebody said thank you")
    assert said["Most helpful week"] == ("3 reviews", "in the week of 16 November")
    assert "Best day" in said
    assert found.firsts == ("Your first completed issue", "Your first review")
    assert found.thanks == ("Well seen!",)
    assert [prize.bar for prize in found.prizes] == ["1 XP"]
    assert [amount > 0 for _, amount in found.weeks] == [True, False]
    assert "Polyglot" not in [badge.name for badge in found.badges]  # earned before it began
    assert found.growth == ""


def test_the_look_back_waits_for_the_close_but_for_admins(playing: str) -> None:
    announced()
    game.play(game.issue(ADA, 1))
    with pytest.raises(Refused):
        session.read(recap.recap, game.player(ADA), "frost", now=NOW)
    assert session.read(recap.recap, game.player(ADA), "frost", preview=True, now=NOW).xp > 0


def test_it_is_compared_with_ones_own_season_before(playing: str) -> None:
    announced(id="before", name="Leaves", first=date(2026, 11, 2), last=date(2026, 11, 8))
    early = game.later(days=-14)
    game.play(game.issue(ADA, 1, at=early), now=early)
    announced()
    game.play(*(game.issue(ADA, number) for number in (2, 3)))
    ends(DECIDED)

    assert session.read(recap.recap, game.player(ADA), "frost", now=DECIDED).growth.endswith("more XP than in Leaves.")
    assert session.read(recap.recap, game.player(ADA), "before", now=DECIDED).growth == ""


def test_whoever_was_elsewhere_is_told_nothing_but_that(playing: str) -> None:
    announced()
    game.joined(CAM)
    ends(DECIDED)

    assert session.read(recap.recap, game.player(CAM), "frost", now=DECIDED).is_empty


@pytest.fixture
def team(playing: str) -> UUID:
    """Five people in a team that played a season."""
    announced()
    team_id, admin = uuid4(), game.an_admin()
    session.write(teams.create, team_id, "core", "Core", actor_id=admin, now=LONG_AGO)
    for member in factories.accounts(5):
        session.write(teams.join, team_id, game.joined(member), actor_id=admin, now=LONG_AGO)
        game.play(game.issue(member, member.number))
    ends(DECIDED)
    return team_id


def of_team(team_id: UUID, who: UUID, **more: Any) -> Any:
    return session.read(recap.team_recap, team_id, "frost", player_id=who, now=DECIDED, **{"is_admin": False, **more})


def test_a_team_of_five_looks_back_at_sums_alone(team: UUID) -> None:
    found = of_team(team, game.player(ADA))

    assert (found.members, found.large_enough) == (5, True)
    assert found.highlights[0].text == "by 5 people"
    everything = repr(found)
    assert not any(one.login in everything.lower() for one in factories.accounts(5))


def test_with_one_who_hides_the_team_is_too_small_to_say_anything(team: UUID) -> None:
    session.write(players.change_profile, game.player(BEN), timezone="UTC", hidden=True, now=NOW)
    found = of_team(team, game.player(ADA))

    assert (found.members, found.large_enough, found.highlights, found.weeks) == (4, False, (), ())


def test_only_members_and_admins_see_a_teams_look_back(team: UUID) -> None:
    stranger = game.joined(Account(77, "stranger"))
    with pytest.raises(Forbidden):
        of_team(team, stranger)
    assert of_team(team, game.an_admin(), is_admin=True).large_enough
    with pytest.raises(NotFound):
        of_team(uuid4(), stranger)


@pytest.mark.parametrize(("released", "seen"), [(None, True), (timedelta(days=-1), False), (timedelta(days=1), True)])
def test_whoever_had_work_on_hold_when_it_was_decided_reads_so(
    playing: str, released: timedelta | None, *, seen: bool
) -> None:
    judged.every_review_pays()
    announced()
    game.play(*(factories.rubber_stamp(ADA, BEN, number) for number in range(1, 7)), game.issue(BEN, 8))
    boss, (odd,) = game.an_admin(), game.looked()
    session.write(judging.hold, odd, reason="Were they read?", actor_id=boss, now=DECIDED - timedelta(days=3))
    ((hold,),) = game.rows("select id from hold")

    def release(at: datetime) -> None:
        session.write(judging.release, hold, reason="They sat at one desk.", actor_id=boss, now=at)

    if released is not None and released < timedelta():
        release(DECIDED + released)
    ends(DECIDED)
    before = result_of(ADA)
    if released is not None and released > timedelta():
        release(DECIDED + released)

    page = session.read(queries.page, game.player(ADA), "frost", now=DECIDED + timedelta(days=2))
    assert page.was_held is seen
    assert not session.read(queries.page, game.player(BEN), "frost", now=DECIDED).was_held
    assert result_of(ADA) == before


def result_of(who: Account) -> list[tuple[int, ...]]:
    return game.rows("select xp, missions from season_result where player_id = %s", game.player(who))
