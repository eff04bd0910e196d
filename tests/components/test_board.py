from uuid import UUID

import pytest

from components.board import leading, neighbours
from domain.views import Board, BoardRow
from tests.components.samples import board

NOBODY = UUID(int=99)


def leaders(board: Board, most: int, me: UUID) -> tuple[BoardRow, ...]:
    return leading(board.rows, most, board.total, lambda row: row.player_id == me)


def numbers(rows: tuple[BoardRow, ...]) -> list[int]:
    return [row.player_id.int for row in rows]


def test_the_leading_half_is_shown() -> None:
    assert numbers(leaders(board(90, 80, 70, 60, 50, 40, 30, 20), 10, NOBODY)) == [1, 2, 3, 4]


def test_at_most_so_many_lead() -> None:
    assert numbers(leaders(board(*range(90, 40, -10), total=50), 3, NOBODY)) == [1, 2, 3]


@pytest.mark.parametrize("xp", [(90, 80), (90, 80, 70), (90, 80, 80)])
def test_nobody_else_stands_last_on_a_small_board(xp: tuple[int, ...]) -> None:
    last = min(xp)
    assert all(row.score > last for row in leaders(board(*xp), 10, NOBODY))


def test_somebody_alone_on_the_board_leads_it() -> None:
    assert numbers(leaders(board(90), 10, NOBODY)) == [1]


def test_i_see_myself_wherever_i_stand() -> None:
    assert 3 in numbers(leaders(board(90, 80, 70), 10, UUID(int=3)))
    assert numbers(neighbours(board(50, 40, total=6, first=5), UUID(int=6))) == [5, 6]


def test_the_one_who_closes_the_board_is_nobodys_neighbour() -> None:
    assert numbers(neighbours(board(60, 50, 40, total=6, first=4), UUID(int=5))) == [4, 5]


def test_those_behind_me_are_my_neighbours_as_long_as_more_follow() -> None:
    assert numbers(neighbours(board(60, 50, 40, total=9, first=4), UUID(int=5))) == [4, 5, 6]
