"""Missions with their progress."""

from collections.abc import Sequence

from components.outside import plain
from components.vue import put, vue
from domain.views import MissionCard


class MissionList:
    """Missions in the order given; `show` lets their bars grow in place."""

    def __init__(
        self,
        missions: Sequence[MissionCard],
        *,
        heading: str = "",
        more: str | None = None,
        empty: tuple[str, str] = ("No missions yet", "An admin can publish the first one."),
    ) -> None:
        self.element = vue(
            "missions",
            heading=heading,
            more=more,
            empty_title=empty[0],
            empty_text=empty[1],
            missions=plain(missions),
        ).mark("missions")

    def show(self, missions: Sequence[MissionCard]) -> None:
        put(self.element, missions=plain(missions))
