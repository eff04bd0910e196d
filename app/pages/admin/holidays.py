"""Holidays: whose hold for which team, and days of one's own."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID, uuid4

from fastapi import Request
from nicegui import ui
from sqlmodel import Session

from app import door
from app.auth import current
from app.news import News
from app.pages.admin.guard import follow_as_admin
from app.pages.attempt import attempt
from components.days_off_form import DaysOffForm
from components.frame import frame, page_head, words
from components.layout import card, columns, stack
from components.streaks import CalendarChoice
from components.toasts import Toasts
from domain.errors import Invalid, QuestboardError
from domain.rules import holidays as calendars
from domain.services import holidays, streaks
from domain.store.queries import streaks as queries
from domain.store.queries import teams
from domain.views import DayOffView, SignedIn, TeamView


@ui.page("/admin/holidays")
async def days_off(request: Request) -> None:
    """Teams with their calendars beside the days that admins name."""
    me = await current.require_admin(request)
    screen = Screen(me)
    follow_as_admin(me, screen.tell)
    view = await door.read(_view)
    with frame("Holidays", me, active="admin-holidays") as toasts:
        page_head("Holidays", "They neither extend nor end a streak. Each player may choose a calendar of his own.")
        screen.draw(*view, toasts)


def _view(session: Session) -> tuple[Sequence[TeamView], Mapping[UUID, str], Sequence[DayOffView]]:
    return teams.teams(session), queries.calendars_of_teams(session), queries.days_off(session)


class Screen:
    """One open page of holidays."""

    def __init__(self, me: SignedIn) -> None:
        self._me = me

    def draw(
        self, views: Sequence[TeamView], chosen: Mapping[UUID, str], days: Sequence[DayOffView], toasts: Toasts
    ) -> None:
        self._toasts = toasts
        with columns():
            with stack(), card("Days of your own"):
                words("h2", "Days of your own")
                names = {view.id: view.name for view in views}
                self._days = DaysOffForm(days, names, on_save=self._save, on_drop=self._drop)
            with stack(), card("Calendars of teams"):
                words("h2", "Calendars of teams")
                if not views:
                    words("p", "As soon as there are teams, each gets a calendar here.").classes("qb-hint")
                for view in views:
                    self._calendar(view, chosen.get(view.id, ""))

    def _calendar(self, view: TeamView, code: str) -> None:
        async def choose(chosen: str) -> None:
            change = door.write(holidays.choose_for_team, view.id, chosen, actor_id=self._me.player_id, now=door.now())
            await attempt(self._toasts, change, "Saved")

        CalendarChoice(
            code,
            others={"": "None"},
            countries=calendars.countries(),
            regions_of=calendars.regions,
            on_choose=choose,
            label=view.name,
        )

    async def tell(self, news: News) -> None:
        self._toasts.tell_all(news.mine)
        if news.resync:
            await self._again()

    async def _again(self) -> None:
        self._days.show(await door.read(queries.days_off))

    async def _save(self, day: date, name: str, team_id: UUID | None) -> bool:
        """Raises `Invalid` with the fields."""
        try:
            await door.write(
                streaks.name_day, uuid4(), day, name, team_id=team_id, actor_id=self._me.player_id, now=door.now()
            )
        except Invalid:
            raise
        except QuestboardError as refusal:
            self._toasts.say(refusal.title, refusal.sentence, good=False)
            return False
        await self._again()
        return True

    async def _drop(self, day_id: UUID) -> None:
        change = door.write(streaks.drop_day, day_id, actor_id=self._me.player_id, now=door.now())
        if await attempt(self._toasts, change, "Removed"):
            await self._again()
