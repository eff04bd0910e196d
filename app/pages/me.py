"""The profile: XP over time, settings, signed-in browsers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import orjson
from fastapi import Request
from nicegui import ui
from sqlmodel import Session

from app import door, wiring
from app.auth import cookies, current
from app.following import follow
from app.news import News
from app.pages.attempt import attempt
from app.pages.my_streaks import MyStreaks, StreakPart, my_streaks
from components.chart import XpChart
from components.forms import ProfileForm, button
from components.frame import frame, page_head, words
from components.hero import Hero
from components.layout import card, halves
from components.leave_form import LeaveForm
from components.states import States
from components.streaks import usual
from components.table import Action, Column, Table
from components.toasts import Toasts
from domain.errors import Invalid, QuestboardError
from domain.events import DuelChanged, PlayerChanged, SessionRevoked, XpAwarded
from domain.services import erasing
from domain.services import players as verbs
from domain.store import people
from domain.store.queries import experiments, export, players, recommendations, states
from domain.views import DayXp, MyExperiment, PlayerCard, SessionView, SignedIn, StateLine

DAYS = 30
#: What is told of a player that his profile shows.
_SHOWN = XpAwarded | PlayerChanged | DuelChanged | SessionRevoked


@ui.page("/me")
async def profile(request: Request) -> None:
    """What the signed-in player has earned, and what he may decide himself."""
    me = await current.require(request)
    screen = Screen(me, cookies.token(request, wiring.of(request).settings))
    follow(me, screen.tell)
    view = await screen.read()
    with frame("Profile", me, active="me") as toasts:
        with page_head("Profile", f"Signed in as @{me.login}."), ui.element("form") as out:
            out.props("method=post action=/auth/sign-out")
            words("button", "Sign out").classes("qb-button").props("type=submit")
        screen.draw(view, toasts)


@dataclass(frozen=True, slots=True)
class View:
    card: PlayerCard
    days: tuple[DayXp, ...]
    sessions: tuple[SessionView, ...]
    recommendations: bool
    shows: tuple[bool, bool]
    paused: bool
    leaves_at: datetime | None
    streaks: MyStreaks
    experiments: tuple[MyExperiment, ...]
    states: tuple[StateLine, ...]


class Screen:
    """One open profile."""

    def __init__(self, me: SignedIn, token: str | None) -> None:
        self._me, self._token = me, token

    async def read(self) -> View:
        return await door.read(_view, self._me.player_id, self._token, now=door.now())

    def draw(self, view: View, toasts: Toasts) -> None:
        self._toasts = toasts
        self._hero = Hero(view.card, usual(view.streaks.cards))
        self._states = States(view.states)
        self._streaks = StreakPart(self._me, toasts)
        self._streaks.draw(view.streaks)
        with card("XP by day"):
            words("h2", f"XP in the last {DAYS} days")
            self._chart = XpChart(view.days)
        with halves():
            with card("Settings"):
                words("h2", "Settings")
                ProfileForm(
                    timezone=view.card.timezone,
                    hidden=view.card.hidden,
                    recommendations=view.recommendations,
                    shows_badges=view.shows[0],
                    shows_streak=view.shows[1],
                    paused=view.paused,
                    on_save=self._save,
                )
            with card("Signed-in browsers"):
                words("h2", "Signed-in browsers")
                self._sessions = Table(
                    (
                        Column("browser", "Browser", "title"),
                        Column("seen", "Last seen", "time"),
                        Column("do", "", "actions"),
                    ),
                    caption="Signed-in browsers",
                    timezone=view.card.timezone,
                    on_act=self._revoke,
                )
                self._show_sessions(view)
        if view.experiments:
            with card("Experiments"):
                words("h2", "Experiments")
                for one in view.experiments:
                    words("p", f"{one.title}, until {one.ends:%-d %B %Y}. {one.question}")
                    words("p", f"You are in the group “{one.group}” of the rule “{one.rule}”: {one.worth}.").classes(
                        "qb-hint"
                    )
        with card("Your data"), ui.element("div").classes("qb-form"):
            words("h2", "Your data")
            words("p", "Everything that is kept about you, as one JSON file: work, XP, missions, thanks, decisions.")
            with ui.element("div").classes("qb-actions"):
                button("Download", self._download).mark("download")

        self._leave_form = LeaveForm(
            login=self._me.login,
            days=erasing.COOLING_OFF.days,
            due=view.leaves_at,
            on_leave=self._leave,
            on_stay=self._stay,
        )

    async def tell(self, news: News) -> None:
        self._toasts.tell_all(news.mine)
        if news.resync or any(
            isinstance(event, XpAwarded | PlayerChanged | DuelChanged | SessionRevoked) for event in news.mine
        ):
            view = await self.read()
            self._hero.show(view.card, usual(view.streaks.cards))
            self._states.show(view.states)
            self._streaks.show(view.streaks)
            self._chart.show(view.days)
            self._show_sessions(view)
            self._leave_form.show(view.leaves_at)

    def _show_sessions(self, view: View) -> None:
        self._sessions.show(
            [
                {
                    "id": session.id,
                    "browser": {
                        "title": _browser(session.user_agent),
                        "text": "This browser" if session.current else "",
                    },
                    "seen": session.seen_at,
                    "do": () if session.current else (Action("revoke", "Sign out", tone="danger"),),
                }
                for session in view.sessions
            ]
        )

    async def _save(self, timezone: str, **choices: bool) -> None:
        change = door.write(
            verbs.change_profile,
            self._me.player_id,
            timezone=timezone,
            now=door.now(),
            **choices,
        )
        await attempt(self._toasts, change, "Settings saved")

    async def _download(self) -> None:
        found = await door.read(export.everything, self._me.player_id)
        text = orjson.dumps(found, option=orjson.OPT_INDENT_2)
        ui.download.content(text, f"questboard-{self._me.login}-{door.now():%Y-%m-%d}.json", "application/json")

    async def _leave(self, typed: str) -> None:
        try:
            await door.write(erasing.ask, typed, actor_id=self._me.player_id, now=door.now())
        except Invalid:
            raise
        except QuestboardError as refusal:
            self._toasts.say(refusal.title, refusal.sentence, good=False)

    async def _stay(self) -> None:
        stay = door.write(erasing.stay, actor_id=self._me.player_id, now=door.now())
        await attempt(self._toasts, stay, "Good to have you")

    async def _revoke(self, _key: str, handle: str) -> None:
        revoke = door.write(verbs.revoke_session, handle, actor_id=self._me.player_id, now=door.now())
        await attempt(self._toasts, revoke, "That browser is signed out")


def _view(session: Session, player_id: UUID, token: str | None, *, now: datetime) -> View:
    return View(
        players.player_card(session, player_id, now=now),
        players.xp_by_day(session, player_id, now=now, days=DAYS),
        players.sessions(session, player_id, token),
        recommendations.wants_them(session, player_id),
        players.shows(session, player_id),
        people.is_paused(session, player_id),
        players.leaves_at(session, player_id),
        my_streaks(session, player_id, now=now),
        experiments.of_player(session, player_id, now=now),
        states.states(session, player_id, now=now),
    )


def _browser(user_agent: str) -> str:
    """A name a person recognises; many browsers claim to be several."""
    names = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
    systems = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"))
    desks = (("Mac OS", "macOS"), ("Linux", "Linux"))
    browser = next((name for mark, name in names if mark in user_agent), user_agent[:40] or "A browser")
    system = next((name for mark, name in (*systems, *desks) if mark in user_agent), "")
    return f"{browser} on {system}" if system else browser
