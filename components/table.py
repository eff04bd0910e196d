"""Tables for admins and settings; on a phone every row becomes a card."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from components.outside import plain
from components.vue import put, vue

Kind = Literal["text", "code", "number", "time", "title", "person", "chips", "actions"]
Tone = Literal["", "good", "bad", "info", "danger", "primary"]


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    label: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Chip:
    text: str
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Action:
    """A button of a row, or a link when `href` is given. `describe` says more than `label` to a screen reader.

    With `more` it stands in a menu: what is rarely wanted should not be under every finger.
    """

    key: str
    label: str
    tone: Tone = ""
    href: str | None = None
    describe: str | None = None
    more: bool = False


class Table:
    """Rows are mappings with an `id` and a value for each column's key."""

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        caption: str,
        timezone: str,
        empty: tuple[str, str, str] = ("inbox", "Nothing here", ""),
        on_act: Callable[[str, str], Awaitable[None]] | None = None,
        on_older: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        icon, title, text = empty
        self.element = vue(
            "table",
            columns=[asdict(column) for column in columns],
            rows=[],
            zone=timezone,
            caption=caption,
            empty_icon=icon,
            empty_title=title,
            empty_text=text,
        ).mark("table")
        if on_act:
            self.element.on("act", lambda event: on_act(str(event.args["key"]), str(event.args["id"])))
        if on_older:
            self.element.on("older", on_older)

    def show(self, rows: Sequence[Mapping[str, Any]], *, can_grow: bool = False) -> None:
        put(self.element, rows=plain(rows), can_grow=can_grow)
