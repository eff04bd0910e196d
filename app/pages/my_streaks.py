"""The part of the profile about streaks: how they do, time off, and the switch that hides them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from nicegui import ui
from sqlmodel import Session

from app import door
from app.pages.attempt import attempt
from components.forms import button
from components.frame import words
from components.layout import card
from components.streaks import Streaks, TimeOff
from components.toasts import Toasts
from domain.errors import Invalid, QuestboardError
from domain.rules import holidays as calendars
from domain.services import holidays, streaks
from domain.store.queries import streaks as queries
from domain.views import PauseView, SignedIn, StreakCard


@dataclass(frozen=True, slots=True)
class MyStreaks:
    """`on` is whether the game has streaks at all; hidden ones are not among the `cards`."""

    on: bool
    shown: bool
    cards: tuple[StreakCard, ...]
    time_off: tuple[PauseView, ...]
    calendar: str


def my_streaks(session: Session, player_id: UUID, *, now: datetime) -> MyStreaks:
    """What this part shows."""
    return MyStreaks(
        queries.are_on(session),
        queries.are_shown(session, player_id),
        queries.cards(session, player_id, now=now),
        queries.time_off(session, player_id, now=now),
        queries.calendar(session, player_id),
    )


class StreakPart:
    """This part of one open profile."""

    def __init__(self, me: SignedIn, toasts: Toasts) -> None:
        self._me, self._toasts = me, toasts

    def draw(self, view: MyStreaks) -> None:
        self._list = Streaks(view.cards, on_repair=self._repair)
        with card("Time off") as self._card, ui.element("div").classes("qb-form"):
            words("h2", "Time off")
            self._time_off = TimeOff(
                view.time_off,
                view.calendar,
                countries=calendars.countries(),
                regions_of=calendars.regions,
                on_save=self._take_off,
                on_end=self._end,
                on_calendar=self._choose,
            )
            with ui.element("div").classes("qb-actions"):
                self._hide = button("Hide my streaks", self._hide_them).mark("hide-streaks")
        with card("Streaks") as self._hidden:
            words("p", "Your streaks are hidden. They go on, and nothing speaks of them.")
            with ui.element("div").classes("qb-actions"):
                button("Show my streaks", self._show_them).mark("show-streaks")
        self.show(view)

    def show(self, view: MyStreaks) -> None:
        self._list.show(view.cards)
        self._time_off.show(view.time_off)
        self._card.set_visibility(view.shown)
        self._hidden.set_visibility(view.on and not view.shown)

    async def _again(self) -> None:
        self.show(await door.read(my_streaks, self._me.player_id, now=door.now()))

    async def _take_off(self, first: date, last: date) -> bool:
        """Raises `Invalid` with the fields."""
        try:
            await door.write(streaks.pause, uuid4(), first, last, player_id=self._me.player_id, now=door.now())
        except Invalid:
            raise
        except QuestboardError as refusal:
            self._toasts.say(refusal.title, refusal.sentence, good=False)
            return False
        self._toasts.say("Enjoy your time off", "Your streaks wait for you.")
        await self._again()
        return True

    async def _end(self, pause_id: UUID) -> None:
        change = door.write(streaks.come_back, pause_id, player_id=self._me.player_id, now=door.now())
        if await attempt(self._toasts, change, "Taken back"):
            await self._again()

    async def _choose(self, code: str) -> None:
        await attempt(self._toasts, door.write(holidays.choose, self._me.player_id, code, now=door.now()), "Saved")

    async def _repair(self, streak: str, period: date) -> None:
        change = door.write(streaks.repair, streak, period, player_id=self._me.player_id, now=door.now())
        if await attempt(self._toasts, change, "Repaired: it goes on"):
            await self._again()

    async def _hide_them(self) -> None:
        await self._switch(shown=False)

    async def _show_them(self) -> None:
        await self._switch(shown=True)

    async def _switch(self, *, shown: bool) -> None:
        change = door.write(streaks.show, self._me.player_id, shown=shown, now=door.now())
        if await attempt(self._toasts, change, "Your streaks are shown" if shown else "Your streaks are hidden"):
            await self._again()
