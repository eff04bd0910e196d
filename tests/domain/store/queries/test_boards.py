from datetime import timedelta
from uuid import UUID

import pytest

from app.demo.payloads import Account
from domain.errors import NotFound
from domain.services import players
from domain.specs import PersonKind
from domain.store import session
from domain.store.queries import boards
from domain.store.queries import players as player_queries
from domain.views import Board
from tests import factories
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, CAM, NOW


def board(key: str = "week", *, limit: int = 10, offset: int = 0) -> Board:
    return session.read(boards.board, key, now=NOW, limit=limit, offset=offset)


def standing(found: Board) -> list[tuple[int, str, int]]:
    return [(row.rank, row.name, row.score) for row in found.rows]


@pytest.fixture(autouse=True)
def _all_time(playing: str) -> None:
    game.on_board("all", period="all")


@pytest.fixture
def played(playing: str) -> str:
    """Ada has 75 XP, Ben and Cam 50 each, all of this week."""
    game.play(*(game.issue(ADA, number) for number in (1, 2, 3)))
    game.play(*(game.issue(someone, number) for number, someone in enumerate([BEN, BEN, CAM, CAM], start=4)))
    return playing


def test_players_stand_by_xp_and_share_a_rank_in_the_order_of_their_ids(played: str) -> None:
    tied = sorted([(game.player(BEN), BEN), (game.player(CAM), CAM)])

    assert standing(board()) == [(1, ADA.login, 75), *((2, account.login, 50) for _, account in tied)]
    assert board().total == 3


def test_many_with_the_same_xp_stand_in_the_order_of_their_ids(playing: str) -> None:
    game.play(*(game.issue(account, number) for number, account in enumerate(factories.accounts(12), start=1)))
    found = [row.player_id for page in (0, 5, 10) for row in board(limit=5, offset=page).rows]

    assert found == sorted(found)
    assert len(found) == 12


def test_the_rank_after_a_tie_leaves_a_gap(played: str) -> None:
    game.play(game.issue(factories.accounts(4)[3], 9))

    assert [row.rank for row in board().rows] == [1, 2, 2, 4]


def test_a_board_counts_the_days_of_its_period_only(played: str) -> None:
    game.play(game.issue(BEN, 20, at=game.later(days=-7)), game.issue(CAM, 21, at=game.later(days=-40)))

    assert {row.name: row.score for row in board("week").rows} == {ADA.login: 75, BEN.login: 50, CAM.login: 50}
    assert {row.name: row.score for row in board("month").rows} == {ADA.login: 75, BEN.login: 75, CAM.login: 50}
    assert {row.name: row.score for row in board("all").rows} == {ADA.login: 75, BEN.login: 75, CAM.login: 75}


def test_last_weeks_heroes_are_not_on_this_weeks_board(playing: str) -> None:
    game.play(game.issue(ADA, 1, at=game.later(days=-7)))

    assert board("week") == Board("week", "This week", (), 0)
    assert board("all").total == 1


@pytest.mark.parametrize("key", ["week", "month", "all"])
def test_whoever_is_hidden_a_bot_or_without_xp_is_on_no_board(played: str, key: str) -> None:
    game.joined(Account(7_000, "newcomer"))
    session.write(players.change_profile, game.player(BEN), timezone="UTC", hidden=True, now=NOW)
    session.write(players.set_kind, game.player(CAM), kind=PersonKind.AGENT, actor_id=game.an_admin(), now=NOW)

    assert standing(board(key)) == [(1, ADA.login, 75)]
    assert board(key).total == 1


def test_whoever_shows_himself_again_is_back(played: str) -> None:
    for hidden in (True, False):
        session.write(players.change_profile, game.player(ADA), timezone="UTC", hidden=hidden, now=NOW)

    assert board().rows[0].name == ADA.login


def test_the_hidden_move_everybody_behind_them_up(played: str) -> None:
    session.write(players.change_profile, game.player(ADA), timezone="UTC", hidden=True, now=NOW)

    assert [row.rank for row in board().rows] == [1, 1]


def test_pages_together_are_the_board_and_every_page_knows_how_many_there_are(played: str) -> None:
    pages = [board(limit=1, offset=place) for place in range(4)]

    assert [row for page in pages for row in page.rows] == [*board().rows]
    assert [page.total for page in pages] == [3, 3, 3, 3]


def test_a_board_that_is_none_is_not_found(playing: str) -> None:
    with pytest.raises(NotFound, match="There are: day, week, month, season, all"):
        board("year")


@pytest.fixture
def crowd(playing: str) -> list[UUID]:
    """Nine players, the first with the most XP of this week."""
    accounts = factories.accounts(9)
    for place, account in enumerate(accounts):
        game.play(*(game.reviewed(account, place * 10 + number) for number in range(1, 10 - place)))
    return [game.player(account) for account in accounts]


@pytest.mark.parametrize(("place", "first", "last"), [(0, 0, 4), (4, 2, 6), (8, 4, 8)])
def test_around_a_player_stand_his_neighbours(crowd: list[UUID], place: int, first: int, last: int) -> None:
    everybody = [row.player_id for row in board().rows]
    player = everybody[place]
    found = session.read(boards.around, "week", player, now=NOW)

    assert [row.player_id for row in found.rows] == everybody[first : last + 1]
    assert player in {row.player_id for row in found.rows}
    assert found.total == 9


def test_whoever_is_not_on_the_board_sees_its_top(crowd: list[UUID]) -> None:
    found = session.read(boards.around, "week", game.joined(Account(7_000, "newcomer")), now=NOW)

    assert [row.rank for row in found.rows] == [row.rank for row in board(limit=3).rows]


def test_a_players_card_tells_his_rank_unless_he_is_hidden(played: str) -> None:
    assert session.read(player_queries.player_card, game.player(ADA), now=NOW).rank == 1

    session.write(players.change_profile, game.player(ADA), timezone="UTC", hidden=True, now=NOW)
    assert session.read(player_queries.player_card, game.player(ADA), now=NOW).rank is None
    assert session.read(boards.rank, "week", game.player(ADA), now=NOW) is None


def test_a_board_agrees_with_the_ledger(crowd: list[UUID]) -> None:
    sums = dict(game.rows("select player_id, sum(amount) from xp_entry group by 1"))

    assert {row.player_id: row.score for row in board("all").rows} == sums
    assert {row.player_id: row.score for row in board("week").rows} == sums


def test_the_level_on_a_period_board_is_that_of_all_xp(playing: str) -> None:
    game.play(*(game.merged(ADA, number, at=NOW - timedelta(days=7 + number)) for number in range(1, 5)))
    game.play(game.issue(ADA, 9))

    (row,) = board().rows
    assert row.score < 100
    assert row.level > 1
