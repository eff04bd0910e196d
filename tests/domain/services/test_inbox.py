"""One delivery, from the inbox to the ledger."""

from datetime import timedelta

import orjson
import pytest

from app.demo.payloads import Account
from domain.events import (
    BadgeEarned,
    LevelReached,
    MissionCompleted,
    MissionProgressed,
    PlayerJoined,
    StreakExtended,
    XpAwarded,
)
from domain.services import inbox, players
from domain.specs import PersonKind
from domain.store import session
from domain.store.queries import feed as feed_queries
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, NOW


def test_a_merged_pull_request_becomes_xp_progress_and_a_badge(playing: str) -> None:
    events = game.play(game.merged(ADA, 42))

    (joined,), (award,) = game.only(PlayerJoined, events), game.only(XpAwarded, events)
    (badge,) = game.only(BadgeEarned, events)
    assert joined.player_id == game.player(ADA)
    assert (award.amount, award.xp, award.entries, award.at) == (100, 100, 2, NOW)
    assert (badge.name, badge.tier) == ("First light", "bronze")
    assert [event.title for event in game.only(MissionCompleted, events)] == ["First light"]
    assert [event.level for event in game.only(LevelReached, events)] == [2]
    assert {round(event.share, 2) for event in game.only(MissionProgressed, events)} == {0.33, 1}
    assert game.broken() == []


def test_work_that_also_completes_a_mission_is_announced_as_the_work(playing: str) -> None:
    (award,) = game.only(XpAwarded, game.play(game.merged(ADA, 42)))

    assert (award.entries, award.headline) == (2, "merged pull request #42 · acme/app")


def test_an_award_is_announced_by_what_was_done_and_where(playing: str) -> None:
    (award,) = game.only(XpAwarded, game.play(game.issue(ADA, 7)))

    assert award.headline == "completed issue #7 · acme/app"


def test_every_entry_names_its_cause_and_all_that_made_its_amount(playing: str) -> None:
    game.play(game.merged(ADA, 42))
    entries = game.rows("select cause, cause_id, activity_key, grant_key, factors from xp_entry order by id")

    key = "github:repo/1296269:pull/42:merged"
    assert entries[0] == (
        "rule",
        "merged-pull-request",
        key,
        f"rule:merged-pull-request:{key}",
        {"version": 1, "each": 50, "full_until": 150, "cap": 250, "sum": 50},
    )
    assert entries[1][0] == "mission"
    assert entries[1][3] == f"mission:{entries[1][1]}:{game.player(ADA)}:once"
    assert entries[1][4] == {"title": "First light", "period": "once"}


def test_the_feed_says_what_for_where_and_why(playing: str) -> None:
    game.play(game.issue(ADA, 7))
    (line,) = session.read(feed_queries.feed, player_id=None)

    assert (line.amount, line.text, line.where) == (25, "completed issue #7", "acme/app")
    assert line.why == "capped at 125 a day"
    assert line.url == "https://github.com/acme/app/issues/7"


def test_a_delivery_is_stored_byte_for_byte_and_once(playing: str) -> None:
    sent = game.merged(ADA, 1)
    game.accept(sent)
    game.accept(sent, now=game.later(hours=1))

    assert game.rows("select delivery_id, body, state, received_at from delivery") == [
        (sent.delivery_id, sent.body, "pending", NOW)
    ]


def test_the_same_delivery_twice_in_one_commit_is_one(playing: str) -> None:
    sent = game.merged(ADA, 1)
    game.accept(sent, sent)

    assert game.rows("select count(*) from delivery") == [(1,)]


def test_a_delivery_that_is_done_is_not_applied_again(playing: str) -> None:
    sent = game.merged(ADA, 1)
    game.play(sent)
    (before,) = game.rows("select id from delivery")

    assert game.play(sent) == []
    assert session.write(inbox.apply_one, before[0], now=NOW) == []
    assert game.xp(ADA) == 100


def test_the_same_work_over_several_roads_is_one_grant(playing: str) -> None:
    sent = game.merged(ADA, 1)
    game.play(sent, game.redelivered(sent))
    game.play(game.redelivered(sent))

    assert game.xp(ADA) == 100
    assert game.rows("select activities, state from delivery order by id") == [(1, "done"), (0, "done"), (0, "done")]
    assert game.broken() == []


def test_a_days_pay_is_capped_across_batches(playing: str) -> None:
    for number in range(1, 9):
        game.play(game.issue(ADA, number))

    assert game.xp(ADA) == 125
    assert [row[0] for row in game.rows("select amount from xp_entry order by id")] == [25, 25, 25, 12, 13, 12, 13, 0]
    assert game.rows("select raw, paid from rule_day") == [(200, 125)]


def test_each_rule_has_a_cap_of_its_own(playing: str) -> None:
    game.play(*(game.issue(ADA, number) for number in range(1, 20)), *(game.built(ADA, n) for n in range(1, 20)))

    assert dict(game.rows("select rule_id, paid from rule_day")) == {"completed-issue": 125, "green-build": 30}
    assert game.xp(ADA) == 155


def test_the_next_day_is_paid_anew_in_the_players_own_zone(playing: str) -> None:
    ada = game.joined(ADA, now=game.later(days=-10))
    session.write(players.change_profile, ada, timezone="Asia/Tokyo", hidden=False, now=game.later(days=-9))
    evening, midnight = NOW.replace(hour=14, minute=59), NOW.replace(hour=15, minute=0)  # 23:59 and 00:00 in Tokyo
    for number, at in enumerate([evening, midnight] * 6, start=1):
        game.play(game.issue(ADA, number, at=at), now=at)

    days = game.rows("select day, raw, paid from rule_day order by day")
    assert days == [(NOW.date(), 150, 112), (NOW.date() + timedelta(days=1), 150, 112)]
    assert game.broken() == []


def test_a_move_to_another_zone_leaves_yesterday_where_it_was(playing: str) -> None:
    ada = game.joined(ADA)
    before, after = NOW.replace(hour=20), NOW.replace(hour=22)
    game.play(game.issue(ADA, 1, at=before), now=before)
    session.write(players.change_profile, ada, timezone="Asia/Tokyo", hidden=False, now=before + timedelta(hours=1))
    game.play(game.issue(ADA, 2, at=after), game.issue(ADA, 3, at=before), now=after)

    days = dict(game.rows("select day, count from metric_day where metric = 'issue.completed'"))
    assert days == {NOW.date(): 2, NOW.date() + timedelta(days=1): 1}


def test_work_that_no_rule_pays_is_recorded_and_moves_missions(playing: str) -> None:
    sent = game.merged(ADA, 1)
    payload = orjson.loads(sent.body)
    payload["pull_request"]["merged_by"] = payload["pull_request"]["user"]
    game.play(game.redelivered(type(sent)("github", "own", "pull_request", sent.content_type, orjson.dumps(payload))))

    assert game.rows("select cause from xp_entry") == [("mission",)]
    assert game.rows("select count from metric_day where metric = 'pull_request.merged'") == [(1,)]


def test_a_bot_earns_nothing_and_is_no_player(playing: str) -> None:
    events = game.play(game.merged(Account(49_699_333, "dependabot[bot]", "Bot"), 1))

    assert events == []
    assert game.rows("select count(*) from player") == [(0,)]
    (state, reason) = game.rows("select state, reason from delivery")[0]
    assert state == "done"
    assert "dependabot[bot]" in reason


@pytest.mark.parametrize("kind", [PersonKind.BOT, PersonKind.AGENT])
def test_an_account_that_an_admin_calls_a_bot_earns_nothing_from_then_on(playing: str, kind: PersonKind) -> None:
    game.play(game.issue(ADA, 1))
    session.write(players.set_kind, game.player(ADA), kind=kind, actor_id=game.an_admin(), now=NOW)
    game.play(game.issue(ADA, 2), game.issue(BEN, 3), now=game.later(hours=1))

    assert game.xp(ADA) == 25
    assert game.xp(BEN) == 25
    assert game.rows("select count(*) from activity where player_id = %s", game.player(ADA)) == [(1,)]
    assert game.broken() == []


def test_work_that_came_in_before_is_judged_by_what_its_author_was_then(playing: str) -> None:
    game.play(game.issue(ADA, 1))
    game.accept(game.issue(ADA, 2), now=NOW)
    session.write(
        players.set_kind, game.player(ADA), kind=PersonKind.BOT, actor_id=game.an_admin(), now=game.later(hours=1)
    )
    game.accept(game.issue(ADA, 3), now=game.later(hours=2))
    game.apply(now=game.later(hours=3))

    assert game.xp(ADA) == 50
    assert game.rows("select activities from delivery order by id") == [(1,), (1,), (0,)]
    assert game.broken() == []


def test_an_account_that_is_a_person_again_earns_again(playing: str) -> None:
    game.play(game.issue(ADA, 1))
    for kind in (PersonKind.BOT, PersonKind.HUMAN):
        session.write(players.set_kind, game.player(ADA), kind=kind, actor_id=game.an_admin(), now=NOW)
    game.play(game.issue(ADA, 2))

    assert game.xp(ADA) == 50


def test_a_streak_is_announced_once_a_day_whatever_else_is_done(playing: str) -> None:
    first = game.only(StreakExtended, game.play(game.issue(ADA, 1)))
    again = game.only(StreakExtended, game.play(game.issue(ADA, 2), game.reviewed(ADA, 3), game.merged(ADA, 4)))
    tomorrow = game.later(days=1)
    next_day = game.only(StreakExtended, game.play(game.built(ADA, 5, at=tomorrow), now=tomorrow))

    assert [event.length for event in first] == [1]
    assert again == []
    assert [event.length for event in next_day] == [2]


def test_a_streak_that_starts_over_on_the_same_day_is_announced(playing: str) -> None:
    """The only work of the day was taken back; the next one makes the day count again."""
    game.play(game.reviewed(ADA, 1))
    game.play(game.dismissed(ADA, 1))

    assert [event.length for event in game.only(StreakExtended, game.play(game.reviewed(ADA, 2)))] == [1]


def test_work_of_a_weekend_extends_no_streak(playing: str) -> None:
    saturday = game.later(days=3)

    assert game.only(StreakExtended, game.play(game.issue(ADA, 1, at=saturday), now=saturday)) == []


def test_yesterdays_late_delivery_extends_todays_streak(playing: str) -> None:
    game.play(game.issue(ADA, 1))
    (late,) = game.only(StreakExtended, game.play(game.issue(ADA, 2, at=game.later(days=-1))))

    assert late.length == 2


def test_the_last_activity_is_the_latest_whatever_came_last(playing: str) -> None:
    game.play(game.issue(ADA, 1))
    game.play(game.issue(ADA, 2, at=game.later(days=-5)))

    game.play(
        game.batch(
            {"key": "now", "person": game.who(BEN)},
            {"key": "then", "person": game.who(BEN), "occurred_at": game.later(days=-1).isoformat()},
        )
    )

    assert game.rows("select last_activity_at from player") == [(NOW,), (NOW,)]


def test_work_that_lies_in_the_future_is_not_counted_and_that_is_said(playing: str) -> None:
    for ahead in (inbox.CLOCKS_DIFFER, inbox.CLOCKS_DIFFER + timedelta(seconds=1)):
        game.play(game.issue(ADA, 1 + ahead.seconds, at=NOW + ahead))

    assert game.rows("select activities, reason from delivery order by id") == [
        (1, None),
        (0, "1 × not counted: it lies in the future."),
    ]
    assert game.xp(ADA) == 25
    assert game.broken() == []


def test_work_that_lay_in_the_future_counts_when_it_is_sent_again_in_its_time(playing: str) -> None:
    early = game.issue(ADA, 1, at=game.later(days=1))
    game.play(early)
    game.play(game.redelivered(early), now=game.later(days=1))

    assert game.xp(ADA) == 25


def test_levels_are_announced_once_each(playing: str) -> None:
    levels = [
        event.level
        for number in range(1, 8)
        for event in game.only(LevelReached, game.play(game.merged(ADA, number, at=game.later(days=-number))))
    ]

    assert levels == [2, 3, 4]
    assert game.xp(ADA) == 7 * 50 + 50 + 80  # and First light, and a steady week
