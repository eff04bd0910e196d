"""Whoever left may still have a page open: nothing that he does there counts any more."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from domain.errors import NotFound
from domain.services import duels, erasing, follows, holidays, kudos, merging, streaks
from domain.specs import DuelRules, plain_goal
from domain.store import session
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, CAM, NOW, later

GOAL = plain_goal("review.submitted")


@pytest.mark.parametrize("leave", ["erased", "merged"])
def test_whoever_left_neither_follows_thanks_nor_challenges_and_takes_no_time_off(playing: str, leave: str) -> None:
    admin = game.an_admin()
    ada, ben, cam = (game.joined(account) for account in (ADA, BEN, CAM))
    session.write(duels.set_rules, DuelRules(on=True), actor_id=admin, now=NOW)
    session.write(follows.follow, ada, actor_id=ben, now=NOW)
    if leave == "erased":
        session.write(erasing.at_once, ada, actor_id=admin, now=later(hours=1))
    else:
        session.write(merging.merge, ada, cam, actor_id=admin, now=later(hours=1))

    now, as_ada = later(hours=2), {"actor_id": ada}
    tries: list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]] = [
        *((verb, (ben,), as_ada) for verb in (follows.follow, follows.unfollow, follows.refuse, follows.allow)),
        (kudos.thank, (uuid4(), ben, "Thanks."), as_ada),
        (duels.invite, (uuid4(), ada, ben), {"goal": GOAL, "days": 2, **as_ada}),
        (streaks.pause, (uuid4(), now.date(), now.date()), {"player_id": ada}),
        (holidays.choose, (ada, "DE-BY"), {}),
    ]
    for verb, values, more in tries:
        with pytest.raises(NotFound):
            session.write(verb, *values, now=now, **more)
    assert game.broken() == []
