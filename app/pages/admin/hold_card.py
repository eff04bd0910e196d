"""What is on hold, for admins: the work behind it, what its player says, and the decision."""

from collections.abc import Awaitable, Callable, Sequence

from app import door
from app.pages.attempt import attempt
from components import held
from components.explanation import ExplanationDialog
from components.frame import words
from components.layout import card
from components.reason_form import ask_reason
from components.table import Action, Column, Table
from components.toasts import Toasts
from domain.services import judging
from domain.views import SignedIn
from domain.views.fair_play import HoldView

_VERDICTS = {
    "release": (judging.release, "Release", "Release", "It counts again"),
    "reverse": (judging.reverse, "Reverse", "Reverse", "It does not count any more"),
}


class HoldCard:
    """Those to be decided first. What is about the reader himself is for another admin."""

    def __init__(
        self,
        me: SignedIn,
        zone: str,
        toasts: Toasts,
        dialog: ExplanationDialog,
        refresh: Callable[[], Awaitable[None]],
    ) -> None:
        self._me, self._zone, self._toasts, self._dialog, self._refresh = me, zone, toasts, dialog, refresh
        self._table = _table(zone, self._act)

    def show(self, views: Sequence[HoldView]) -> None:
        self._views = {str(view.id): view for view in views}
        self._table.show([self._row(view) for view in views])

    def _row(self, view: HoldView) -> dict[str, object]:
        actions = [Action("work", "Work", describe=f"What is held of {view.name}")]
        if view.end is None and view.player_id != self._me.player_id:
            actions.append(Action("release", "Release", tone="primary", describe=f"Let it count again: {view.name}"))
            actions.append(Action("reverse", "Reverse", tone="danger", describe=f"Take it for good: {view.name}"))
        text = (
            f"Says: “{view.appeal}”"
            if view.appeal and view.end is None
            else held.said_of(view, "").strip().capitalize()
        )
        return held.row(view, tuple(actions), self._zone, title=view.name, text=text)

    async def _act(self, key: str, handle: str) -> None:
        if (view := self._views.get(handle)) is None:
            return
        if key == "work":
            self._dialog.show(held.explanation(view, view.name, self._zone))
            return
        verb, title, yes, done = _VERDICTS[key]
        said = f"{view.name} says: “{view.appeal}” " if view.appeal else ""
        reason = await ask_reason(
            f"{title}: {view.xp:,} XP of {view.name}?",
            f"{said}Your answer goes to {view.name} and into the audit trail.",
            yes,
            limit=judging.MAX_REASON,
        )
        if reason is None:
            return
        change = door.write(verb, view.id, reason=reason, actor_id=self._me.player_id, now=door.now())
        if await attempt(self._toasts, change, done):
            await self._refresh()


def _table(zone: str, act: Callable[[str, str], Awaitable[None]]) -> Table:
    with card("On hold"):
        words("h2", "On hold")
        table = Table(
            (
                Column("what", "Who", "title"),
                Column("xp", "XP", "number"),
                Column("at", "Since", "time"),
                Column("state", "State", "chips"),
                Column("do", "", "actions"),
            ),
            caption="On hold",
            timezone=zone,
            empty=("check", "Nothing is on hold", "What is held, by itself or by an admin, waits here for a person."),
            on_act=act,
        )
    table.element.mark("holds")
    return table
