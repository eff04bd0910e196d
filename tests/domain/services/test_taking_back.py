"""Work that is withdrawn: a fact and its reversal, in whatever order and company they come."""

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pytest

from domain.events import XpAwarded
from domain.specs import Delivery
from domain.store import session
from domain.store.queries import players
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, NOW

DONE = {"key": "ticket-1"}
UNDONE = {"key": "ticket-1-reopened", "reverses": "ticket-1"}


def tickets() -> list[tuple[Any, ...]]:
    """(count, sum) of the days on which Ada solved tickets."""
    return game.rows(
        "select count, sum from metric_day where player_id = %s and metric = 'ticket.solved'", game.player(ADA)
    )


@pytest.mark.parametrize("together", [True, False], ids=["in one batch", "one by one"])
@pytest.mark.parametrize("order", [*permutations(range(3))], ids=str)
def test_a_dismissed_review_is_worth_nothing_whenever_its_dismissal_comes(
    playing: str, order: Sequence[int], together: bool
) -> None:
    sent = [game.reviewed(ADA, 1), game.dismissed(ADA, 1), game.reviewed(ADA, 2)]
    game.accept(*(sent[place] for place in order))
    for _ in range(1 if together else 3):
        game.apply(limit=3 if together else 1)

    assert game.rows("select sum(amount) from xp_entry where cause = 'rule'") == [(30,)]
    assert game.rows("select metric, count, sum from metric_day where metric = 'review.submitted'") == [
        ("review.submitted", 1, 1)
    ]
    assert game.rows("select raw, paid from rule_day") == [(30, 30)]
    assert game.broken() == []


def test_a_dismissal_takes_back_from_the_day_that_gave(playing: str) -> None:
    """The cap's room of that day is free again, and is used by work that comes late."""
    reviews = [game.reviewed(ADA, number) for number in range(1, 10)]
    game.play(*reviews)
    full = game.xp(ADA)
    game.play(game.dismissed(ADA, 1), now=game.later(days=3))

    assert full == 150 + 20 + 0  # the cap, and the mission of the day
    assert game.rows("select distinct day from xp_entry where cause = 'rule'") == [(NOW.date(),)]
    assert game.rows("select raw, paid from rule_day") == [(240, 150)]
    assert game.broken() == []


def test_taking_back_work_that_paid_tells_the_player_what_it_cost(playing: str) -> None:
    game.play(game.reviewed(ADA, 1))
    (told,) = game.only(XpAwarded, game.play(game.dismissed(ADA, 1)))

    assert (told.amount, told.xp, told.headline) == (-30, 0, "taken back")


def test_a_review_without_substance_has_nothing_to_take_back(playing: str) -> None:
    game.play(game.reviewed(ADA, 1, body="ok"))
    game.play(game.dismissed(ADA, 1))

    assert game.xp(ADA) == 0
    assert game.rows("select count(*) from xp_entry") == [(0,)]
    assert game.broken() == []


def test_a_completed_mission_stays_completed_when_its_work_is_taken_back(playing: str) -> None:
    """A change never takes away what was earned."""
    game.play(game.reviewed(ADA, 1), game.reviewed(ADA, 2))
    game.play(game.dismissed(ADA, 1))

    assert game.xp(ADA) == 30 + 20
    assert game.broken() == []


def test_what_is_taken_back_before_the_end_does_not_count(playing: str) -> None:
    mission = game.published(game.mission(2))
    for minute, sent in enumerate(({"key": "a"}, {"key": "b-", "reverses": "a"}, {"key": "c"})):
        at = game.later(minutes=minute)
        game.play(game.batch({**sent, "occurred_at": at.isoformat()}), now=at)

    assert game.counted(mission) == 1
    assert game.rows("select completed_at from progress where mission_id = %s", mission) == [(None,)]


Batches = Sequence[Sequence[dict[str, Any]]]


@pytest.mark.parametrize(
    "batches",
    [
        [[DONE, UNDONE, UNDONE | {"key": "again"}]],
        [[UNDONE | {"key": "again"}, UNDONE, DONE]],
        [[UNDONE], [UNDONE | {"key": "again"}, DONE]],
        [[DONE], [UNDONE, UNDONE | {"key": "again"}]],
        [[DONE], [UNDONE], [UNDONE | {"key": "again"}]],
    ],
)
def test_work_is_taken_back_once_however_often_that_is_said(playing: str, batches: Batches) -> None:
    for batch in batches:
        game.play(*map(game.batch, batch))

    assert tickets() == [(0, 0)]
    assert game.broken() == []


@pytest.mark.parametrize("together", [True, False])
def test_nobody_can_take_back_the_work_of_somebody_else(playing: str, together: bool) -> None:
    mine, theirs = game.batch(DONE), game.batch(UNDONE | {"person": game.who(BEN)})
    if together:
        game.play(mine, theirs)
    else:
        game.play(mine)
        game.play(theirs)

    assert tickets() == [(1, 1)]
    assert game.rows("select distinct state from delivery") == [("done",)]
    assert game.broken() == []


@pytest.mark.parametrize("together", [True, False])
def test_taking_back_a_taking_back_does_nothing(playing: str, together: bool) -> None:
    sent: list[Delivery] = [game.batch(DONE), game.batch(UNDONE), game.batch({"key": "x", "reverses": UNDONE["key"]})]
    for group in [sent] if together else [[one] for one in sent]:
        game.play(*group)

    assert tickets() == [(0, 0)]
    assert game.broken() == []


def test_a_day_whose_only_work_was_withdrawn_is_no_active_day(playing: str) -> None:
    game.play(game.reviewed(ADA, 1))
    game.play(game.dismissed(ADA, 1))
    streak = session.read(players.player_card, game.player(ADA), now=NOW).streak

    assert (streak.length, streak.best, streak.today) == (0, 0, False)


def test_a_new_version_of_a_rule_pays_the_days_that_begin_after_it_and_each_takes_its_own_back(playing: str) -> None:
    game.play(game.reviewed(ADA, 1))
    game.by_hand(
        playing,
        f"""
        insert into scoring_rule select id, 2, jsonb_set(spec, '{{xp}}', '40'), '{NOW.isoformat()}'
        from scoring_rule where id = 'review-with-substance'
        """,
    )
    game.play(game.reviewed(ADA, 2), now=game.later(minutes=1))
    game.play(game.reviewed(ADA, 3, at=game.later(days=2)), now=game.later(days=2))
    game.play(game.dismissed(ADA, 1), now=game.later(days=2))

    versions = "select factors -> 'version', factors -> 'each', amount from xp_entry where cause = 'rule' order by id"
    assert game.rows(versions) == [(1, 30, 30), (1, 30, 30), (2, 40, 40), (1, -30, -30)]
    assert game.broken() == []


def test_a_retired_rule_pays_no_more_but_is_still_taken_back(playing: str) -> None:
    game.play(game.reviewed(ADA, 1), game.issue(BEN, 2))
    game.by_hand(
        playing, f"update scoring_rule set retired_at = '{game.later(minutes=1)}' where id = 'review-with-substance'"
    )
    game.play(game.reviewed(ADA, 3), now=game.later(minutes=1))
    assert game.rows("select sum(amount) from xp_entry where cause = 'rule'") == [(55,)]

    game.play(game.dismissed(ADA, 1), game.dismissed(ADA, 3), now=game.later(minutes=2))
    assert game.rows("select sum(amount) from xp_entry where cause = 'rule'") == [(25,)]
    assert game.broken() == []


def test_work_that_takes_itself_back_is_no_work(playing: str) -> None:
    game.play(game.batch({"key": "a", "reverses": "a"}))

    assert tickets() == []
    assert game.broken() == []
