"""The mission builder: a form, a live preview, save and publish."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from fastapi import Request
from nicegui import ui

from app import door
from app.auth import current
from app.pages.admin.editing import form_page
from app.pages.admin.example import example_card, unfinished_card
from app.pages.admin.mission_input import input_of, spec_of
from app.pages.admin.preview import Trial
from app.pages.admin.publishing import publish
from app.pages.admin.requirement_input import in_words
from components.forms import button
from components.frame import words
from components.layout import columns
from components.mission_form import MissionForm
from components.mission_values import Choices, MissionInput
from components.missions import MissionList
from components.toasts import Toasts
from domain.errors import Invalid, QuestboardError
from domain.services import missions as verbs
from domain.specs import Kind, MissionSpec, PersonKind
from domain.store.queries import badges, missions, players, seasons, teams
from domain.views import MissionCard, MissionDefinition, SignedIn


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

    choices = await _choices(stored)
    title = "New mission" if stored is None else stored.spec.title
    with form_page(me, title, _state(stored), active="admin-missions", narrow=False) as toasts:
        editor.draw(toasts, choices)


async def _choices(stored: MissionDefinition | None) -> Choices:
    """What can be chosen; a mission cannot come before itself."""
    return Choices(
        metrics=await door.read(missions.known_metrics),
        badges=await door.read(badges.all_badges),
        teams={team.slug: team.name for team in await door.read(teams.teams)},
        people={
            str(person.id): person.name for person in await door.read(players.people) if person.kind is PersonKind.HUMAN
        },
        seasons=await _seasons(stored),
        missions=_earlier(await door.read(missions.definitions), stored.slug if stored else None),
    )


async def _seasons(stored: MissionDefinition | None) -> dict[str, str]:
    """The seasons that are still to be played, and the one it names already."""
    named = stored.spec.season if stored else None
    known = await door.read(seasons.announced, now=door.now())
    return {one.spec.id: one.spec.name for one in known if not one.is_past or one.spec.id == named}


def _earlier(known: Sequence[MissionDefinition], itself: str | None) -> dict[str, str]:
    """What a mission can come after: running ones, then those that are still to come, which say so."""
    others = [one for one in known if one.slug != itself]
    running = {one.slug: one.spec.title for one in others if one.state == "published"}
    to_come = {
        one.slug: f"{one.spec.title} ({one.state})"
        for one in others
        if one.state in {"scheduled", "draft"} and one.slug not in running
    }
    return running | to_come


class Editor:
    """One open form."""

    def __init__(self, me: SignedIn, zone: str, stored: MissionDefinition | None) -> None:
        self._me, self._zone, self._stored = me, zone, stored
        self._id = stored.id if stored else uuid4()
        self._typed = input_of(stored.spec, zone) if stored else MissionInput()

    def draw(self, toasts: Toasts, choices: Choices) -> None:
        self._toasts = toasts
        self._badges = {badge.id: badge.name for badge in choices.badges}
        with columns():
            self._form = MissionForm(
                self._typed, choices, zone=self._zone, sentence_of=in_words, on_change=self._changed
            )
            with ui.element("div").classes("qb-stack qb-sticky"):
                self._side()

    def _side(self) -> None:
        self._preview = MissionList([self._card()], heading="Preview")
        words("p", "As players see it, with some progress made.").classes("qb-hint")
        with ui.element("div").classes("qb-actions"):
            button("Publish", self._publish, primary=True).mark("publish")
            button("Save draft", self._save).mark("save")
        Trial(lambda: spec_of(self._typed, self._zone), on_invalid=self._mark, report=_report(self._stored))

    def _changed(self) -> None:
        """Check everything, but mark only what was touched."""
        self._form.fields.show(self._errors())
        self._preview.show([self._card()])

    def _errors(self) -> dict[str, str]:
        try:
            spec_of(self._typed, self._zone)
        except Invalid as refusal:
            return refusal.fields
        return {}

    async def _save(self) -> None:
        if await self._keep():
            self._saved()

    async def _publish(self) -> None:
        """The draft is kept in any case; what cannot be published now is a draft still."""
        if (spec := await self._keep()) is None:
            return
        try:
            done = await publish(self._id, spec, self._me, self._zone)
        except QuestboardError as refusal:
            self._refused(refusal)
            return
        if done:
            ui.navigate.to("/admin/missions")
        else:
            self._saved()

    def _saved(self) -> None:
        self._toasts.say("Draft saved", "Nobody sees it before it is published.")

    async def _keep(self) -> MissionSpec | None:
        """Write the draft; a published mission gets its next version. None when it was refused."""
        try:
            spec = spec_of(self._typed, self._zone)
            await self._write(spec)
        except QuestboardError as refusal:
            self._refused(refusal)
            return None
        return spec

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
            self._mark(refusal)
        self._toasts.say(refusal.title, refusal.sentence, good=False)

    def _mark(self, refusal: Invalid) -> None:
        self._form.fields.show(refusal.fields, everywhere=True)

    def _card(self) -> MissionCard:
        """What players would see; as long as the form has mistakes, what is there so far."""
        typed = self._typed
        try:
            return example_card(self._id, spec_of(typed, self._zone), self._badges)
        except Invalid:
            title = (typed.title or "").strip() or f"Untitled {typed.kind}"
            return unfinished_card(self._id, title, typed.description or "", Kind(typed.kind))


def _state(stored: MissionDefinition | None) -> str:
    match stored:
        case None:
            return "Say what to do and what it gives. Nobody sees a draft before it is published."
        case MissionDefinition(state="draft"):
            return f"Draft of version {stored.version}. Nobody sees it before it is published."
        case _:
            return f"Version {stored.version} is {stored.state} and never changes. Saving makes the next version."


def _report(stored: MissionDefinition | None) -> str | None:
    """Where it says who reaches a mission that is, or was, on."""
    on = stored is not None and stored.state in {"published", "retired"}
    return f"/admin/missions/{stored.id}/fairness" if stored and on else None
