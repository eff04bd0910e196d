"""Windows that are decided at their close: what could have been lost until then, and limited places."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest

from domain.events import MissionCompleted
from domain.services import closing, missions
from domain.specs import AllOf, Condition, MissionSpec, NotOf, Operator, Requirement, Window
from domain.store import session
from domain.store.queries import closing as waiting
from domain.store.queries import explain
from domain.views import Standing
from tests.domain.services import game, small_games
from tests.domain.services.game import ADA, BEN, CAM, NOW

WEEK = "2026-W47"
#: Sunday midnight at UTC−12, and 48 hours.
DECIDED = datetime.fromisoformat("2026-11-25T12:00:00+00:00")
TICKETS = Condition(metric="ticket.solved", threshold=2)
NO_ISSUE = NotOf.model_validate({"not": {"metric": "issue.completed", "threshold": 1}})


def weekly(requirement: Requirement, **fields: Any) -> MissionSpec:
    return MissionSpec(**{"title": "Calm", "requirement": requirement, "window": Window.WEEKLY, "xp": 40, **fields})


def at_most(threshold: int) -> Requirement:
    return Condition(metric="ticket.solved", operator=Operator.LTE, threshold=threshold)


def winners(mission: UUID) -> list[str]:
    return [
        login
        for (login,) in game.rows(
            """
            select login from progress x join player p on p.id = x.subject_id
            where mission_id = %s and rewarded order by login
            """,
            mission,
        )
    ]


@pytest.mark.parametrize(
    ("requirement", "won"),
    [
        (at_most(2), True),
        (at_most(1), False),
        (Condition(metric="ticket.solved", operator=Operator.EQ, threshold=2), True),
        (Condition(metric="ticket.solved", operator=Operator.EQ, threshold=3), False),
        (Condition(metric="ticket.solved", operator=Operator.LT, threshold=3), True),
        (AllOf(all=(TICKETS, NO_ISSUE)), True),
        (AllOf(all=(Condition(metric="ticket.solved", threshold=3), NO_ISSUE)), False),
        (NO_ISSUE, True),
    ],
    ids=str,
)
def test_what_can_be_lost_is_decided_once_by_how_it_stands_at_the_close(
    playing: str, requirement: Requirement, won: bool
) -> None:
    mission = game.published(weekly(requirement))
    game.solve("a", "b")
    before = game.xp(ADA)
    small_games.close(now=DECIDED)
    small_games.close(now=DECIDED + timedelta(days=1))

    assert before == 0
    assert game.xp(ADA) == 40 * won
    assert winners(mission) == [ADA.login] * won
    assert game.broken() == []


def test_the_card_says_that_it_waits_for_the_close(playing: str) -> None:
    mission = game.published(weekly(at_most(2)))
    game.solve("a")

    assert game.card(mission).standing is Standing.WAITING
    game.solve("b", "c")
    assert game.card(mission).standing is not Standing.WAITING


def test_nothing_is_decided_before_the_grace_is_over(playing: str) -> None:
    game.published(weekly(at_most(2)), now=game.later(days=-1))
    game.solve("a")

    assert session.read(waiting.due, now=DECIDED - timedelta(seconds=1)) == []
    small_games.close(now=DECIDED - timedelta(seconds=1))
    assert game.xp(ADA) == 0


def test_the_reward_stands_on_the_last_day_of_the_window(playing: str) -> None:
    game.published(weekly(at_most(2)))
    game.solve("a")
    small_games.close(now=DECIDED)

    assert [str(day) for (day,) in game.rows("select day from xp_entry where cause = 'mission'")] == ["2026-11-22"]


def test_only_those_who_did_something_in_the_window_took_part(playing: str) -> None:
    mission = game.published(weekly(NO_ISSUE))
    game.joined(BEN)
    game.solve("a")
    game.solve("b", by=CAM, at=game.later(days=-7))
    small_games.close(now=DECIDED)

    assert winners(mission) == [ADA.login, CAM.login]  # Cam in the week before
    assert game.rows("select distinct period from progress where subject_id = %s", game.player(CAM)) == [("2026-W46",)]
    assert game.xp(BEN) == 0


def test_a_decision_waits_for_what_came_in_before_it(playing: str) -> None:
    game.published(weekly(at_most(1)))
    game.solve("a")
    game.accept(game.batch({"key": "b"}), now=game.later(days=1))
    small_games.close(now=DECIDED)
    assert game.rows("select * from settlement where period = %s", WEEK) == []

    game.apply(now=DECIDED)
    small_games.close(now=DECIDED)
    assert game.rows("select settled_at from settlement where period = %s", WEEK) == [(DECIDED,)]
    assert game.xp(ADA) == 0


def test_a_decision_does_not_wait_for_what_came_in_after_it(playing: str) -> None:
    game.published(weekly(at_most(1)))
    game.solve("a")
    game.accept(game.batch({"key": "b"}), now=DECIDED + timedelta(seconds=1))
    small_games.close(now=DECIDED + timedelta(seconds=2))

    assert game.xp(ADA) == 40


def test_after_a_month_of_downtime_every_window_is_decided(playing: str) -> None:
    game.published(weekly(at_most(1)), now=game.later(days=-1))
    for week in range(4):
        game.solve(f"w{week}", at=game.later(days=7 * week))
    game.solve("too", "many", at=game.later(days=7))
    small_games.close(now=game.later(days=60))

    won = game.rows("select period from progress where rewarded order by 1")
    assert won == [("2026-W47",), ("2026-W49",), ("2026-W50",)]
    assert session.read(waiting.due, now=game.later(days=60)) == []
    assert game.broken() == []


def test_settlers_at_once_settle_once(playing: str) -> None:
    mission = game.published(weekly(at_most(2)))
    game.solve("a")
    game.solve("b", by=BEN)

    def settle(_: int) -> int:
        return len(game.only(MissionCompleted, session.write(closing.settle, mission, WEEK, now=DECIDED)))

    with ThreadPoolExecutor(4) as together:
        said = list(together.map(settle, range(8)))
    assert sorted(said) == [0] * 7 + [2]
    assert (game.xp(ADA), game.xp(BEN)) == (40, 40)
    assert game.broken() == []


def test_what_arrives_after_the_decision_counts_no_more_and_the_refusal_says_so(playing: str) -> None:
    mission = game.published(weekly(at_most(2)))
    game.solve("a")
    small_games.close(now=DECIDED)
    game.solve("b", "c", now=DECIDED)

    assert winners(mission) == [ADA.login]
    explanation = session.read(explain.explain_mission, mission, player_id=game.player(ADA), now=NOW)
    assert {line.why for line in explanation.evidence if not line.counts} == {
        "It arrived too late: its window was decided on 25 November 2026."
    }


def test_a_mission_that_was_retired_before_the_close_is_not_decided(playing: str) -> None:
    admin = game.an_admin()
    mission = game.published(weekly(at_most(2)), admin=admin)
    game.solve("a")
    session.write(missions.retire, mission, actor_id=admin, now=game.later(days=1))
    small_games.close(now=DECIDED)

    assert game.xp(ADA) == 0


PLACES = weekly(TICKETS, places=2)


@pytest.mark.parametrize("order", [*permutations(range(3))], ids=str)
def test_limited_places_go_to_the_first_by_the_time_of_their_work(playing: str, order: tuple[int, ...]) -> None:
    mission = game.published(PLACES)
    for place in order:
        hour = game.later(hours=place)
        game.solve(f"{place}a", f"{place}b", by=(ADA, BEN, CAM)[place], at=hour, now=game.later(hours=9))
    small_games.close(now=DECIDED)

    assert winners(mission) == [ADA.login, BEN.login]
    assert [game.xp(one) for one in (ADA, BEN, CAM)] == [40, 40, 0]
    assert game.broken() == []


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_at_the_same_moment_the_first_natural_key_wins(playing: str, order: tuple[int, ...]) -> None:
    mission = game.published(weekly(TICKETS, places=1))
    for place in order:
        game.solve(f"{place}a", f"{place}b", by=(BEN, ADA)[place])
    small_games.close(now=DECIDED)

    assert winners(mission) == [BEN.login]


def test_a_place_is_provisional_until_the_close(playing: str) -> None:
    mission = game.published(weekly(TICKETS, places=1))
    game.solve("a", "b")

    assert (game.xp(ADA), game.card(mission).standing) == (0, Standing.WAITING)
    game.solve("c", "d", by=BEN, at=game.later(hours=-1), now=game.later(hours=1))
    small_games.close(now=DECIDED)
    assert (winners(mission), game.xp(ADA), game.xp(BEN)) == ([BEN.login], 0, 40)
    assert game.card(mission, BEN).standing is Standing.COMPLETED
