"""Setup, sample people, notifications and heartbeats."""

import pytest

from app.demo.payloads import Account
from domain.events import InboxChanged, MissionPublished, PlayerJoined
from domain.services import heartbeat, notifications, samples, setup
from domain.store import session
from domain.store.queries import badges, health, players, rules
from domain.store.queries import missions as mission_queries
from domain.store.queries import notifications as notification_queries
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, NOW


def test_a_new_game_begins_with_rules_badges_and_missions(store: str) -> None:
    events = session.write(setup.seed, now=NOW)

    assert len(session.read(rules.rules)) == len(setup.starter().scoring_rules)
    assert len(session.read(badges.all_badges)) == len(setup.starter().badges)
    published = session.read(mission_queries.definitions)
    assert {event.mission_id for event in game.only(MissionPublished, events)} == {one.id for one in published}
    assert {one.state for one in published} == {"published"}


def test_seeding_again_changes_nothing(playing: str) -> None:
    tables = ("scoring_rule", "badge", "mission")
    before = [game.rows(f"select * from {table} order by 1") for table in tables]

    assert session.write(setup.seed, now=NOW) == []
    assert [game.rows(f"select * from {table} order by 1") for table in tables] == before


def test_the_sample_people_come_once_and_the_first_is_admin(playing: str) -> None:
    first = session.write(samples.invite, now=NOW)
    before = session.read(players.sample_people)

    assert len(first) == len(samples.PEOPLE)
    assert {type(event) for event in first} == {PlayerJoined}
    assert session.write(samples.invite, now=game.later(days=1)) == []
    assert session.read(players.sample_people) == before
    assert [(one.name, one.is_admin) for one in before][:2] == [("Mira Okafor", True), ("Aiko Tanaka", False)]


def test_a_sample_person_earns_like_everybody(playing: str) -> None:
    session.write(samples.invite, now=NOW)
    game.play(game.issue(Account(900_000_002, "jonas-weber"), 1))

    assert {one.login: one.xp for one in session.read(players.sample_people)}["jonas-weber"] == 25
    assert game.rows("select count(*) from player") == [(len(samples.PEOPLE),)]


def test_what_happened_is_in_the_players_inbox_until_it_is_read(playing: str) -> None:
    game.play(game.merged(ADA, 1), game.merged(BEN, 2))
    ada = game.player(ADA)
    titles = [note.title for note in session.read(notification_queries.inbox, ada)]

    assert sorted(titles) == ["First light", "First light", "Level 2"]
    assert session.read(notification_queries.unread, ada) == 3
    assert session.write(notifications.mark_read, ada, now=NOW) == [InboxChanged(ada)]
    assert session.read(notification_queries.unread, ada) == 0
    assert all(note.read for note in session.read(notification_queries.inbox, ada))
    assert session.read(notification_queries.unread, game.player(BEN)) == 3


def test_a_notification_keeps_the_moment_it_was_first_read(playing: str) -> None:
    game.play(game.merged(ADA, 1))
    for minutes in (1, 2):
        session.write(notifications.mark_read, game.player(ADA), now=game.later(minutes=minutes))

    assert game.rows("select distinct read_at from notification") == [(game.later(minutes=1),)]


def test_a_mission_that_pays_nothing_is_still_news(playing: str) -> None:
    game.published(game.mission(1, xp=0))
    game.play(game.batch({"key": "a"}))
    (note,) = session.read(notification_queries.inbox, game.player(ADA))

    assert (note.kind, note.title, note.text) == ("mission", "Tidy up", "Mission completed.")


def test_the_health_of_a_quiet_house_is_all_zero(playing: str) -> None:
    found = session.read(health.health, now=NOW)

    assert (found.pending, found.failed, found.pending_age, found.worker_age) == (0, 0, 0, None)
    assert found.unknown_events == {}


def test_health_tells_what_waits_what_failed_and_what_nobody_knows(playing: str) -> None:
    strange = type(game.unreadable())("github", "odd", "moon_landing", "application/json", b"{}")
    game.play(strange)
    game.accept(game.issue(ADA, 1), game.unreadable())
    game.by_hand(playing, "update delivery set state = 'failed' where delivery_id = 'unreadable'")
    found = session.read(health.health, now=game.later(seconds=90))

    assert (found.pending, found.failed, found.pending_age) == (1, 1, 90)
    assert found.unknown_events == {"moon_landing": 1}


def test_a_delivery_that_is_put_off_is_not_late(playing: str) -> None:
    game.play(game.unreadable())

    assert session.read(health.health, now=game.later(seconds=1)).pending_age == 0
    assert session.read(health.health, now=game.later(seconds=5)).pending_age == 3


@pytest.mark.parametrize("seconds", [0, 7.5])
def test_a_worker_is_as_old_as_its_last_beat(playing: str, seconds: float) -> None:
    for started in (0, 10):
        session.write(heartbeat.beat, "worker-1", now=game.later(seconds=started))

    assert session.read(health.health, now=game.later(seconds=10 + seconds)).worker_age == seconds
    assert game.rows("select id, started_at from worker") == [("worker-1", NOW)]


def test_workers_long_silent_are_forgotten(playing: str) -> None:
    session.write(heartbeat.beat, "gone", now=NOW)
    session.write(heartbeat.beat, "here", now=game.later(days=2))

    assert game.rows("select id from worker") == [("here",)]
