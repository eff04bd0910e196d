from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from components.toasts import Toasts
from domain.events import QuestAbandoned, QuestAccepted
from domain.services import quests
from domain.store import session
from domain.store.queries import quests as queries
from domain.views import Standing
from tests.app.pages.conftest import Visit
from tests.app.pages.publishing import QUEST, publish, shown
from tests.factories import accounts, merged_pull

(ME,) = accounts(1)


async def test_missions_move_from_open_to_completed(visit: Visit) -> None:
    await visit.user.open("/missions")
    assert "First light" in _open(visit)
    assert shown(visit, "Completed") == {}
    visit.happens(merged_pull(ME, at=datetime.now(UTC)))
    await visit.eventually(lambda: "First light" in shown(visit, "Completed"))
    assert "First light" not in _open(visit)


async def test_a_quest_is_accepted_and_walked_step_by_step(visit: Visit) -> None:
    quest = publish(visit, QUEST)
    await visit.user.open("/missions")
    assert shown(visit, "Quests")[QUEST.title]["standing"] == "not_started"
    _press(visit, "accept", quest)
    await visit.eventually(lambda: _runs(visit) == [Standing.IN_PROGRESS])
    visit.live.hear([QuestAccepted(visit.player_id, quest)])
    await visit.eventually(lambda: _standing(visit) == "in_progress")
    after = datetime.now(UTC) + timedelta(seconds=1)  # GitHub tells whole seconds
    visit.happens(merged_pull(ME, at=after))
    await visit.eventually(lambda: _steps_done(visit) == [True, False])
    visit.happens(*(merged_pull(ME, at=after) for _ in range(2)))
    await visit.eventually(lambda: QUEST.title in shown(visit, "Completed"))


async def test_a_quest_is_abandoned_by_those_who_mean_it(visit: Visit) -> None:
    quest = publish(visit, QUEST)
    session.write(quests.accept, quest, player_id=visit.player_id, now=datetime.now(UTC))
    await visit.user.open("/missions")
    _press(visit, "abandon", quest)
    await visit.user.should_see("Abandon this quest?")
    assert _standing(visit) == "in_progress"
    visit.user.find(marker="yes").click()
    await visit.eventually(lambda: _runs(visit) == [Standing.FAILED])
    visit.live.hear([QuestAbandoned(visit.player_id, quest)])
    await visit.eventually(lambda: _standing(visit) != "in_progress")


async def test_why_explains_a_mission(visit: Visit) -> None:
    await visit.user.open("/missions")
    mission = UUID(_open(visit)["First light"]["id"])
    _press(visit, "why", mission)
    await visit.eventually(lambda: visit.props("explanation")["explanation"] is not None)
    assert visit.props("explanation")["explanation"]["sentences"]


async def test_a_mission_that_is_not_there_has_no_explanation(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(Toasts, "say", lambda _toasts, title, _text="", **_: said.append(title))
    await visit.user.open("/missions")
    _press(visit, "why", uuid4())
    await visit.eventually(lambda: bool(said))
    assert visit.props("explanation")["explanation"] is None


def _press(visit: Visit, event: str, mission: UUID) -> None:
    """On whatever list listens to that."""
    visit.user.find(marker="missions").trigger(event, str(mission))


def _open(visit: Visit) -> dict[str, dict[str, Any]]:
    return {title: card for heading in ("Open", "Achievements") for title, card in shown(visit, heading).items()}


def _standing(visit: Visit) -> object:
    return shown(visit, "Quests")[QUEST.title]["standing"]


def _steps_done(visit: Visit) -> list[bool]:
    return [step["completed_at"] is not None for step in shown(visit, "Quests")[QUEST.title]["steps"]]


def _runs(visit: Visit) -> list[Standing]:
    """What the store says of the player's quests."""
    runs = session.read(queries.quest_history, visit.player_id, now=datetime.now(UTC))
    return [run.standing for run in runs]
