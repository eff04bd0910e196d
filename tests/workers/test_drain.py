import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from structlog.testing import capture_logs

from domain.errors import Unavailable
from domain.services import deliveries, inbox
from domain.specs import Delivery
from domain.store import session
from tests import factories
from workers import drain
from workers.drain import Inbox

AUTHOR = factories.accounts(1)[0]


@pytest.fixture
def emptying() -> Inbox:
    return Inbox(threading.Event())


@pytest.fixture
def db(seeded: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    with psycopg.connect(seeded.replace("+psycopg", ""), autocommit=True) as connection:
        yield connection


def accept(*given: Delivery) -> None:
    session.write(deliveries.accept, given, now=datetime.now(UTC))


def states(db: psycopg.Connection[tuple[object, ...]]) -> dict[object, object]:
    return dict(db.execute("select delivery_id, state from delivery").fetchall())  # type: ignore[arg-type]


def poison(db: psycopg.Connection[tuple[object, ...]], pattern: str) -> None:
    """From now on the database itself refuses activities whose key is like `pattern`."""
    db.execute(
        f"""
        create or replace function refuse() returns trigger language plpgsql as $$
        begin raise exception 'poisoned %', new.key; end $$;
        create trigger poison before insert on activity for each row when (new.key like '{pattern}')
        execute function refuse()
        """.encode()
    )


def test_everything_that_is_due_is_applied(db: psycopg.Connection[tuple[object, ...]], emptying: Inbox) -> None:
    accept(*factories.workload(people=5, deliveries=300))

    emptying.drain()

    assert set(states(db).values()) == {"done"}
    assert db.execute("select count(*) from activity").fetchone() == (300,)


def test_draining_an_empty_inbox_costs_no_transaction(seeded: str, emptying: Inbox) -> None:
    assert emptying.drain() == 0


def test_a_poisoned_delivery_is_put_off_alone_and_its_neighbours_are_applied(
    db: psycopg.Connection[tuple[object, ...]], emptying: Inbox
) -> None:
    poison(db, "%:pull/13:%")
    accept(*(factories.merged_pull(AUTHOR, number=number, delivery_id=str(number)) for number in range(1, 101)))

    emptying.drain()

    assert {name for name, state in states(db).items() if state != "done"} == {"13"}
    row = db.execute("select state, attempts, reason from delivery where delivery_id = '13'").fetchone()
    assert row == ("pending", 1, "RaiseException: poisoned github:repo/1296269:pull/13:merged")


def test_a_delivery_that_fails_every_time_is_set_aside_with_its_reason(
    db: psycopg.Connection[tuple[object, ...]],
) -> None:
    later = [datetime.now(UTC)]
    emptying = Inbox(threading.Event(), clock=lambda: later[0])
    poison(db, "%:pull/2:%")
    accept(*(factories.merged_pull(AUTHOR, number=number, delivery_id=str(number)) for number in (1, 2, 3)))

    for _ in range(6):
        emptying.drain()
        later[0] += timedelta(hours=1)

    assert states(db) == {"1": "done", "2": "failed", "3": "done"}


def test_many_poisoned_deliveries_hold_up_nobody(db: psycopg.Connection[tuple[object, ...]], emptying: Inbox) -> None:
    poison(db, "%:pull/%0:%")
    accept(*(factories.merged_pull(AUTHOR, number=number, delivery_id=str(number)) for number in range(1, 61)))

    emptying.drain()

    assert {name for name, state in states(db).items() if state == "pending"} == {"10", "20", "30", "40", "50", "60"}


def test_a_collision_with_another_transaction_counts_no_attempt(
    db: psycopg.Connection[tuple[object, ...]], emptying: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    collisions = iter([psycopg.errors.DeadlockDetected("deadlock"), psycopg.errors.LockNotAvailable("lock")] * 5)
    applied = inbox.apply

    def colliding(*args: object, **kwargs: object) -> object:
        if (error := next(collisions, None)) is not None:
            raise error
        return applied(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(inbox, "apply", colliding)
    monkeypatch.setattr(inbox, "apply_one", colliding)
    accept(factories.merged_pull(AUTHOR, delivery_id="one"))

    emptying.drain()

    assert db.execute("select state, attempts from delivery").fetchone() == ("done", 0)


def test_a_lost_database_is_not_the_deliverys_fault(
    db: psycopg.Connection[tuple[object, ...]], emptying: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept(factories.merged_pull(AUTHOR, delivery_id="one"))
    with monkeypatch.context() as away, capture_logs() as logs:
        away.setattr(inbox, "apply", _unavailable)
        emptying.drain()
        emptying.drain()

    assert [line["event"] for line in logs] == ["inbox.database_lost"]
    emptying.drain()
    assert db.execute("select state, attempts from delivery").fetchone() == ("done", 0)


def test_a_sweep_leaves_a_running_drain_alone(seeded: str, emptying: Inbox) -> None:
    accept(factories.merged_pull(AUTHOR))
    with emptying._one_at_a_time:
        assert emptying.sweep() == 0

    assert emptying.sweep() == 1


def test_a_drain_that_is_told_to_stop_ends_after_its_batch(
    db: psycopg.Connection[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = threading.Event()
    monkeypatch.setattr(drain, "FIRST_BATCH", 10)
    applied = inbox.apply

    def then_stop(*args: object, **kwargs: object) -> object:
        stop.set()
        return applied(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(inbox, "apply", then_stop)
    accept(*factories.workload(people=3, deliveries=30))

    Inbox(stop).drain()

    assert sorted(states(db).values(), key=str) == ["done"] * 10 + ["pending"] * 20


def test_two_drains_at_once_apply_everything_once(db: psycopg.Connection[tuple[object, ...]]) -> None:
    accept(*factories.workload(people=7, deliveries=600))
    drains = [threading.Thread(target=Inbox(threading.Event()).drain) for _ in range(2)]
    for thread in drains:
        thread.start()
    for thread in drains:
        thread.join()

    assert set(states(db).values()) == {"done"}
    assert db.execute("select count(*), count(distinct key) from activity").fetchone() == (600, 600)
    assert db.execute(
        """
        select count(*) from player
        where xp <> (select coalesce(sum(amount), 0) from xp_entry where player_id = player.id)
        """
    ).fetchone() == (0,)


def _unavailable(*_args: object, **_kwargs: object) -> list[object]:
    raise Unavailable("The database cannot be reached right now.")
