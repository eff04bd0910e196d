"""A worker dies at every step of deciding a board, and the next one decides it once."""

from tests.domain.machine.world import replayed
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN
from tests.domain.services.test_deciding import DECIDED, MONDAY, PRIZES, SUNDAY
from tests.faults import steps


def test_a_worker_killed_at_any_step_pays_every_prize_once(store: str) -> None:
    game.begin()
    game.play(game.issue(ADA, 1), game.issue(ADA, 2), game.issue(BEN, 3))
    game.on_board("week", measure="metric_count", metric="issue.completed", prizes=PRIZES)
    before = game.xp(ADA)
    for step in steps.DECIDING:
        victim = steps.decide(store, "week", MONDAY, SUNDAY, DECIDED, dies_at=step)
        victim.join(20)
        assert victim.exitcode == -9, f"it never came to “{step}”"
        assert bool(game.rows("select from board_close")) == (step == steps.COMMITTED), step
        assert game.broken() == [], step
    successor = steps.decide(store, "week", MONDAY, SUNDAY, DECIDED)
    successor.join(20)

    assert successor.exitcode == 0
    assert game.rows("select place, score from board_result order by 1") == [(1, 2), (2, 1)]
    assert game.rows("select spec ->> 'kind', count(*) from reward group by 1 order by 1") == [
        ("badge", 1),
        ("coins", 1),
        ("xp", 1),
    ]
    assert game.xp(ADA) == before + 50
    assert replayed(DECIDED) == []
