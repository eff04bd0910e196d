"""“Why?”: the answers to a player's questions about entries and missions."""

from collections.abc import Awaitable
from uuid import UUID

from app import door
from components.explanation import ExplanationDialog
from components.toasts import Toasts
from domain.errors import QuestboardError
from domain.store.queries import explain
from domain.views import Explanation


class Why:
    """Answers in the dialog of one open page."""

    def __init__(self, player_id: UUID, toasts: Toasts, *, timezone: str) -> None:
        self._player_id, self._toasts = player_id, toasts
        self._dialog = ExplanationDialog(timezone=timezone)

    async def entry(self, entry_id: int) -> None:
        """Why an XP entry has the amount it has."""
        await self._answer(door.read(explain.explain_entry, entry_id, player_id=self._player_id))

    async def mission(self, mission_id: UUID) -> None:
        """Why a mission stands where it stands."""
        question = door.read(explain.explain_mission, mission_id, player_id=self._player_id, now=door.now())
        await self._answer(question)

    async def _answer(self, question: Awaitable[Explanation]) -> None:
        try:
            self._dialog.show(await question)
        except QuestboardError as refusal:
            self._toasts.say(refusal.title, refusal.sentence, good=False)
