"""The league is settled once a round, moves people by their groups, and shows nobody who hides or left."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from app.demo.payloads import Account
from domain.errors import Forbidden, NotFound, Refused
from domain.events import LeagueMoved
from domain.services import leagues, players
from domain.specs import LeagueSpec
from domain.store import session
from domain.store.queries import leagues as queries
from tests import factories
from tests.domain.services import game
from tests.domain.services.game import NOW

SPEC = LeagueSpec(divisions=("Bronze", "Silver"), size=10, up=20, down=20, on=True)
MANY = factories.accounts(10)
MONDAY = date(2026, 11, 16)
SETTLED = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def league(playing: str) -> str:
    """Ten people who joined and have 1 to 10 pieces of work in the week of `NOW`."""
    game.play(*(game.issue(who, at * 20 + number) for at, who in enumerate(MANY, 1) for number in range(at)))
    session.write(leagues.define, SPEC, actor_id=game.an_admin(), now=NOW)
    session.write(leagues.keep_up, now=NOW)
    for who in MANY:
        session.write(leagues.join, game.player(who), now=NOW)
    return playing


def keep_up(now: datetime = SETTLED) -> list[tuple[UUID, str, bool]]:
    told = session.write(leagues.keep_up, now=now)
    return [(one.player_id, one.division, one.up) for one in game.only(LeagueMoved, told)]


def division(who: Account) -> str:
    found = session.read(queries.league, game.player(who))
    assert found is not None
    return found.division


def names(who: Account) -> set[UUID]:
    found = session.read(queries.league, game.player(who))
    assert found is not None
    return {row.player_id for row in found.board.rows} if found.board else set()


def test_a_round_is_settled_once_two_days_after_it_is_over(league: str) -> None:
    assert keep_up(SETTLED - timedelta(seconds=1)) == []
    best = sorted(game.rows("select player_id, sum(sum) from metric_day where metric = 'xp.earned' group by 1"),
                  key=lambda row: -row[1])  # fmt: skip
    bar = best[1][1]
    moved = keep_up()

    assert {player for player, _, _ in moved} == {player for player, score in best if score >= bar}
    assert {(name, up) for _, name, up in moved} == {("Silver", True)}
    assert keep_up() == []
    assert game.rows("select first, settled_at is null from league_round order by 1") == [
        (MONDAY, False),
        (MONDAY + timedelta(weeks=1), True),
    ]


def test_whoever_does_least_of_a_higher_division_moves_down_unless_he_was_away(league: str) -> None:
    game.by_hand(league, "update league_member set division = 1", "update league_place set division = 1")
    last, before = (game.player(who) for who in MANY[:2])
    days = f"'{MONDAY}', '{MONDAY}'"
    game.by_hand(
        league,
        f"insert into pause (id, player_id, first, last, at) values (gen_random_uuid(), '{last}', {days}, now())",
    )
    assert keep_up() == [(before, "Bronze", False)]


def test_a_settlement_waits_for_what_came_in_before_it(league: str) -> None:
    game.accept(game.issue(MANY[0], 999), now=NOW)
    assert keep_up() == []
    game.apply(now=SETTLED)
    assert keep_up() != []


def test_after_weeks_of_downtime_the_old_round_is_settled_and_that_of_today_drawn(league: str) -> None:
    assert keep_up(SETTLED + timedelta(weeks=5)) != []
    assert game.rows("select count(*), count(settled_at) from league_round") == [(2, 1)]


def test_whoever_hides_or_leaves_is_seen_by_nobody_and_does_not_move(league: str) -> None:
    best, second = MANY[-1], MANY[-2]
    session.write(players.change_profile, game.player(best), timezone="UTC", hidden=True, now=NOW)
    session.write(leagues.leave, game.player(second), now=NOW)

    assert names(MANY[0]).isdisjoint({game.player(best), game.player(second)})
    assert {player for player, _, _ in keep_up()}.isdisjoint({game.player(best), game.player(second)})


def test_whoever_takes_a_break_is_not_ranked_in_it_meanwhile(league: str) -> None:
    best = game.player(MANY[-1])
    for paused in (True, False):
        session.write(players.change_profile, best, timezone="UTC", hidden=False, paused=paused, now=NOW)
        assert (best in names(MANY[0])) is not paused


def test_whoever_comes_back_goes_on_where_he_was(league: str) -> None:
    keep_up()
    session.write(leagues.leave, game.player(MANY[-1]), now=SETTLED)
    session.write(leagues.join, game.player(MANY[-1]), now=SETTLED)
    assert division(MANY[-1]) == "Silver"


def test_the_league_is_for_whoever_joins_and_may_be_seen_while_it_is_on(playing: str) -> None:
    game.play(game.issue(MANY[0], 1))
    me, admin = game.player(MANY[0]), game.an_admin()
    with pytest.raises(NotFound):
        session.write(leagues.join, me, now=NOW)
    with pytest.raises(Forbidden):
        session.write(leagues.define, SPEC, actor_id=me, now=NOW)
    session.write(leagues.define, SPEC, actor_id=admin, now=NOW)
    session.write(players.change_profile, me, timezone="UTC", hidden=True, now=NOW)
    with pytest.raises(Refused):
        session.write(leagues.join, me, now=NOW)
    session.write(leagues.define, SPEC.model_copy(update={"on": False}), actor_id=admin, now=NOW)
    assert session.read(queries.league, me) is None
    assert session.write(leagues.keep_up, now=NOW) == []


WHERE = "Everybody in the league is where its rounds moved him"
MOVED = "In each group of the league those moved who had most or least, and no more than may"


@pytest.mark.parametrize(
    ("statement", "seen"),
    [
        ("update league_member set division = 1 where division = 0", WHERE),
        ("update league_place set division = 1", WHERE),
        ("delete from league_round where settled_at is not null", WHERE),
        ("update league_place set outcome = 'up' where outcome = 'stays'", MOVED),
        ("update league_place set outcome = 'stays' where outcome = 'up'", MOVED),
        ("update league_place set score = 0 where outcome = 'up'", MOVED),
        ("update league_place set outcome = 'down' where outcome = 'stays'", MOVED),
    ],
)
def test_what_is_broken_by_hand_in_the_league_is_seen(league: str, statement: str, seen: str) -> None:
    session.write(leagues.keep_up, now=SETTLED)
    assert game.broken() == []
    game.by_hand(league, statement)

    assert seen in {check.name for check in game.broken()}
