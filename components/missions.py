"""Missions with their progress; quests with their steps."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from components.outside import plain
from components.vue import put, vue
from domain.views import MissionCard

OnMission = Callable[[UUID], Awaitable[None]]


class MissionList:
    """Missions in the order given; `show` lets their bars grow in place.

    `more` is the address and the text of a link in the head. A `compact` list leaves the steps of quests out; one with
    `at_first` shows so many until somebody asks for the rest. What has no callback has no button.
    """

    def __init__(
        self,
        missions: Sequence[MissionCard],
        *,
        heading: str = "",
        more: tuple[str, str] | None = None,
        empty: tuple[str, str] = ("No missions yet", "An admin can publish the first one."),
        compact: bool = False,
        at_first: int | None = None,
        on_why: OnMission | None = None,
        on_accept: OnMission | None = None,
        on_abandon: OnMission | None = None,
    ) -> None:
        self.element = vue(
            "missions",
            heading=heading,
            more={"href": more[0], "text": more[1]} if more else None,
            empty_title=empty[0],
            empty_text=empty[1],
            compact=compact,
            at_first=at_first,
            asks=on_why is not None,
            accepts=on_accept is not None,
            missions=plain(missions),
        ).mark("missions")
        self._tell("why", on_why)
        self._tell("accept", on_accept)
        self._tell("abandon", on_abandon)

    def show(self, missions: Sequence[MissionCard]) -> None:
        put(self.element, missions=plain(missions))

    def _tell(self, event: str, callback: OnMission | None) -> None:
        if callback:
            self.element.on(event, lambda said: callback(UUID(str(said.args))))
