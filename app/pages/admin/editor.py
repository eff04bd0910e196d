"""The mission builder: a form, a live preview, save and publish."""

from dataclasses import asdict
from typing import Any
from uuid import UUID, uuid4

from fastapi import Request
from nicegui import ui

from app import door
from app.auth import current
from app.live import News
from app.pages.admin.guard import follow_as_admin
from app.pages.admin.mission_input import FilterInput, MissionInput, input_of, spec_of
from components.forms import button
from components.frame import frame, page_head, words
from components.layout import columns
from components.mission_form import MissionForm
from components.missions import MissionList
from components.toasts import Toasts
from domain.errors import Invalid, QuestboardError
from domain.rules.missions import line
from domain.rules.requirements import Progress
from domain.services import missions as verbs
from domain.specs import BadgeSpec, MissionSpec, Window
from domain.store.queries import badges, missions, players
from domain.views import MissionCard, MissionDefinition, SignedIn

#: How much of the goal the preview shows as done.
EXAMPLE_SHARE = 0.6


@ui.page("/admin/missions/new")
async def new_mission(request: Request) -> None:
    """An empty form."""
    await _open(request, None)


@ui.page("/admin/missions/{mission_id}")
async def edit_mission(request: Request, mission_id: UUID) -> None:
    """A draft to finish, or a published mission to make the next version of."""
    await current.require_admin(request)
    await _open(request, await door.read(missions.definition, mission_id))


async def _open(request: Request, stored: MissionDefinition | None) -> None:
    me = await current.require_admin(request)
    zone = (await door.read(players.player_card, me.player_id, now=door.now())).timezone
    editor = Editor(me, zone, stored)

    async def tell(news: News) -> None:
        toasts.tell_all(news.mine)

    follow_as_admin(me, tell)
    metrics, known = await door.read(missions.known_metrics), await door.read(badges.all_badges)
    title = "New mission" if stored is None else stored.spec.title
    with frame(title, me, active="admin-missions") as toasts:
        page_head(title, _state(stored))
        editor.draw(toasts, metrics, known)


class Editor:
    """One open form."""

    def __init__(self, me: SignedIn, zone: str, stored: MissionDefinition | None) -> None:
        self._me, self._zone, self._stored = me, zone, stored
        self._id = stored.id if stored else uuid4()
        self._typed = input_of(stored.spec, zone) if stored else MissionInput()

    def draw(self, toasts: Toasts, metrics: tuple[str, ...], known: tuple[BadgeSpec, ...]) -> None:
        self._toasts = toasts
        self._badges = {badge.id: badge.name for badge in known}
        with columns():
            self._form = MissionForm(
                asdict(self._typed), metrics=metrics, badges=known, zone=self._zone, on_change=self._changed
            )
            with ui.element("div").classes("qb-stack qb-sticky"):
                self._preview = MissionList([self._card()], heading="Preview")
                words("p", "As players see it, with some progress made.").classes("qb-hint")
                with ui.element("div").classes("qb-actions"):
                    button("Publish", self._publish, primary=True).mark("publish")
                    button("Save draft", self._save).mark("save")

    def _changed(self, field: str, value: Any) -> None:
        """Check everything, but mark only what was touched."""
        if field == "filters":
            value = tuple(FilterInput(str(one["dimension"] or ""), tuple(one["values"] or ())) for one in value)
        self._typed = self._typed.with_value(field, value)
        self._form.show_errors(self._errors())
        self._preview.show([self._card()])

    def _errors(self) -> dict[str, str]:
        try:
            spec_of(self._typed, self._zone)
        except Invalid as refusal:
            return refusal.fields
        return {}

    async def _save(self) -> None:
        if await self._keep():
            self._toasts.say("Draft saved", "Nobody sees it before it is published.")

    async def _publish(self) -> None:
        if not await self._keep():
            return
        try:
            await door.write(verbs.publish, self._id, actor_id=self._me.player_id, now=door.now())
        except QuestboardError as refusal:
            self._refused(refusal)
            return
        ui.navigate.to("/admin/missions")

    async def _keep(self) -> bool:
        """Write the draft; a published mission gets its next version."""
        try:
            spec = spec_of(self._typed, self._zone)
            await self._write(spec)
        except QuestboardError as refusal:
            self._refused(refusal)
            return False
        return True

    async def _write(self, spec: MissionSpec) -> None:
        actor, now = self._me.player_id, door.now()
        if self._stored is not None and self._stored.state != "draft" and self._id == self._stored.id:
            new_id = uuid4()
            await door.write(verbs.revise, self._stored.id, new_id, spec, actor_id=actor, now=now)
            self._id = new_id
        else:
            await door.write(verbs.draft, self._id, spec, actor_id=actor, now=now)

    def _refused(self, refusal: QuestboardError) -> None:
        if isinstance(refusal, Invalid):
            self._form.show_errors(refusal.fields, everywhere=True)
        self._toasts.say(refusal.title, refusal.sentence, good=False)

    def _card(self) -> MissionCard:
        """What players would see; as long as the form has mistakes, what is there so far."""
        try:
            spec = spec_of(self._typed, self._zone)
        except Invalid:
            return self._unfinished()
        goal = spec.requirement.threshold
        done = max(0, min(goal - 1, round(goal * EXAMPLE_SHARE)))
        progress = Progress(done, goal, met=False)
        return self._example(
            spec.title, spec.description, spec.window, spec.xp, line(spec.requirement, progress), done, goal
        )

    def _unfinished(self) -> MissionCard:
        typed = self._typed
        window = Window(typed.window) if typed.window in set(Window) else Window.ONCE
        title = typed.title.strip() or "Untitled mission"
        return self._example(title, typed.description or "", window, int(typed.xp or 0), "Not finished yet", 0, 1)

    def _example(
        self, title: str, description: str, window: Window, xp: int, text: str, done: int, goal: int
    ) -> MissionCard:
        return MissionCard(
            id=self._id,
            title=title,
            description=description,
            window=window,
            value=done,
            threshold=goal,
            progress=done / goal,
            line=text,
            xp=xp,
            badge_name=self._badges.get(self._typed.badge_id or ""),
            ends_at=None,
            completed_at=None,
        )


def _state(stored: MissionDefinition | None) -> str:
    match stored:
        case None:
            return "Say what to do and what it gives. Nobody sees a draft before it is published."
        case MissionDefinition(state="draft"):
            return f"Draft of version {stored.version}. Nobody sees it before it is published."
        case _:
            return f"Version {stored.version} is {stored.state} and never changes. Saving makes the next version."
