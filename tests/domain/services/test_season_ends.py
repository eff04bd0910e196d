"""Seasons open and close once, whatever happens around it, and what they gave is kept."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import errors

from domain.errors import Refused
from domain.events import SeasonClosed, SeasonOpened
from domain.services import merging, players, season_ends, seasons, teams
from domain.specs import Condition, MissionSpec, Operator, PersonKind, SeasonSpec, Window
from domain.store import seasons as seasons_stored
from domain.store import session
from tests import factories
from tests.domain.machine.world import replayed
from tests.domain.services import game, small_games
from tests.domain.services.game import ADA, BEN, CAM, NOW
from workers.seasons import decide, follow

#: NOW is 18 November 2026.
FIRST, LAST = date(2026, 11, 16), date(2026, 11, 29)
BEGINS = datetime.fromisoformat("2026-11-15T10:00:00+00:00")
#: The last midnight at UTC−12, and 48 hours.
DECIDED = datetime.fromisoformat("2026-12-02T12:00:00+00:00")
HARD = "<script>alert(1)</script> ’; drop table season; -- \u202e"


def spec(**fields: Any) -> SeasonSpec:
    usual = {"id": "frost", "name": "Frost", "sentence": "Warm hands.", "first": FIRST, "last": LAST}
    return SeasonSpec.model_validate({**usual, **fields})


def announced(**fields: Any) -> str:
    admin, wanted = game.an_admin(), spec(**fields)
    session.write(seasons.put, wanted, actor_id=admin, now=game.LONG_AGO)
    session.write(seasons.announce, wanted.id, actor_id=admin, now=game.LONG_AGO)
    return wanted.id


def ends(now: datetime) -> list[str]:
    """What a worker does when it comes by."""
    small_games.close(now=now)
    return [type(event).__name__ for event in follow(threading.Event(), lambda: now)]


def results() -> dict[UUID, tuple[Any, ...]]:
    found = game.rows("select player_id, xp, missions, badges, streak, rank, prizes from season_result")
    return {row[0]: row[1:] for row in found}


def test_a_season_opens_when_its_first_day_begins_and_closes_when_all_is_decided(playing: str) -> None:
    announced()
    game.joined(ADA)

    assert ends(BEGINS - timedelta(seconds=1)) == []
    assert ends(BEGINS) == ["SeasonOpened"]
    assert ends(BEGINS) == []
    assert ends(DECIDED - timedelta(seconds=1)) == []
    assert ends(DECIDED) == ["SeasonClosed"]
    assert ends(DECIDED + timedelta(days=9)) == []
    assert game.broken() == []


def test_a_draft_neither_opens_nor_closes(playing: str) -> None:
    session.write(seasons.put, spec(), actor_id=game.an_admin(), now=game.LONG_AGO)

    assert ends(DECIDED) == []


def test_results_say_what_everybody_had_and_prizes_go_to_all_who_reached_a_bar(playing: str) -> None:
    announced(prizes=[{"at_least": 1, "xp": 50}, {"bar": "missions", "at_least": 1, "xp": 7, "badge_id": "polyglot"}])
    game.published(game.mission(2, window=Window.WEEKLY))
    game.solve("a", "b")
    game.solve("c", by=BEN)
    game.play(game.issue(BEN, 1))
    game.play(game.issue(CAM, 2, at=game.later(days=-7)), now=game.later(days=-7))
    (ada, ben), before = (game.player(ADA), game.player(BEN)), game.xp(BEN)
    ends(DECIDED)

    found = results()
    assert set(found) == {ada, ben}  # Cam’s work lies before it
    assert found[ada] == (40, 1, 0, 1, 1, [0, 1])
    assert found[ben] == (before, 0, 0, 1, 2, [0])
    assert (game.xp(ADA), game.xp(BEN)) == (40 + 57, before + 50)
    held = game.rows("select badge_id, cause from badge_award where player_id = %s and cause like 'season%%'", ada)
    assert held == [("polyglot", "season:frost:1")]
    assert game.rows("select distinct day from xp_entry where cause = 'season'") == [(DECIDED.date(),)]
    assert game.broken() == []
    assert replayed(DECIDED) == []


def test_a_prize_may_give_further_rewards_some_of_them_claimed_by_hand(playing: str) -> None:
    rewards = [
        {"kind": "coins", "amount": 5},
        {"kind": "item", "reference": HARD, "by_hand": True, "days": 9},
        {"kind": "title", "reference": "Keeper of the fire"},
    ]
    announced(prizes=[{"at_least": 1, "rewards": rewards}])
    game.play(game.issue(ADA, 1), game.issue(BEN, 2))
    ends(DECIDED)
    ends(DECIDED + timedelta(days=1))

    found = game.rows("select spec ->> 'kind', state, count(*)::int from reward where cause = 'season' group by 1, 2")
    assert sorted(found) == [("coins", "claimed", 2), ("item", "pending", 2), ("title", "claimed", 2)]
    assert game.rows("select distinct coins from player where xp > 0") == [(5,)]
    assert game.broken() == []
    assert replayed(DECIDED + timedelta(days=1)) == []


def test_after_downtime_a_season_that_nobody_opened_is_opened_and_closed(playing: str) -> None:
    announced()
    game.solve("a")

    assert ends(DECIDED + timedelta(days=7)) == ["SeasonOpened", "SeasonClosed"]
    assert len(results()) == 1
    assert replayed(DECIDED + timedelta(days=8)) == []


def test_the_close_waits_for_what_came_in_before_it(playing: str) -> None:
    announced()
    ends(BEGINS)
    game.accept(game.batch({"key": "a"}), now=game.later(days=1))

    assert ends(DECIDED) == []
    game.apply(now=DECIDED)
    assert ends(DECIDED) == ["SeasonClosed"]
    assert len(results()) == 1


def test_the_close_waits_for_the_missions_that_are_decided_with_it(playing: str) -> None:
    announced()
    goal = Condition(metric="ticket.solved", operator=Operator.LTE, threshold=9)
    game.published(MissionSpec(title="Calm", requirement=goal, window=Window.WEEKLY, xp=30))
    game.solve("a")
    ends(BEGINS)

    assert follow(threading.Event(), lambda: DECIDED) == []
    assert ends(DECIDED) == ["SeasonClosed"]
    assert results()[game.player(ADA)][:2] == (30, 1)
    assert replayed(DECIDED) == []


def test_the_close_waits_for_what_a_team_reached_together(playing: str) -> None:
    announced()
    ends(BEGINS)
    game.published(game.mission(1, scope="guild", xp=11))
    game.solve("a")

    assert follow(threading.Event(), lambda: DECIDED) == []
    assert ends(DECIDED) == ["SeasonClosed"]
    assert results()[game.player(ADA)][:2] == (11, 1)


def test_what_comes_in_later_changes_no_result(playing: str) -> None:
    announced(prizes=[{"at_least": 1, "xp": 50}])
    game.play(game.issue(ADA, 1))
    ends(DECIDED)
    before = results()
    game.play(game.issue(ADA, 2), game.issue(BEN, 3), now=DECIDED + timedelta(hours=1))
    ends(DECIDED + timedelta(days=1))

    assert results() == before
    assert game.broken() == []
    assert replayed(DECIDED + timedelta(days=1)) == []


def test_whoever_hides_has_no_rank_and_the_next_one_stands_where_he_would(playing: str) -> None:
    announced()
    game.play(game.issue(ADA, 1), game.issue(ADA, 2), game.issue(BEN, 3))
    session.write(players.change_profile, game.player(ADA), timezone="UTC", hidden=True, now=NOW)
    ends(DECIDED)
    session.write(players.change_profile, game.player(ADA), timezone="UTC", hidden=False, now=DECIDED)

    assert [results()[game.player(one)][4] for one in (ADA, BEN)] == [None, 1]
    assert replayed(DECIDED) == []


def test_days_are_those_of_each_player(playing: str) -> None:
    announced(first=date(2026, 11, 18), last=date(2026, 11, 18))
    for one in (ADA, BEN):
        game.joined(one)
    session.write(players.change_profile, game.player(ADA), timezone="Asia/Kathmandu", hidden=False, now=game.LONG_AGO)
    evening = datetime.fromisoformat("2026-11-18T19:00:00+00:00")
    game.published(game.mission(1, xp=9))
    game.solve("a", at=evening)
    game.solve("b", by=BEN, at=evening)
    ends(DECIDED)

    assert results() == {game.player(BEN): (9, 1, 0, 1, 1, [])}  # with Ada it is the 19th


def test_teams_are_kept_by_their_average_from_five_members_on(playing: str) -> None:
    announced()
    many, admin = factories.accounts(9), game.an_admin()
    for slug, members in (("five", many[:5]), ("four", many[5:9])):
        team_id = uuid4()
        session.write(teams.create, team_id, slug, slug.title(), actor_id=admin, now=game.LONG_AGO)
        for member in members:
            session.write(teams.join, team_id, game.joined(member), actor_id=admin, now=game.LONG_AGO)
    game.published(game.mission(1, xp=12))
    for number, member in enumerate(many[:8]):
        game.solve(f"t{number}", by=member)
    session.write(teams.leave, team_id, game.player(many[8]), actor_id=admin, now=NOW)
    ends(DECIDED)

    kept = game.rows("select slug, members, xp, missions from season_team join team on id = team_id")
    assert kept == [("five", 5, 12, 1)]
    assert replayed(DECIDED) == []


PRIZES = "Every prize of a season was paid once, and no other was"
SEASONS = "Only what was opened is closed, only what was closed has results, and no small team is among them"


@pytest.mark.parametrize(
    ("statement", "seen"),
    [
        ("update season_result set prizes = '[]'", PRIZES),
        ("update xp_entry set amount = amount + 1 where cause = 'season'", PRIZES),
        ("delete from reward", PRIZES),
        ("update reward set grant_key = grant_key || '0'", PRIZES),
        ("update xp_entry set grant_key = grant_key || '0' where cause = 'season'", PRIZES),
        ("update xp_entry set cause_id = 'other' where cause = 'season'", "Every entry names its cause"),
        ("delete from season_payment", PRIZES),
        ("delete from season_payment", SEASONS),
        ("update season_payment set above = '00000000-0000-0000-0000-000000000001'", SEASONS),
        ("update season_payment set upto = 'ffffffff-ffff-ffff-ffff-fffffffffffe'", SEASONS),
        ("delete from season_phase where phase = 'open'", SEASONS),
        ("delete from season_phase", SEASONS),
        ("update season_phase set hidden = (select array_agg(player_id) from season_result)", SEASONS),
        ("insert into season_team values ('frost', gen_random_uuid(), 4, 0, 0, 0)", SEASONS),
    ],
)
def test_what_is_broken_by_hand_is_seen(playing: str, statement: str, seen: str) -> None:
    announced(prizes=[{"at_least": 1, "xp": 50, "rewards": [{"kind": "freeze"}]}])
    game.play(game.issue(ADA, 1))
    ends(DECIDED)
    game.by_hand(playing, statement)

    assert seen in {check.name for check in game.broken()}


@pytest.mark.parametrize("table", ["season_payment", "season_phase", "season_result", "season_team"])
def test_what_was_decided_is_never_changed(playing: str, table: str) -> None:
    with psycopg.connect(playing.replace("+psycopg", "")) as db, pytest.raises(errors.IntegrityConstraintViolation):
        db.execute(f"update {table} set season_id = season_id".encode())


@pytest.mark.parametrize("skew", [-3, 0, 3])
def test_workers_at_once_with_clocks_that_differ_close_once(playing: str, skew: int) -> None:
    announced(prizes=[{"at_least": 1, "xp": 50}])
    game.play(game.issue(ADA, 1))
    ends(BEGINS)
    before = game.xp(ADA)

    def close(number: int) -> int:
        now = DECIDED + timedelta(hours=3 + skew * (number % 2))
        return len(game.only(SeasonClosed, follow(threading.Event(), lambda: now)))

    with ThreadPoolExecutor(4) as together:
        assert sum(together.map(close, range(8))) == 1
    game.play(game.issue(ADA, 2), now=DECIDED)  # applied by a clock that is behind the one that closed
    assert game.xp(ADA) == before + 50 + before
    assert game.broken() == []
    assert replayed(DECIDED + timedelta(days=1)) == []


def test_what_a_worker_applied_whose_clock_is_ahead_counts_and_is_played_again_before_the_close(playing: str) -> None:
    announced(prizes=[{"at_least": 1, "xp": 50}])
    ends(BEGINS)
    ahead = DECIDED + timedelta(hours=3)
    game.play(game.issue(ADA, 1), now=ahead)
    ends(DECIDED)

    assert game.rows("select at > %s from season_phase where phase = 'close'", ahead) == [(True,)]
    assert set(results()) == {game.player(ADA)}
    game.play(game.issue(BEN, 2), now=DECIDED + timedelta(hours=1))  # by a clock that is right again
    assert replayed(ahead + timedelta(days=1)) == []


def test_everybody_who_took_part_is_told_once(playing: str) -> None:
    announced(name=HARD)
    game.play(game.issue(ADA, 1))
    game.joined(CAM, now=game.LONG_AGO)
    events = game.only(SeasonOpened, session.write(season_ends.open_season, "frost", now=NOW))
    ends(DECIDED)

    assert events == [SeasonOpened("frost", HARD, events[0].at)]
    told = game.rows(
        """
        select login, n.title, count(*)::int from notification n join player p on p.id = player_id
        where n.kind = 'season' group by 1, 2 order by 1
        """
    )
    assert told == [("boss", HARD, 1), (ADA.login, HARD, 2)]


def test_bots_have_no_result(playing: str) -> None:
    announced(prizes=[{"at_least": 1, "xp": 50}])
    game.play(game.issue(ADA, 1), game.issue(BEN, 2))
    hour = game.later(hours=1)
    session.write(players.set_kind, game.player(ADA), kind=PersonKind.BOT, actor_id=game.an_admin(), now=hour)
    ends(DECIDED)

    assert set(results()) == {game.player(BEN)}
    assert replayed(DECIDED) == []


def test_a_mission_that_waits_for_prizes_hears_of_them(playing: str) -> None:
    announced(prizes=[{"at_least": 1, "badge_id": "polyglot"}])
    mission = game.published(game.mission(1, metric="badge.earned", xp=3))
    game.play(game.issue(ADA, 1))
    ends(DECIDED)

    assert game.rows("select subject_id from progress where mission_id = %s and rewarded", mission) == [
        (game.player(ADA),)
    ]
    assert game.broken() == []
    assert replayed(DECIDED) == []


def test_work_goes_on_while_a_season_is_decided_and_counts_in_none_of_it(
    playing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    announced(prizes=[{"at_least": 1, "xp": 50}])
    game.play(game.issue(ADA, 1))
    ends(BEGINS)
    worked_out = seasons_stored.results

    def slowly(*args: Any) -> Any:
        game.play(game.issue(BEN, 2), now=DECIDED)
        return worked_out(*args)

    monkeypatch.setattr(seasons_stored, "results", slowly)
    ends(DECIDED)

    assert set(results()) == {game.player(ADA)}
    assert game.rows("select count(*) from activity") == [(2,)]
    assert game.broken() == []
    monkeypatch.undo()
    assert replayed(DECIDED + timedelta(days=1)) == []


def test_prizes_are_paid_some_people_at_a_time_and_only_then_is_the_season_closed(
    playing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(season_ends, "CHUNK", 1)
    announced(prizes=[{"at_least": 1, "xp": 50}])
    game.play(game.issue(ADA, 1), game.issue(BEN, 2))
    ends(BEGINS)
    decide("frost", now=DECIDED)
    session.write(season_ends.settle, "frost", now=DECIDED)

    paid = "select count(*) from xp_entry where cause = 'season'"
    assert game.rows(paid) == [(1,)]
    assert game.rows("select count(*) from notification where text like 'The season is over%%'") == [(0,)]
    assert game.broken() == []
    assert replayed(DECIDED) == []
    with pytest.raises(Refused, match="A season is being closed"):
        session.write(
            merging.merge, game.player(ADA), game.player(BEN), actor_id=game.an_admin(), now=game.later(days=20)
        )
    assert ends(DECIDED + timedelta(days=7)) == ["SeasonClosed"]
    assert game.rows(paid) == [(2,)]
    assert replayed(DECIDED + timedelta(days=7)) == []
