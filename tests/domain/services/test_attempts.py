"""Deliveries that cannot be applied, yet or ever, and how many are applied at once."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from domain.errors import Forbidden, Refused
from domain.events import (
    DeliveryFailed,
    DomainEvent,
)
from domain.services import deliveries
from domain.store import inbox as store_inbox
from domain.store import session
from domain.store.driver import connection
from domain.store.inbox import PAUSES
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, NOW


def test_an_event_nobody_knows_is_kept_and_counted(playing: str) -> None:
    game.play(type(game.unreadable())("github", "odd", "moon_landing", "application/json", b'{"action": "begun"}'))

    assert game.rows("select state, unknown, reason from delivery") == [
        ("done", True, "GitHub’s `moon_landing.begun` is not known here.")
    ]


def test_an_unreadable_delivery_is_put_off_and_its_neighbours_are_applied(playing: str) -> None:
    game.play(game.issue(ADA, 1), game.unreadable(), game.issue(BEN, 2))

    assert (game.xp(ADA), game.xp(BEN)) == (25, 25)
    assert game.rows("select state, attempts, reason, due_at from delivery where delivery_id = 'unreadable'") == [
        ("pending", 1, "The body is no JSON.", NOW + PAUSES[0])
    ]


def test_a_failing_delivery_is_tried_again_after_growing_pauses_and_then_set_aside(playing: str) -> None:
    game.accept(game.unreadable())
    now, pauses, events = NOW, [], []
    while game.states("unreadable") == ["pending"]:
        (due,) = game.rows("select due_at from delivery")[0]
        assert game.apply(now=due - timedelta(microseconds=1)) == []
        pauses.append(due - now)
        now = due
        events = game.apply(now=now)

    assert pauses == [timedelta(0), *PAUSES]
    assert [(event.reason) for event in game.only(DeliveryFailed, events)] == ["The body is no JSON."]
    assert game.states("unreadable") == ["failed"]


def test_a_failed_delivery_is_left_alone_until_an_admin_tries_again(playing: str) -> None:
    game.accept(game.unreadable())
    for days in range(len(PAUSES) + 1):
        game.apply(now=game.later(days=days))
    (failed,) = game.rows("select id from delivery")[0]
    assert game.apply(now=game.later(days=99)) == []

    admin = game.an_admin()
    game.by_hand(playing, f"update delivery set body = '{game.issue(ADA, 1).body.decode()}', event = 'issues'")
    session.write(deliveries.try_again, failed, actor_id=admin, now=game.later(days=99))
    game.apply(now=game.later(days=99))

    assert game.rows("select state, activities, reason from delivery") == [("done", 1, None)]
    assert game.xp(ADA) == 25
    assert game.rows("select action, subject, actor_id from audit where action like 'delivery%%'") == [
        ("delivery.try_again", str(failed), admin)
    ]


def test_a_delivery_that_is_tried_again_has_all_its_attempts_before_it(playing: str) -> None:
    game.accept(game.unreadable())
    for days in range(len(PAUSES) + 1):
        game.apply(now=game.later(days=days))
    (failed,) = game.rows("select id from delivery")[0]
    session.write(deliveries.try_again, failed, actor_id=game.an_admin(), now=game.later(days=9))
    game.apply(now=game.later(days=9))

    assert game.rows("select state, attempts from delivery") == [("pending", 1)]


def test_only_an_admin_may_try_again(playing: str) -> None:
    game.accept(game.unreadable())
    game.by_hand(playing, "update delivery set state = 'failed'")
    (failed,) = game.rows("select id from delivery")[0]

    with pytest.raises(Forbidden):
        session.write(deliveries.try_again, failed, actor_id=game.joined(ADA), now=NOW)
    assert game.states("unreadable") == ["failed"]


def test_activities_are_stored_in_the_order_of_their_keys(playing: str) -> None:
    """Two batches that insert in different orders could wait for each other for ever."""
    game.play(game.batch(*({"key": key} for key in "dbeca")))

    assert [row[0][-1] for row in game.rows("select key from activity order by id")] == [*"abcde"]


def test_there_is_nothing_to_try_again_about_a_delivery_that_is_done(playing: str) -> None:
    game.play(game.issue(ADA, 1))
    (done,) = game.rows("select id from delivery")[0]

    with pytest.raises(Refused, match="not set aside"):
        session.write(deliveries.try_again, done, actor_id=game.an_admin(), now=NOW)


def test_what_fails_at_the_end_leaves_nothing_behind(own_store: str) -> None:
    """Done and its effects are one transaction."""
    game.begin()
    game.by_hand(own_store, "alter table xp_entry add constraint refusing check (amount < 25) not valid")
    game.accept(game.issue(ADA, 1))
    with pytest.raises(Exception, match="refusing"):
        game.apply()

    counts = "select (select count(*) from activity), (select count(*) from player), (select count(*) from metric_day)"
    assert game.rows(counts) == [(0, 0, 0)]
    assert game.rows("select state, attempts from delivery") == [("pending", 0)]


def test_at_most_so_many_deliveries_are_applied_at_once(playing: str) -> None:
    game.accept(*(game.issue(ADA, number) for number in range(1, 6)))
    game.apply(limit=2)

    assert game.rows("select state, count(*) from delivery group by 1 order by 1") == [("done", 2), ("pending", 3)]


@pytest.mark.parametrize(("room", "applied"), [(3, 3), (2.5, 2), (1, 1), (0.5, 1)])
def test_a_batch_takes_what_fits_into_it_and_always_one(
    playing: str, monkeypatch: pytest.MonkeyPatch, room: float, applied: int
) -> None:
    sent = [game.issue(ADA, number) for number in range(1, 6)]
    monkeypatch.setattr(store_inbox, "BATCH_BYTES", int(room * len(sent[0].body)))
    game.accept(*sent)
    game.apply()

    assert game.rows("select count(*) from delivery where state = 'done'") == [(applied,)]


def test_a_delivery_in_other_hands_is_left_to_them(playing: str) -> None:
    game.accept(game.issue(ADA, 1), game.issue(BEN, 2))
    (first,) = game.rows("select min(id) from delivery")[0]

    def while_another_works(working: Session) -> list[DomainEvent]:
        connection(working).execute("select 1 from delivery where id = %s for update", (first,))
        return game.apply()

    session.write(while_another_works)

    assert game.rows("select state from delivery order by id") == [("pending",), ("done",)]
