import sys
from datetime import UTC, datetime
from uuid import UUID

import pytest

from app.pages.live_board import near_me
from tests.app.pages.conftest import Visit
from tests.components.samples import board
from tests.factories import accounts, merged_pull

ME, *OTHERS = accounts(14)
NOW = datetime.now(UTC)


def test_the_first_rows_tell_who_is_near_somebody_among_them() -> None:
    near = near_me(board(*range(100, 0, -10), total=20), UUID(int=5))
    assert near is not None
    assert [row.player_id.int for row in near.rows] == [3, 4, 5, 6, 7]


@pytest.mark.parametrize("me", [9, 10, 15])
def test_they_do_not_tell_who_is_near_somebody_at_their_end(me: int) -> None:
    assert near_me(board(*range(100, 0, -10), total=20), UUID(int=me)) is None


def test_they_tell_all_of_a_small_board() -> None:
    near = near_me(board(30, 20, 10), UUID(int=3))
    assert near is not None
    assert [row.player_id.int for row in near.rows] == [1, 2, 3]


async def test_my_own_work_moves_me_at_once_and_others_work_in_a_while(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit.happens(*(merged_pull(other, at=NOW) for other in OTHERS for _ in range(2)))
    visit.happens(merged_pull(ME, at=NOW))
    await visit.user.open("/")
    assert _my_row(visit)["rank"] == 14
    visit.happens(merged_pull(ME, at=NOW), merged_pull(ME, at=NOW))
    await visit.eventually(lambda: _my_row(visit)["rank"] == 1 or bool(visit.props("board")["around"] == []))
    for other in OTHERS[:12]:
        visit.happens(merged_pull(other, at=NOW), merged_pull(other, at=NOW))
    await visit.eventually(lambda: visit.props("board")["top"][0]["score"] > 150)
    monkeypatch.setattr(sys.modules["app.pages.live_board"], "PATIENCE", 0)  # the one the simulation imported
    visit.happens(merged_pull(OTHERS[12], at=NOW))
    await visit.eventually(lambda: _my_row(visit)["rank"] == 13)


def _my_row(visit: Visit) -> dict[str, object]:
    rows = [*visit.props("board")["top"], *visit.props("board")["around"]]
    return next(row for row in rows if row["mine"])
