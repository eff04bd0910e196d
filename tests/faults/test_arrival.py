"""Deliveries come twice, late, in any order, on two roads, poisoned; triggers come twice or not at all."""

import random
import threading
from datetime import UTC, datetime

import pytest

from domain.specs import Delivery
from domain.store import session
from domain.store.queries.checks import invariants
from tests.faults import model, steps, work
from tests.workers.conftest import close
from tests.workers.processes import eventually
from tests.workers.test_drain import poison
from workers import queue, tasks
from workers.drain import Inbox


def again(given: list[Delivery]) -> list[Delivery]:
    """The same facts on another road: a redelivery under a new id."""
    return [Delivery(d.source, f"{d.delivery_id}-again", d.event, d.content_type, d.body) for d in given]


@pytest.mark.parametrize("seed", range(3))
def test_duplicated_permuted_and_late_deliveries_give_the_same(game: str, db: model.Connection, seed: int) -> None:
    order = random.Random(seed)
    given = work.busy_days(300)
    everything = given + again(given[::3]) + given[::5]
    order.shuffle(everything)
    inbox = Inbox(threading.Event())
    while everything:
        size = order.randint(1, 120)
        part, everything = everything[:size], everything[size:]
        work.send(part)
        inbox.drain()

    model.compare(db, given)
    assert all(check.ok for check in session.read(invariants))


def test_every_trigger_doubled_changes_nothing(game: str, db: model.Connection, times: int) -> None:
    given = work.busy_days(600 * times)
    workers = [steps.start(game), steps.start(game)]
    stop = threading.Event()
    ringers = [threading.Thread(target=_ring_on_and_on, args=(game, stop)) for _ in range(2)]
    for ringer in ringers:
        ringer.start()
    with work.Sender(given + again(given[::2])):
        pass
    eventually(work.settled(db), what="an empty inbox", seconds=60)
    stop.set()
    for ringer in ringers:
        ringer.join()
    for worker in workers:
        steps.kill(worker)

    model.compare(db, given)


def test_with_the_queue_stopped_the_sweepers_alone_apply_everything(game: str, db: model.Connection) -> None:
    given = work.busy_days(300)
    worker = steps.start(game, "redis://127.0.0.1:1/0")
    with work.Sender(given):
        pass

    assert eventually(work.settled(db), what="an empty inbox") < 5
    steps.kill(worker)
    model.compare(db, given)


def test_poison_blocks_nobody_and_is_applied_once_it_is_cured(game: str, db: model.Connection) -> None:
    poison(db, "%:pull/%33:%")
    given = work.busy_days(400)
    worker = steps.start(game)
    with work.Sender(given):
        pass
    healthy = "select count(*) from delivery where state = 'pending' and attempts = 0"
    eventually(lambda: db.execute(healthy.encode()).fetchone() == (0,), what="all healthy deliveries")

    poisoned = db.execute("select count(*) from delivery where state = 'pending'").fetchone()
    db.execute("drop trigger poison on activity")
    db.execute("update delivery set due_at = %s where state = 'pending'", (datetime.now(UTC),))
    eventually(work.settled(db), what="an empty inbox")
    steps.kill(worker)

    assert poisoned is not None
    assert poisoned[0] > 0
    model.compare(db, given)


def _ring_on_and_on(url: str, stop: threading.Event) -> None:
    bell = queue.build(url, None)
    while not stop.wait(0.005):
        tasks.wake(bell)
    close(bell)
