import threading
import time

import psycopg
import pytest
from huey.api import Huey
from huey.exceptions import HueyException

from tests.workers.conftest import close
from workers import queue, tasks

NAME = tasks.DRAIN_INBOX.encode()


def test_a_wake_up_reaches_who_waits(huey: Huey) -> None:
    huey.storage.enqueue(NAME)

    assert huey.storage.dequeue() == NAME


def test_a_second_wake_up_coalesces_with_the_one_that_waits(huey: Huey) -> None:
    for _ in range(5):
        huey.storage.enqueue(NAME)

    assert huey.storage.queue_size() == 1


def test_a_wake_up_after_one_was_taken_is_a_new_one(huey: Huey) -> None:
    huey.storage.enqueue(NAME)
    huey.storage.dequeue()
    huey.storage.enqueue(NAME)

    assert huey.storage.queue_size() == 1


def test_different_wake_ups_wait_side_by_side(huey: Huey) -> None:
    huey.storage.enqueue(b"one")
    huey.storage.enqueue(b"two")

    assert [huey.storage.dequeue(), huey.storage.dequeue()] == [b"one", b"two"]


def test_what_waits_is_the_name_of_a_task_and_nothing_else(huey: Huey) -> None:
    @huey.task(name="drain_inbox")  # type: ignore[untyped-decorator]
    def drain_inbox() -> None: ...

    drain_inbox()

    assert huey.storage.enqueued_items() == [b"tests.workers.test_queue.drain_inbox"]


def test_waiting_ends_within_milliseconds_of_the_wake_up(huey: Huey) -> None:
    heard: list[tuple[bytes | None, float]] = []

    def wait() -> None:
        while not heard or heard[-1][0] is None:
            heard.append((huey.storage.dequeue(), time.monotonic()))
        if hasattr(huey.storage, "_listen_local"):
            huey.storage._listen_local.conn.close()

    waiting = threading.Thread(target=wait)
    waiting.start()
    time.sleep(0.3)
    rung = time.monotonic()
    huey.storage.enqueue(NAME)
    waiting.join(3)

    name, at = heard[-1]
    assert name == NAME
    assert at - rung < 0.5


def test_two_processes_may_make_the_tables_at_once(empty_database_url: str) -> None:
    queues = [queue.build(empty_database_url, None) for _ in range(4)]
    threads = [threading.Thread(target=each.storage.enqueue, args=(NAME,)) for each in queues]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert 1 <= queues[0].storage.queue_size() <= 4
    for each in queues:
        close(each)


def test_hueys_tables_stay_out_of_the_games_schema(empty_database_url: str) -> None:
    built = queue.build(empty_database_url, None)
    built.storage.enqueue(NAME)

    with psycopg.connect(empty_database_url.replace("+psycopg", "")) as db:
        schemas = db.execute("select distinct schemaname from pg_tables where tablename like 'huey%'").fetchall()
    assert schemas == [(queue.SCHEMA,)]
    close(built)


def test_a_queue_can_be_built_while_its_server_is_away() -> None:
    close(queue.build("postgresql+psycopg://nobody@/none?host=/nowhere", None))
    close(queue.build("postgresql+psycopg://nobody@/none?host=/nowhere", "redis://127.0.0.1:1/0"))


@pytest.mark.parametrize("forged", [b"\x80\x04\x95 pickled", b"os.system", b""])
def test_a_forged_wake_up_is_only_a_name_nobody_knows(huey: Huey, forged: bytes) -> None:
    huey.storage.enqueue(forged)

    with pytest.raises(HueyException, match="not found in TaskRegistry"):
        huey.dequeue()
