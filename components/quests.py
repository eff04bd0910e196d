"""The quests a player took on, and what became of them."""

from collections.abc import Sequence

from components.outside import plain
from components.vue import put, vue
from domain.views import QuestRun


class QuestHistory:
    """Runs in the order given, each with its standing, its dates and its steps."""

    def __init__(self, runs: Sequence[QuestRun], *, timezone: str) -> None:
        self.element = vue("quests", runs=plain(runs), zone=timezone).mark("quests")

    def show(self, runs: Sequence[QuestRun]) -> None:
        put(self.element, runs=plain(runs))
