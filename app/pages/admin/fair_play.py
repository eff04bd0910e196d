"""What looks odd in the work of the last weeks, for a person to look at."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from fastapi import Request
from nicegui import ui

from app import door
from app.auth import current
from app.news import News
from app.pages.admin.guard import follow_as_admin
from app.pages.attempt import attempt
from components.explanation import ExplanationDialog
from components.frame import frame, page_head, words
from components.layout import card, stack
from components.look_form import ask_look
from components.table import Action, Chip, Column, Table, Tone
from components.toasts import Toasts
from domain.services import fair_play as verbs
from domain.store.queries import fair_play as queries
from domain.store.queries import players
from domain.views import Explanation, SignedIn
from domain.views.fair_play import FairPlayView, FindingView, LookView, Verdict

_SAID: Mapping[Verdict, tuple[str, Tone]] = {
    Verdict.FINE: ("Fine", "good"),
    Verdict.TALKED: ("Talked about it", "info"),
}


@ui.page("/admin/fair-play")
async def fair_play(request: Request) -> None:
    """Worked out when the page is opened. Nothing is taken away here, and people are not compared."""
    me = await current.require_admin(request)
    zone = (await door.read(players.player_card, me.player_id, now=door.now())).timezone
    screen = Screen(me, zone)
    follow_as_admin(me, screen.tell)
    view = await door.read(queries.fair_play, now=door.now())
    with frame("Fair play", me, active="admin-fair-play") as toasts:
        page_head("Fair play", "What looks odd is often fine, so a person looks. Nothing is taken away automatically.")
        screen.draw(view, toasts)


class Screen:
    """One open list of findings."""

    def __init__(self, me: SignedIn, zone: str) -> None:
        self._me, self._zone = me, zone

    def draw(self, view: FairPlayView, toasts: Toasts) -> None:
        self._toasts = toasts
        with stack():
            self._table = _worth_a_look(view.days, self._zone, self._act)
            self._detectors = _looked_for(view.days, self._zone)
            _reach()
        self._dialog = ExplanationDialog(timezone=self._zone)
        self._show(view)

    async def tell(self, news: News) -> None:
        self._toasts.tell_all(news.mine)

    def _show(self, view: FairPlayView) -> None:
        self._findings = {one.key: one for one in view.findings}
        self._table.show([self._row(one) for one in view.findings])
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
        return {
            "id": view.key,
            "what": {"title": names, "text": view.sentence},
            "kind": view.title,
            "at": view.last_at,
            "state": _chips(view.look),
            "do": tuple(actions),
        }

    async def _act(self, key: str, handle: str) -> None:
        if (view := self._findings.get(handle)) is None:
            return
        if key == "work":
            self._dialog.show(_explanation(view))
        else:
            await self._look(view)

    async def _look(self, view: FindingView) -> None:
        names = _together(view.names)
        text = "The note is for admins and stays in the audit trail. Nothing is taken away."
        answer = await ask_look(f"What came of it: {names}", text, limit=verbs.MAX_NOTE)
        if answer is None:
            return
        verdict, note = answer
        change = door.write(verbs.look_at, view.key, verdict, note=note, actor_id=self._me.player_id, now=door.now())
        if await attempt(self._toasts, change, "Noted"):
            self._show(await door.read(queries.fair_play, now=door.now()))


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
        text = "Its preview says how many would finish, for each team and each time zone of five people or more."
        words("p", text).classes("qb-text")
        words("a", "To the missions").classes("qb-button").props("href=/admin/missions")


def _together(names: Sequence[str]) -> str:
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]


def _chips(look: LookView | None) -> tuple[Chip, ...]:
    if look is None:
        return (Chip("Not yet"),)
    text, tone = _SAID[look.verdict]
    found = (Chip(f"{text} · {look.by}", tone),)
    return (*found, Chip(f"{look.since} more since")) if look.since else found


def _explanation(view: FindingView) -> Explanation:
    sentences = [f"{_together(view.names)} {view.sentence}"]
    if view.look:
        sentences.append(f"{_SAID[view.look.verdict][0]}, says {view.look.by}: “{view.look.note}”")
    if view.more:
        sentences.append(f"The newest {len(view.evidence)} are here; {view.more} more are behind it.")
    return Explanation(view.title, tuple(sentences), view.evidence)
