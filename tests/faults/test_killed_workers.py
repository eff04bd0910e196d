import random

import pytest

from tests.faults import model, steps, work
from tests.workers.processes import eventually


@pytest.mark.parametrize("step", steps.STEPS)
def test_a_worker_killed_at_any_step_loses_and_doubles_nothing(game: str, db: model.Connection, step: str) -> None:
    given = work.busy_days(60)
    work.send(given)
    victim = steps.start(game, dies_at=step)
    victim.join(20)
    assert victim.exitcode == -9, f"it never came to “{step}”"

    successor = steps.start(game)
    eventually(work.settled(db), what="an empty inbox")
    steps.kill(successor)

    model.compare(db, given)


def test_workers_killed_at_random_under_load_lose_and_double_nothing(
    game: str, db: model.Connection, times: int
) -> None:
    given = work.busy_days(800 * times)
    kills = 0
    with work.Sender(given) as sender:
        while sender.sends:
            worker = steps.start(game)
            worker.join(random.uniform(0.1, 0.6))
            steps.kill(worker)
            kills += 1
    last = steps.start(game)
    eventually(work.settled(db), what="an empty inbox", seconds=60)
    steps.kill(last)

    assert kills > 2
    model.compare(db, given)
