from datetime import UTC, datetime

from domain.events import QuestAbandoned
from domain.services import quests
from domain.store import session
from tests.app.pages.conftest import Visit
from tests.app.pages.publishing import QUEST, publish


async def test_the_history_follows_what_becomes_of_a_quest(visit: Visit) -> None:
    quest = publish(visit, QUEST)
    await visit.user.open("/quests")
    assert visit.props("quests")["runs"] == []
    session.write(quests.accept, quest, player_id=visit.player_id, now=datetime.now(UTC))
    await visit.user.open("/quests")
    (run,) = visit.props("quests")["runs"]
    assert (run["title"], run["standing"], run["ended_at"]) == (QUEST.title, "in_progress", None)
    assert [step["title"] for step in run["steps"]] == [step.title for step in QUEST.steps]
    session.write(quests.abandon, quest, player_id=visit.player_id, now=datetime.now(UTC))
    visit.live.hear([QuestAbandoned(visit.player_id, quest)])
    await visit.eventually(lambda: visit.props("quests")["runs"][0]["standing"] == "failed")
