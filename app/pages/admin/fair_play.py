"""What looks odd in the work of the last weeks, for a person to look at."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from fastapi import Request
from nicegui import ui
from sqlmodel import Session

from app import door
from app.auth import current
from app.news import News, Topic
from app.pages.admin.guard import follow_as_admin
from app.pages.admin.hold_card import HoldCard
from app.pages.attempt import attempt
from components.explanation import ExplanationDialog
from components.forms import button_link
from components.frame import frame, page_head, words
from components.hold_form import HoldForm, SaveHolds
from components.layout import card, stack
from components.look_form import ask_look
from components.reason_form import ask_reason
from components.table import Action, Chip, Column, Table, Tone
from components.toasts import Toasts
from domain.services import fair_play as verbs
from domain.services import judging
from domain.specs import LEAST_HOLD_DAYS, MOST_HOLD_DAYS
from domain.store.queries import fair_play as queries
from domain.store.queries import players
from domain.store.queries.game import hold_days, holds_by_itself
from domain.views import Explanation, SignedIn
from domain.views.fair_play import FairPlayView, FindingView, Verdict

_SAID: Mapping[Verdict, tuple[str, Tone]] = {
    Verdict.FINE: ("Fine", "good"),
    Verdict.TALKED: ("Talked about it", "info"),
}


@ui.page("/admin/fair-play")
async def fair_play(request: Request) -> None:
    """As it was when somebody last looked, which is every hour. People are not compared."""
    me = await current.require_admin(request)
    zone = (await door.read(players.player_card, me.player_id, now=door.now())).timezone
    screen = Screen(me, zone)
    follow_as_admin(me, screen.tell)
    view, settings = await door.read(_view, now=door.now())
    with frame("Fair play", me, active="admin-fair-play") as toasts:
        page_head(
            "Fair play",
            "What looks odd is often fine, so a person looks. Nothing is taken for good without one. "
            "What is held counts again unless somebody decides otherwise.",
        )
        screen.draw(view, settings, toasts)


class Screen:
    """One open list of findings."""

    def __init__(self, me: SignedIn, zone: str) -> None:
        self._me, self._zone = me, zone

    def draw(self, view: FairPlayView, settings: tuple[int, bool], toasts: Toasts) -> None:
        self._toasts = toasts
        self._dialog = ExplanationDialog(timezone=self._zone)
        with stack():
            self._holds = HoldCard(self._me, self._zone, toasts, self._dialog, self._refresh)
            self._table = _worth_a_look(view.days, self._zone, self._act)
            _how_long(settings, self._save)
            self._detectors = _looked_for(view.days, self._zone)
            _reach()
        self._show(view)

    async def tell(self, news: News) -> None:
        self._toasts.tell_all(news.mine)
        if news.stale(Topic.FAIR_PLAY):
            await self._refresh()

    async def _refresh(self) -> None:
        view, _ = await door.read(_view, now=door.now())
        self._show(view)

    def _show(self, view: FairPlayView) -> None:
        self._findings = {one.key: one for one in view.findings}
        self._table.show([self._row(one) for one in view.findings])
        self._holds.show(view.holds)
        self._detectors.show(
            [
                {"id": one.id, "detector": {"title": one.title, "text": one.looks_for}, "found": one.found}
                for one in view.detectors
            ]
        )

    def _row(self, view: FindingView) -> dict[str, object]:
        names = _together(view.names)
        actions = [Action("work", "Work", describe=f"The work behind it: {names}")]
        if self._me.player_id not in view.players:
            actions.append(Action("look", "Looked at", describe=f"Say what came of it: {names}"))
            if view.free:
                actions.append(Action("hold", "Hold", tone="danger", describe=f"Hold what it paid: {names}"))
        return {
            "id": view.key,
            "what": {"title": names, "text": f"{view.sentence[:1].upper()}{view.sentence[1:]}"},
            "kind": view.title,
            "at": view.last_at,
            "state": _chips(view),
            "do": tuple(actions),
        }

    async def _act(self, key: str, handle: str) -> None:
        if (view := self._findings.get(handle)) is None:
            return
        match key:
            case "work":
                self._dialog.show(_explanation(view))
            case "look":
                await self._look(view)
            case "hold":
                await self._hold(view)

    async def _hold(self, view: FindingView) -> None:
        reason = await ask_reason(
            f"Hold what it paid: {_together(view.names)}?",
            "It counts again unless somebody decides otherwise in time. Whoever it is about reads your reason and can "
            "say what it was; nobody else sees it.",
            "Hold",
            limit=judging.MAX_REASON,
        )
        if reason is None:
            return
        change = door.write(judging.hold, view.key, reason=reason, actor_id=self._me.player_id, now=door.now())
        if await attempt(self._toasts, change, "On hold"):
            await self._refresh()

    async def _save(self, days: int, *, by_itself: bool) -> None:
        change = door.write(
            judging.set_holds, days=days, by_itself=by_itself, actor_id=self._me.player_id, now=door.now()
        )
        await attempt(self._toasts, change, "Saved. What is on hold stays as it is")

    async def _look(self, view: FindingView) -> None:
        names = _together(view.names)
        text = "The note is for admins and stays in the audit trail. Nothing is taken away."
        answer = await ask_look(f"What came of it: {names}", text, limit=verbs.MAX_NOTE)
        if answer is None:
            return
        verdict, note = answer
        change = door.write(verbs.look_at, view.key, verdict, note=note, actor_id=self._me.player_id, now=door.now())
        if await attempt(self._toasts, change, "Noted"):
            await self._refresh()


def _view(session: Session, *, now: datetime) -> tuple[FairPlayView, tuple[int, bool]]:
    return queries.fair_play(session, now=now), (hold_days(session), holds_by_itself(session))


def _how_long(settings: tuple[int, bool], save: SaveHolds) -> None:
    days, by_itself = settings
    with card("How long work is held"):
        words("h2", "How long work is held")
        HoldForm(days, by_itself=by_itself, least=LEAST_HOLD_DAYS, most=MOST_HOLD_DAYS, on_save=save)


def _worth_a_look(days: int, zone: str, act: Callable[[str, str], Awaitable[None]]) -> Table:
    with card("Worth a look"):
        words("h2", "Worth a look")
        table = Table(
            (
                Column("what", "What", "title"),
                Column("kind", "Kind"),
                Column("at", "Latest", "time"),
                Column("state", "Looked at", "chips"),
                Column("do", "", "actions"),
            ),
            caption="Worth a look",
            timezone=zone,
            empty=("check", f"Nothing that looks odd in the last {days} days.", "A quiet page is a good page."),
            on_act=act,
        )
    table.element.mark("findings")
    return table


def _looked_for(days: int, zone: str) -> Table:
    with card("What is looked for"):
        words("h2", "What is looked for")
        text = "Set so that the public history of four projects, as far as it tells, shows not one of these."
        words("p", text).classes("qb-text")
        table = Table(
            (Column("detector", "What", "title"), Column("found", f"In {days} days", "number")),
            caption="What is looked for",
            timezone=zone,
        )
    table.element.mark("detectors")
    return table


def _reach() -> None:
    with card("Who can reach a mission"):
        words("h2", "Who can reach a mission")
        text = (
            "Its preview says how many would finish, and its fairness report who did: by team, time zone, days of the "
            "week and who reviews, in groups of five people or more."
        )
        words("p", text).classes("qb-text")
        button_link("To the missions", "/admin/missions")


def _together(names: Sequence[str]) -> str:
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]


def _chips(view: FindingView) -> tuple[Chip, ...]:
    held_now = (Chip(f"{view.held} on hold", "info"),) if view.held else ()
    if view.look is None:
        return held_now or (Chip("Not yet"),)
    text, tone = _SAID[view.look.verdict]
    found = (*held_now, Chip(f"{text} · {view.look.by}", tone))
    return (*found, Chip(f"{view.look.since} more since")) if view.look.since else found


def _explanation(view: FindingView) -> Explanation:
    sentences = [f"{_together(view.names)} {view.sentence}"]
    if view.look:
        sentences.append(f"{_SAID[view.look.verdict][0]}, says {view.look.by}: “{view.look.note}”")
    if view.more:
        sentences.append(f"The newest {len(view.evidence)} are here; {view.more} more are behind it.")
    return Explanation(view.title, tuple(sentences), view.evidence)
