"""Missions and boards that name a season count in its days, and in no others."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.errors import Invalid, Refused
from domain.rules.packs import read, write
from domain.services import erasing, missions, packs, players, quests, seasons
from domain.specs import Award, Condition, Kind, MissionSpec, NotOf, Operator, Step, Window
from domain.store import boards as kept_boards
from domain.store import session
from domain.store.queries import boards as board_queries
from domain.store.queries import explain
from domain.store.queries import packs as installed
from tests.domain.machine.world import replayed
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, LONG_AGO, NOW
from tests.domain.services.test_season_ends import DECIDED, FIRST, LAST, announced, ends, spec

BEFORE, WITHIN, AFTER = (datetime(2026, 11, day, 12).astimezone() for day in (15, 20, 30))


def of_season(threshold: int = 2, **fields: Any) -> MissionSpec:
    return game.mission(threshold, **{"season": "frost", "xp": 40, **fields})


def test_work_of_other_days_does_not_count_and_the_refusal_says_why(playing: str) -> None:
    announced()
    mission = game.published(of_season())
    for key, at in (("a", BEFORE), ("b", WITHIN), ("c", AFTER)):
        game.solve(key, at=at)

    assert game.rows("select tallies from progress where mission_id = %s", mission) == [([{"": 1}],)]
    found = session.read(explain.explain_mission, mission, player_id=game.player(ADA), now=WITHIN)
    refused = {line.why for line in found.evidence if not line.counts}
    assert refused == {"It is not of a day of the season, which goes from 16 November to 29 November 2026."}
    assert replayed(AFTER) == []


def test_its_days_are_those_of_the_player(playing: str) -> None:
    announced()
    mission = game.published(of_season(1))
    game.joined(ADA)
    session.write(players.change_profile, game.player(ADA), timezone="Asia/Kathmandu", hidden=False, now=LONG_AGO)
    evening = datetime.fromisoformat("2026-11-15T20:00:00+00:00")
    for who in (ADA, BEN):  # with Ada it is the first day already
        game.solve(f"by-{who.login}", by=who, at=evening)

    assert game.rows("select subject_id from progress where mission_id = %s and rewarded", mission) == [
        (game.player(ADA),)
    ]
    midnight = datetime.fromisoformat("2026-11-29T18:15:00+00:00")
    assert game.card(game.published(of_season(9)), at=WITHIN).ends_at == midnight


@pytest.mark.parametrize("window", [Window.ONCE, Window.WEEKLY])
def test_what_can_be_lost_is_decided_by_those_who_took_part_in_its_days_and_paid_on_the_last(
    playing: str, window: Window
) -> None:
    announced(last=date(2026, 11, 20))
    goal = NotOf.model_validate({"not": {"metric": "issue.completed", "threshold": 1}})
    game.published(MissionSpec(title="Calm", requirement=goal, season="frost", window=window, xp=30))
    game.solve("a", at=NOW)
    game.solve("b", by=BEN, at=datetime(2026, 11, 21, 9).astimezone())
    assert ends(DECIDED) == ["SeasonOpened", "SeasonClosed"]

    paid = game.rows("select player_id, day from xp_entry where cause = 'mission'")
    assert paid == [(game.player(ADA), date(2026, 11, 20))]
    assert game.rows("select xp, missions from season_result where player_id = %s", game.player(ADA)) == [(30, 1)]
    assert game.broken() == []
    assert replayed(DECIDED) == []


def test_whoever_was_erased_in_a_season_is_told_nothing_of_its_end(playing: str) -> None:
    announced()
    goal = Condition(metric="ticket.solved", operator=Operator.LTE, threshold=9)
    game.published(MissionSpec(title="Calm", requirement=goal, season="frost", xp=30))
    game.solve("a")
    session.write(erasing.at_once, game.player(ADA), actor_id=game.an_admin(), now=WITHIN)
    ends(DECIDED)

    assert game.rows("select * from season_result") == []
    assert game.broken() == []


def test_a_mission_published_in_the_middle_counts_the_whole_season_if_past_work_is_rewarded(playing: str) -> None:
    announced()
    for key, at in (("a", BEFORE), ("b", NOW), ("c", WITHIN)):
        game.solve(key, at=at)
    admin = game.an_admin()
    found = {}
    for number, award in enumerate((Award.FROM_NOW, Award.SILENTLY)):
        mission_id = UUID(int=90 + number)
        session.write(missions.draft, mission_id, of_season(2), actor_id=admin, now=WITHIN)
        session.write(missions.publish, mission_id, award=award, actor_id=admin, now=game.later(days=3))
        rows = game.rows("select rewarded from progress where mission_id = %s", mission_id)
        found[award] = [row[0] for row in rows]

    assert found == {Award.FROM_NOW: [], Award.SILENTLY: [True]}
    assert replayed(AFTER) == []


def test_a_quest_of_a_season_ends_with_it(playing: str) -> None:
    announced()
    step = Step(title="One", requirement=Condition(metric="ticket.solved", threshold=1), xp=5)
    mission = game.published(MissionSpec(title="Walk", kind=Kind.QUEST, steps=(step,), season="frost"))
    for one in (ADA, BEN):
        game.joined(one)
    with pytest.raises(Refused):
        session.write(quests.accept, mission, player_id=game.player(ADA), now=game.later(days=-5))
    for who, at in ((ADA, WITHIN), (BEN, AFTER)):
        session.write(quests.accept, mission, player_id=game.player(who), now=NOW)
        game.solve(f"by-{who.login}", by=who, at=at)

    assert (game.xp(ADA), game.xp(BEN)) == (5, 0)
    assert replayed(AFTER) == []


def test_a_mission_of_a_season_is_on_offer_while_it_lasts_anywhere(playing: str) -> None:
    announced()
    mission = game.published(of_season())
    game.joined(ADA)
    begins, over = (datetime.fromisoformat(at) for at in ("2026-11-15T10:00:00+00:00", "2026-11-30T12:00:00+00:00"))
    moment = timedelta(seconds=1)
    on = [_is_on_offer(mission, at) for at in (begins - moment, begins, over - moment, over)]

    assert on == [False, True, True, False]


def _is_on_offer(mission: Any, at: datetime) -> bool:
    try:
        return game.card(mission, at=at) is not None
    except Exception:  # noqa: BLE001  it is not there
        return False


def test_a_mission_waits_for_the_announcement_and_then_the_days_stay(playing: str) -> None:
    admin = game.an_admin()
    session.write(seasons.put, spec(), actor_id=admin, now=LONG_AGO)
    with pytest.raises(Invalid) as refused:
        game.published(of_season())
    assert refused.value.fields == {"season": "This season is not announced yet. Announce it first."}
    session.write(seasons.announce, "frost", actor_id=admin, now=LONG_AGO)
    game.published(of_season())

    with pytest.raises(Invalid) as refused:
        session.write(seasons.put, spec(last=date(2026, 12, 1)), actor_id=admin, now=LONG_AGO)
    assert refused.value.fields == {"first": "The mission “Tidy up” counts in these days already, so they stay."}
    with pytest.raises(Refused, match="“Tidy up” counts in this season"):
        session.write(seasons.withdraw, "frost", actor_id=admin, now=LONG_AGO)
    with pytest.raises(Invalid) as refused:
        game.published(of_season(season="none"))
    assert refused.value.fields == {"season": "There is no such season."}
    with pytest.raises(Invalid) as refused:
        game.published(of_season(), now=game.later(days=60))
    assert refused.value.fields == {"season": "This mission would be over before it begins."}


def test_a_board_of_a_season_ranks_its_days_and_follows_them(playing: str) -> None:
    announced()
    game.play(game.issue(ADA, 1), game.issue(ADA, 2, at=BEFORE))
    game.on_board("frosty", measure="metric_count", metric="issue.completed", period="custom", season="frost")
    assert [row.score for row in session.read(board_queries.board, "frosty", now=NOW).rows] == [1]

    session.write(seasons.put, spec(first=date(2026, 11, 10)), actor_id=game.an_admin(), now=NOW)
    assert [row.score for row in session.read(board_queries.board, "frosty", now=NOW).rows] == [2]
    stored = session.read(kept_boards.spec, "frosty")
    assert stored is not None
    assert (stored.first, stored.last) == (date(2026, 11, 10), LAST)
    assert game.broken() == []
    with pytest.raises(Invalid) as refused:
        game.on_board("other", period="custom", season="none")
    assert refused.value.fields == {"season": "There is no such season."}


PACK = """\
format: 1
name: winter
title: Winter

seasons:
  - id: frost
    name: Frost
    sentence: Warm hands.
    first: 2026-11-16
    last: 2026-11-29
    theme: tide
    prizes:
      - {at_least: 500, xp: 50}
      - {bar: missions, at_least: 3, badge_id: polyglot}

missions:
  - id: warm-hands
    title: Warm hands
    requirement:
      metric: ticket.solved
      threshold: 2
    season: frost
    xp: 20
"""


def test_a_pack_brings_a_season_and_the_missions_that_name_it_and_doing_so_again_does_nothing(playing: str) -> None:
    known = session.read(installed.current)
    pack = read(PACK, "winter.yaml", known=known)
    assert session.write(packs.apply, pack, actor_id=None, now=LONG_AGO)
    assert session.write(packs.apply, pack, actor_id=None, now=NOW) == []

    found = session.read(installed.current)
    assert found.seasons == pack.seasons
    assert [one.season for one in found.missions if one.id == "warm-hands"] == ["frost"]
    ends(NOW)
    late = PACK.replace("2026-11-29", "2026-11-30")
    with pytest.raises(Invalid, match="seasons → frost: This season has begun"):
        session.write(packs.apply, read(late, "winter.yaml", known=known), actor_id=None, now=NOW)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("season: frost", "season: frots", "line 22: missions → warm-hands → season: There is no season “frots”."),
        ("badge_id: polyglot", "badge_id: nix", "line 14: seasons → frost → prizes → 2 → badge_id: There is no badge"),
        ("first: 2026-11-16", "first: soon", "line 9: seasons → frost → first: A day, please: 2026-11-20."),
        ("theme: tide", "theme: red", "line 11: seasons → frost → theme: One of these, please: ember, meadow, tide"),
        ("last: 2026-11-29", "last: 2026-11-01", "line 6: seasons → frost: The last day comes before the first."),
    ],
)
def test_what_is_wrong_with_a_season_in_a_pack_is_said_with_its_line(
    playing: str, old: str, new: str, line: str
) -> None:
    with pytest.raises(Invalid) as refused:
        read(PACK.replace(old, new), "winter.yaml", known=session.read(installed.current))
    assert line in refused.value.sentence


def test_a_pack_with_seasons_is_written_as_it_is_read(playing: str) -> None:
    pack = read(PACK, "winter.yaml", known=session.read(installed.current))
    assert write(pack) == PACK.replace("2026-11-16", "'2026-11-16'").replace("2026-11-29", "'2026-11-29'")
    assert pack.seasons[0].first == FIRST
