"""Spans of boards are decided once, as they stood, however late."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.errors import NotFound
from domain.events import BoardClosed, DomainEvent, PlaceTaken
from domain.services import boards, deciding, players
from domain.specs import BoardSpec, Measure, Method, Period
from domain.store import results as stored
from domain.store import session
from domain.store.queries import results
from domain.views import Board
from tests.domain.machine.made_up import Work
from tests.domain.machine.world import World
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, CAM, NOW
from tests.domain.store.test_standings import crowd, naive
from tests.long import LONG

MONDAY = date(2026, 11, 16)
SUNDAY = MONDAY + timedelta(days=6)
#: The week of `NOW` ends on Sunday, 22 November; everywhere at noon of Monday, and two days later it is decided.
DECIDED = datetime(2026, 11, 25, 12, tzinfo=UTC)


def decide(*, now: datetime = DECIDED, key: str = "week") -> list[DomainEvent]:
    return session.write(deciding.decide, key, MONDAY, SUNDAY, now=now)


def result() -> Board:
    found = session.read(results.result, "week", MONDAY)
    assert isinstance(found, Board)
    return found


def board(key: str, **fields: Any) -> BoardSpec:
    return BoardSpec.model_validate({"key": key, "title": key.title(), **fields})


def due(now: datetime = DECIDED) -> list[tuple[str, date, date]]:
    return [one for one in session.read(stored.due, now=now) if one[0] == "week"]


@pytest.fixture
def week(playing: str) -> str:
    """A week with a board that there is since its Monday."""
    game.on_board("week")
    game.by_hand(playing, f"update board set since = '{MONDAY}'")
    return playing


def test_a_span_is_decided_two_days_after_it_is_over_everywhere_and_once(week: str) -> None:
    game.play(game.issue(ADA, 1), game.issue(ADA, 2), game.issue(BEN, 3))
    assert due(DECIDED - timedelta(seconds=1)) == []
    assert decide(now=DECIDED - timedelta(seconds=1)) == []
    assert due() == [("week", MONDAY, SUNDAY)]

    told = decide()
    assert game.only(BoardClosed, told) == [BoardClosed("week", MONDAY)]
    assert [(one.player_id, one.rank) for one in game.only(PlaceTaken, told)] == [
        (game.player(ADA), 1),
        (game.player(BEN), 2),
    ]
    assert due() == []
    assert decide() == []
    assert game.broken() == []


def test_a_result_stays_when_work_comes_in_later(week: str) -> None:
    game.play(game.issue(ADA, 1))
    decide()
    before = result()
    game.play(game.issue(BEN, 2), game.issue(BEN, 3), now=DECIDED)

    assert result() == before
    assert [row.player_id for row in before.rows] == [game.player(ADA)]
    assert session.read(results.place_of, "week", MONDAY, game.player(ADA)) == (1, before.rows[0].score)


def test_a_decision_waits_for_what_came_in_before_it(week: str) -> None:
    game.accept(game.issue(ADA, 1), now=NOW)
    assert decide() == []
    game.apply(now=DECIDED)

    assert game.only(PlaceTaken, decide())[0].player_id == game.player(ADA)


def test_after_weeks_of_downtime_every_span_is_decided(week: str) -> None:
    game.play(game.issue(ADA, 1))
    found = due(DECIDED + timedelta(weeks=3))

    assert [first for _, first, _ in found] == [MONDAY + timedelta(weeks=number) for number in range(4)]
    for key, first, last in found:
        session.write(deciding.decide, key, first, last, now=DECIDED + timedelta(weeks=3))
    assert [one.first for one in session.read(results.past, "week")] == [MONDAY], "nobody stood on the others"
    assert due(DECIDED + timedelta(weeks=3)) == []


def test_what_was_over_before_a_board_ranked_so_is_never_decided(week: str) -> None:
    game.play(game.issue(ADA, 1))
    later = DECIDED - timedelta(days=1)
    session.write(boards.put, board("week", measure="missions"), actor_id=game.an_admin(), now=later)
    assert due() == []


def test_whoever_hides_is_in_no_result_neither_before_nor_afterwards(week: str) -> None:
    game.play(game.issue(ADA, 1), game.issue(BEN, 2), game.issue(CAM, 3))
    session.write(players.change_profile, game.player(ADA), timezone="UTC", hidden=True, now=NOW)
    assert game.player(ADA) not in {one.player_id for one in game.only(PlaceTaken, decide())}
    session.write(players.change_profile, game.player(BEN), timezone="UTC", hidden=True, now=NOW)

    assert [row.player_id for row in result().rows] == [game.player(CAM)]


def test_results_of_a_board_that_is_off_are_not_shown(week: str) -> None:
    game.play(game.issue(ADA, 1))
    decide()
    session.write(boards.put, board("week", on=False), actor_id=game.an_admin(), now=NOW)

    with pytest.raises(NotFound):
        session.read(results.result, "week", MONDAY)


@pytest.mark.parametrize("method", Method)
def test_the_ranks_that_are_kept_are_those_of_a_naive_board(week: str, method: Method) -> None:
    crowd(week, seed=7, people=200)
    game.on_board("week", method=method)
    decide()

    wanted = naive(week, method)
    kept = result()
    assert kept.total == len(wanted)
    assert [(row.rank, row.player_id, row.score) for row in kept.rows] == wanted[: stored.KEPT]


def test_a_board_of_missions_is_decided_too(week: str) -> None:
    game.on_board("week", measure="missions")
    game.published(game.mission(1, xp=0))
    game.solve("a")
    game.by_hand(week, f"update board set since = '{MONDAY}'")
    decide()
    assert [row.score for row in result().rows] == [1]


def test_results_are_in_the_order_of_their_places(week: str) -> None:
    game.play(*(game.issue(who, number) for number, who in enumerate([ADA, ADA, ADA, BEN, BEN, CAM], 1)))
    game.on_board("week", measure="metric_count", metric="issue.completed")
    decide()
    rows = result().rows

    assert [row.score for row in rows] == [3, 2, 1]
    game.by_hand(week, "update board_result set score = 0 where place = 1")
    assert [check.name for check in game.broken()] == [
        "Results of boards are in order, each of a span that was decided"
    ]


PRIZES = (
    {"best": 1, "rewards": [{"kind": "xp", "amount": 50}, {"kind": "badge", "reference": "polyglot"}]},
    {"bar": 2, "rewards": [{"kind": "coins", "amount": 7}]},
)


def with_prizes(url: str) -> None:
    game.play(*(game.issue(who, number) for number, who in enumerate([ADA, ADA, ADA, BEN, BEN, CAM], 1)))
    game.on_board("week", measure="metric_count", metric="issue.completed", prizes=PRIZES)
    game.by_hand(url, f"update board set since = '{MONDAY}'")


def given() -> list[tuple[UUID, str, int]]:
    return game.rows(
        """
        select player_id, spec ->> 'kind', coalesce((spec ->> 'amount')::int, 1) from reward where cause = 'board'
        order by grant_key
        """
    )


def test_prizes_go_to_the_best_and_to_everybody_who_has_enough_once(week: str) -> None:
    with_prizes(week)
    before = {who.login: game.xp(who) for who in (ADA, BEN, CAM)}
    decide()
    decide()

    ada, ben = game.player(ADA), game.player(BEN)
    assert sorted(given()) == sorted([(ada, "xp", 50), (ada, "badge", 1), (ada, "coins", 7), (ben, "coins", 7)])
    assert {who.login: game.xp(who) - before[who.login] for who in (ADA, BEN, CAM)} == {
        ADA.login: 50, BEN.login: 0, CAM.login: 0,
    }  # fmt: skip
    assert game.rows("select count(*) from badge_award where badge_id = 'polyglot'") == [(1,)]
    assert game.broken() == []


def test_a_prize_that_somebody_invented_is_noticed(week: str) -> None:
    with_prizes(week)
    decide()
    game.by_hand(week, "delete from board_result where place = 2")
    assert "Every prize of a board was given once, to whoever won it" in [check.name for check in game.broken()]


def test_played_again_the_same_prizes_are_given_whoever_hides_since_then(playing: str) -> None:
    world = World(playing)
    world.rank(Measure.METRIC_COUNT, Period.DAY, on=True)
    world.deliver(*(Work(person, "review.submitted", 0, 2, "red", in_github_shape=False) for person in (0, 0, 1)))
    world.apply(1_000)
    world.wait(5 * 24 * 60)
    world.settle()
    world.hide(0, "UTC")

    assert [kind for player, kind, _ in given() if player == world.players[0]] == ["xp", "coins"]
    world.check(1_000)


@pytest.mark.parametrize("workers", [2, pytest.param(8, marks=LONG)])
def test_many_who_decide_at_once_pay_once(week: str, workers: int) -> None:
    with_prizes(week)
    with ThreadPoolExecutor(workers) as pool:
        told = [*pool.map(lambda _: decide(), range(workers))]

    assert sum(bool(events) for events in told) == 1
    assert len(given()) == 4
    assert game.broken() == []
