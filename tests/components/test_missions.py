from uuid import UUID

import pytest

from components.missions import MissionList
from domain.specs import Kind
from domain.views import ConditionLine, MissionCard, Standing
from tests.components.drawing import drawn, eventually, props
from tests.components.samples import mission_card, step


async def test_a_list_shows_conditions_steps_and_standing() -> None:
    card = mission_card(
        kind=Kind.QUEST,
        conditions=(ConditionLine("7 of 10 reviews", 0.7, met=False),),
        steps=(step("Land one", open=True),),
        standing=Standing.WAITING,
    )
    async with drawn(lambda: _list(card)) as user:
        (shown,) = props(user, "missions")["missions"]
    assert shown["conditions"] == [{"text": "7 of 10 reviews", "share": 0.7, "met": False}]
    assert (shown["steps"][0]["title"], shown["steps"][0]["open"]) == ("Land one", True)
    assert (shown["kind"], shown["standing"]) == ("quest", "waiting")


async def test_what_has_no_callback_has_no_button() -> None:
    async with drawn(lambda: _list(mission_card())) as user:
        assert (props(user, "missions")["asks"], props(user, "missions")["accepts"]) == (False, False)


@pytest.mark.parametrize("event", ["why", "accept", "abandon"])
async def test_a_button_tells_its_mission(event: str) -> None:
    told: list[tuple[str, UUID]] = []

    async def on_why(mission: UUID) -> None:
        told.append(("why", mission))

    async def on_accept(mission: UUID) -> None:
        told.append(("accept", mission))

    async def on_abandon(mission: UUID) -> None:
        told.append(("abandon", mission))

    def page() -> None:
        MissionList([mission_card()], on_why=on_why, on_accept=on_accept, on_abandon=on_abandon)

    async with drawn(page) as user:
        assert (props(user, "missions")["asks"], props(user, "missions")["accepts"]) == (True, True)
        user.find(marker="missions").trigger(event, str(UUID(int=7)))
        await eventually(lambda: told == [(event, UUID(int=7))])


def _list(card: MissionCard) -> None:
    MissionList([card])
