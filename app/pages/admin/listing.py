"""A list of definitions: read, shown as a table, renewed when something changes, with what can be done to each."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from app import door
from app.news import News, Topic
from app.pages.admin.guard import follow_as_admin
from app.pages.attempt import attempt
from components.forms import confirmed
from components.table import Action, Chip, Column, Table
from components.toasts import Toasts
from domain.events import DomainEvent
from domain.views import SignedIn

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked before something is done."""

    title: str
    text: str
    yes: str


@dataclass(frozen=True, slots=True)
class Change:
    """A verb and what it is about, what is said afterwards, and perhaps what is asked before."""

    verb: Callable[..., list[DomainEvent]]
    about: object
    said: str
    question: Question | None = None


@dataclass
class Listing(Generic[Line]):
    """One open list. `row` shows a line, `change` says what an action does to it; it is stale with `topics`."""

    me: SignedIn
    caption: str
    columns: Sequence[Column]
    read: Callable[[], Awaitable[Sequence[Line]]]
    row: Callable[[Line], Mapping[str, Any]]
    topics: Sequence[Topic] = ()
    change: Callable[[str, Line], Change] | None = None
    empty: tuple[str, str, str] = ("inbox", "Nothing here", "")
    on_show: Callable[[Sequence[Line]], object] | None = None
    lines: Sequence[Line] = ()

    async def begin(self) -> None:
        """Follow what happens, then read."""
        follow_as_admin(self.me, self._tell)
        self.lines = await self.read()

    def draw(self, toasts: Toasts) -> None:
        """The table, where it stands on the page."""
        self._toasts = toasts
        act = self._act if self.change else None
        self._table = Table(self.columns, caption=self.caption, timezone="UTC", empty=self.empty, on_act=act)
        self._show()

    async def refresh(self) -> None:
        """Read again, and show it."""
        self.lines = await self.read()
        self._show()

    def _show(self) -> None:
        rows = [self.row(line) for line in self.lines]
        self._known = {str(row["id"]): line for row, line in zip(rows, self.lines, strict=True)}
        self._table.show(rows)
        if self.on_show:
            self.on_show(self.lines)

    async def _tell(self, news: News) -> None:
        self._toasts.tell_all(news.mine)
        if news.stale(*self.topics):
            await self.refresh()

    async def _act(self, action: str, key: str) -> None:
        if self.change is None or key not in self._known:
            return
        change = self.change(action, self._known[key])
        if (ask := change.question) and not await confirmed(ask.title, ask.text, ask.yes):
            return
        done = door.write(change.verb, change.about, actor_id=self.me.player_id, now=door.now())
        if await attempt(self._toasts, done, change.said):
            await self.refresh()


def switch(title: str, *, on: bool) -> Action:
    """What switches a line on or off."""
    label = "Switch off" if on else "Switch on"
    return Action("off" if on else "on", label, describe=f"{label} {title}")


def edit(title: str, href: str) -> Action:
    """What opens the form of a line."""
    return Action("edit", "Edit", href=href, describe=f"Edit {title}")


def lamp(*, on: bool) -> Chip:
    """Whether it is on."""
    return Chip("on", "good") if on else Chip("off")
