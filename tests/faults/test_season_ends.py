"""A worker dies at every step of the end of a season, and the next one decides it once."""

from tests.domain.machine.world import replayed
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN
from tests.domain.services.test_season_ends import BEGINS, DECIDED, announced, ends
from tests.faults import steps


def test_a_worker_killed_at_any_step_of_the_close_pays_every_prize_once(store: str) -> None:
    game.begin()
    announced(prizes=[{"at_least": 1, "xp": 50}, {"bar": "streak", "at_least": 1, "coins": 5, "badge_id": "polyglot"}])
    game.play(game.issue(ADA, 1), game.issue(BEN, 2))
    ends(BEGINS)
    before = game.xp(ADA)
    for step in steps.CLOSING:
        victim = steps.close(store, DECIDED, dies_at=step)
        victim.join(20)
        assert victim.exitcode == -9, f"it never came to “{step}”"
        assert not game.rows("select from season_phase where phase = 'paid'"), step
        assert game.broken() == [], step
        assert replayed(DECIDED) == [], step
    successor = steps.close(store, DECIDED)
    successor.join(20)

    assert successor.exitcode == 0
    assert game.rows("select count(*) from season_result") == [(2,)]
    paid = "select amount, coins, count(*) from xp_entry where cause = 'season' group by 1, 2 order by 1"
    assert game.rows(paid) == [
        (0, 5, 2),
        (50, 0, 2),
    ]
    assert game.rows("select count(*) from notification where text like 'The season is over%%'") == [(2,)]
    assert game.xp(ADA) == before + 50
    assert replayed(DECIDED) == []
