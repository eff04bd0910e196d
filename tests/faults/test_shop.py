"""A process dies at every step of buying, deciding and using: nothing is lost or doubled, a second try ends right."""

import random
from contextlib import nullcontext
from typing import Any
from uuid import uuid4

import pytest

from domain.errors import Refused
from domain.services import shop
from domain.store import session
from tests import factories
from tests.domain.services import game
from tests.domain.services.game import later
from tests.domain.services.test_merging import is_replayed
from tests.domain.services.test_shop import offered
from tests.faults import steps
from tests.faults.shopping import STEPS, STORIES, Attempt
from tests.long import LONG, long

QUICK = ("buying", "agreeing", "giving back", "using a boost")


@pytest.mark.parametrize("name", QUICK)
def test_who_is_killed_at_the_dearest_step_or_after_the_commit_ends_right(store: str, name: str) -> None:
    game.begin()
    story = STORIES[name]
    _killed_at(store, story.prepare(), (story.dearest, steps.COMMITTED))


@pytest.mark.parametrize("name", [pytest.param(name, marks=LONG) for name in STORIES])
def test_who_is_killed_at_any_step_ends_right(store: str, name: str) -> None:
    game.begin()
    _killed_at(store, STORIES[name].prepare(), STORIES[name].steps)


def _killed_at(url: str, attempt: Attempt, at: tuple[str, ...]) -> None:
    """Die at these steps in turn; only the last of them leaves anything, and that once."""
    before = _everything()
    for step in at:
        assert _everything() == before, step
        victim = steps.run(url, attempt.verb, *attempt.args, dies_at=STEPS[step], **attempt.fields)
        victim.join(20)
        assert victim.exitcode == -9, f"it never came to “{step}”"
        assert game.broken() == [], step
    once = _everything()
    assert _looks() == attempt.done

    with pytest.raises(Refused, match=attempt.again) if attempt.again else nullcontext():
        session.write(attempt.verb, *attempt.args, **attempt.fields)
    assert _everything() == once
    assert game.broken() == []
    assert is_replayed(url)


def _looks() -> tuple[Any, ...]:
    """Coins of the buyer, how many are sold, where the purchase and what it gave stand, and whether that was used."""
    ada = game.player(game.ADA)
    (found,) = game.rows(
        """
        select coins, (select sold from offer), (select state from purchase),
               (select state from reward where spec ->> 'kind' <> 'xp'),
               exists (select from reward where used_at is not null)
        from player where id = %s
        """,
        ada,
    )
    return found


def _everything() -> dict[str, Any]:
    """What these verbs write, line by line."""
    tables = (
        "purchase", "purchase_step", "offer", "reward", "reward_decision", "xp_entry", "metric_day", "boost",
        "streak_freeze", "notification", "audit",
    )  # fmt: skip
    found = {name: game.rows(f"select to_jsonb(t) from {name} t order by to_jsonb(t)::text") for name in tables}
    return found | {"player": game.rows("select id, xp, coins from player order by id")}


@long
def test_fifty_buyers_who_are_killed_at_random_leave_three_winners_and_nobody_robbed(store: str) -> None:
    game.begin()
    offered(stock=3, per_person=1)
    accounts = factories.accounts(50)
    players = [game.joined(account) for account in accounts]
    game.published(game.mission(1, xp=0, coins=60))
    game.play(game.batch(*({"key": one.login, "person": game.who(one)} for one in accounts)))
    chance = random.Random(7)
    story = STORIES["buying"].steps
    tries = [(player, uuid4()) for player in players]
    for dying in (True, False):
        running = [
            steps.run(
                store, shop.buy, purchase, "mug", player_id=player, now=later(minutes=5),
                dies_at=STEPS[chance.choice(story)] if dying else None,
            )
            for player, purchase in tries
        ]  # fmt: skip
        for process in running:
            process.join(60)
            assert process.exitcode in ({-9, 1} if dying else {0, 1})
        assert game.broken() == []
    assert game.rows("select sold from offer") == [(3,)]
    assert game.rows("select coins, count(*) from player where coins > 0 group by 1 order by 1") == [
        (10, 3), (60, 47),
    ]  # fmt: skip
    assert is_replayed(store)
