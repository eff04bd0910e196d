"""The activity feed: every line with its reason."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from enum import StrEnum

from components.outside import plain, web_url
from components.vue import put, vue
from domain.views import FeedLine


class Scope(StrEnum):
    """Whose lines a feed shows."""

    YOU = "you"
    EVERYONE = "everyone"


class Feed:
    """Lines, newest first. Without `on_scope` there is no choice of whose lines to show.

    `connect` is the command an empty feed offers for a first delivery; `on_why` is asked for the reason of a line.
    """

    def __init__(
        self,
        lines: Sequence[FeedLine],
        *,
        timezone: str,
        heading: str = "Activity",
        scope: Scope = Scope.YOU,
        can_grow: bool = False,
        connect: str | None = None,
        on_scope: Callable[[Scope], Awaitable[None]] | None = None,
        on_older: Callable[[], Awaitable[None]] | None = None,
        on_why: Callable[[int], Awaitable[None]] | None = None,
    ) -> None:
        self.element = vue(
            "feed",
            heading=heading,
            lines=_lines(lines),
            scope=scope.value if on_scope else None,
            zone=timezone,
            can_grow=can_grow,
            connect={"command": connect} if connect else None,
            asks=on_why is not None,
        ).mark("feed")
        if on_scope:
            self.element.on("scope", lambda event: on_scope(Scope(event.args)))
        if on_older:
            self.element.on("older", on_older)
        if on_why:
            self.element.on("why", lambda event: on_why(int(event.args)))

    def show(self, lines: Sequence[FeedLine], *, scope: Scope, can_grow: bool) -> None:
        put(self.element, lines=_lines(lines), scope=scope.value, can_grow=can_grow)


def _lines(lines: Sequence[FeedLine]) -> list[dict[str, object]]:
    safe = [replace(line, url=web_url(line.url), avatar_url=web_url(line.avatar_url)) for line in lines]
    shown: list[dict[str, object]] = plain(safe)
    return shown
