"""The list of what was given, and taking a single reward back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from domain.services import rewards as verbs
from domain.store import session
from tests.app.pages.conftest import Visit
from tests.app.pages.test_rewards import given, now
from tests.domain.services import game
from tests.factories import accounts

OTHER = accounts(2)[1]


async def test_an_empty_list_says_what_will_stand_there(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/rewards")
    assert (_rows(admin_visit), admin_visit.props("table")["empty-title"]) == ({}, "Nothing here")


async def test_one_reward_is_taken_back_with_a_reason(admin_visit: Visit) -> None:
    other = game.joined(OTHER, now=now())
    mug, pen = (given(other, kind="item", reference=thing) for thing in ("Mug", "Pen"))
    await admin_visit.user.open("/admin/rewards")
    _take_back(admin_visit, mug)
    await admin_visit.user.should_see("Mug, for A good year. It is not used yet, and will be gone.")
    admin_visit.user.find(marker="yes").click()
    await admin_visit.user.should_see("Please say why. The player will read it.")
    (reason,) = admin_visit.user.find(marker="reason").elements
    reason.set_value("Given by mistake.")  # type: ignore[attr-defined]
    admin_visit.user.find(marker="yes").click()
    await admin_visit.eventually(lambda: _said(admin_visit)[mug] == ("Taken back: Given by mistake.", False))
    assert _said(admin_visit)[pen] == ("has it", True)
    assert game.rows("select details ->> 'reason' from audit where action = 'reward.revoked'") == [
        ("Given by mistake.",)
    ]


async def test_what_is_used_up_or_his_own_offers_no_way_back(admin_visit: Visit) -> None:
    other, long_ago = game.joined(OTHER, now=now()), now() - timedelta(days=3)
    mug = given(other, at=long_ago, kind="item", reference="Mug")
    running, over = (given(other, at=long_ago, kind="boost", amount=2, percent=150) for _ in range(2))
    for reward, at in ((mug, long_ago), (over, long_ago), (running, now())):
        session.write(verbs.use, other, reward, now=at)
    mine = given(admin_visit.player_id, kind="title", reference="Night owl")
    await admin_visit.user.open("/admin/rewards")
    assert _said(admin_visit) == {
        mug: ("used up", False), over: ("used up", False), running: ("in use", True), mine: ("has it", False),
    }  # fmt: skip
    _take_back(admin_visit, running)
    await admin_visit.user.should_see("It ends within a minute; what was paid with it stays.")


async def test_the_list_is_of_one_person_or_of_one_state(admin_visit: Visit) -> None:
    other = game.joined(OTHER, now=now())
    his = given(other, kind="title", reference="Night owl", by_hand=True)
    given(admin_visit.player_id, kind="title", reference="Early bird")
    for path in (f"?of={other}", "?state=pending"):
        await admin_visit.user.open(f"/admin/rewards{path}")
        assert _said(admin_visit) == {his: ("waits to be claimed", True)}
    await admin_visit.user.open(f"/admin/rewards?of={other}&state=revoked")
    assert _rows(admin_visit) == {}


def _take_back(visit: Visit, reward: UUID) -> None:
    visit.user.find(marker="table").trigger("act", {"key": "back", "id": str(reward)})


def _said(visit: Visit) -> dict[UUID, tuple[str, bool]]:
    """What stands about each reward, and whether it can be taken back."""
    rows = _rows(visit)
    return {UUID(key): (row["state"][0]["text"], bool(row["do"])) for key, row in rows.items()}


def _rows(visit: Visit) -> dict[str, Any]:
    return {row["id"]: row for row in visit.props("table")["rows"]}
