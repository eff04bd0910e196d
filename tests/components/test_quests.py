from components.quests import QuestHistory
from domain.views import Standing
from tests.components.drawing import drawn, props
from tests.components.samples import NOW, quest_run


async def test_the_history_tells_of_every_run_in_the_zone_of_the_player() -> None:
    histories: list[QuestHistory] = []
    async with drawn(lambda: histories.append(QuestHistory([quest_run()], timezone="Asia/Tokyo"))) as user:
        assert props(user, "quests")["zone"] == "Asia/Tokyo"
        (run,) = props(user, "quests")["runs"]
        assert (run["title"], run["standing"], run["ended_at"]) == ("The way of a change", "in_progress", None)
        assert [bool(step["completed_at"]) for step in run["steps"]] == [True, False]
        with user:
            histories[0].show([quest_run(standing=Standing.COMPLETED, ended_at=NOW)])
        assert props(user, "quests")["runs"][0]["standing"] == "completed"
