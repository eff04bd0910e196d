"""The inbox: notifications by day, the newest first, and what is unread."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from components.outside import plain
from components.vue import put, vue
from domain.views import NotificationView

#: Where what a notification tells of can be seen.
PLACES = {
    "level": "/",
    "mission": "/missions",
    "step": "/quests",
    "badge": "/badges",
    "board": "/board",
    "league": "/league",
    "retired": "/missions",
    "reward": "/rewards",
    "kudos": "/kudos",
    "follow": "/people",
    "duel": "/duels",
    "hold": "/held",
    "appeal": "/admin/fair-play",
}


class Inbox:
    """`older` and `newest` are the addresses of the pages around this one; None where there is none."""

    def __init__(
        self,
        notes: Sequence[NotificationView],
        *,
        unread: int,
        older: str | None,
        newest: str | None,
        timezone: str,
        on_read: Callable[[], Awaitable[None]],
    ) -> None:
        shown = {"notes": _linked(notes), "unread": unread, "older": older}
        self.element = vue("inbox", newest=newest, zone=timezone, **shown).mark("inbox")
        self.element.on("read", lambda _: on_read())

    def show(self, notes: Sequence[NotificationView], *, unread: int, older: str | None) -> None:
        put(self.element, notes=_linked(notes), unread=unread, older=older)


def _linked(notes: Sequence[NotificationView]) -> list[dict[str, Any]]:
    return [{**plain(note), "href": PLACES.get(note.kind, "/")} for note in notes]
