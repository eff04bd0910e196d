"""Every streak, those that are off too, the form of one, and freezes by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from uuid import UUID, uuid4

from fastapi import Request
from nicegui import ui
from pydantic import ValidationError
from sqlmodel import Session

from app import door
from app.auth import current
from app.news import News
from app.pages.admin.guard import follow_as_admin
from app.pages.admin.sentences import CHECK, sentence_of
from app.pages.attempt import attempt
from components.forms import button
from components.frame import frame, page_head, words
from components.layout import card
from components.streak_form import CADENCES, MilestoneInput, StreakForm, StreakInput, input_of
from components.streak_gifts import FreezeGift
from components.table import Action, Chip, Column, Table
from components.toasts import Toasts
from domain.errors import Invalid, NotFound, QuestboardError
from domain.rules.slugs import slug_of
from domain.services import streaks as verbs
from domain.specs import BadgeSpec, PersonKind, StreakSpec
from domain.store import streaks as stored
from domain.store.queries import badges, players
from domain.store.queries import streaks as queries
from domain.views import SignedIn


@ui.page("/admin/streaks")
async def streaks(request: Request) -> None:
    """The list, the switch of all, and the way to a new one."""
    me = await current.require_admin(request)
    screen = Screen(me)
    follow_as_admin(me, screen.tell)
    specs, on, people = await door.read(_view)
    with frame("Streaks", me, active="admin-streaks") as toasts:
        with page_head("Streaks", "Each player may hide his. Weekends, holidays and time off never end one."):
            link = words("a", "New streak").classes("qb-button is-primary")
            link.props["href"] = "/admin/streaks/new"
        screen.draw(specs, people, toasts, on=on)


@ui.page("/admin/streaks/new")
async def new_streak(request: Request) -> None:
    """An empty form."""
    await _open(request, None)


@ui.page("/admin/streaks/{key}/edit")
async def edit_streak(request: Request, key: str) -> None:
    """The form of a streak there is."""
    await _open(request, key)


def _view(session: Session) -> tuple[Sequence[StreakSpec], bool, Mapping[UUID, str]]:
    humans = {one.id: one.name for one in players.people(session) if one.kind is PersonKind.HUMAN}
    return stored.definitions(session), queries.are_on(session), humans


class Screen:
    """One open list of streaks."""

    def __init__(self, me: SignedIn) -> None:
        self._me = me

    def draw(self, specs: Sequence[StreakSpec], people: Mapping[UUID, str], toasts: Toasts, *, on: bool) -> None:
        self._toasts = toasts
        with card("Streaks"):
            ui.switch("Show streaks in this game", value=on, on_change=lambda change: self._switch(change.value))
            self._table = Table(
                (
                    Column("streak", "Streak", "title"),
                    Column("periods", "Periods"),
                    Column("cost", "A missed one"),
                    Column("chips", "Properties", "chips"),
                    Column("do", "", "actions"),
                ),
                caption="Streaks",
                timezone="UTC",
                on_act=self._act,
            )
        with card("Freezes by hand"):
            words("h2", "Freezes by hand")
            others = {key: name for key, name in people.items() if key != self._me.player_id}
            FreezeGift(others, on_give=self._give)
        self._show(specs)

    async def tell(self, news: News) -> None:
        self._toasts.tell_all(news.mine)
        if news.resync:
            self._show(await door.read(stored.definitions))

    def _show(self, specs: Sequence[StreakSpec]) -> None:
        self._specs = {spec.id: spec for spec in specs}
        self._table.show([_row(spec) for spec in specs])

    async def _switch(self, on: bool) -> None:  # noqa: FBT001  a value of the widget
        change = door.write(verbs.switch, on=on, actor_id=self._me.player_id, now=door.now())
        await attempt(self._toasts, change, "Streaks are shown" if on else "Streaks are shown nowhere")

    async def _act(self, on_or_off: str, key: str) -> None:
        spec = self._specs[key].model_copy(update={"on": on_or_off == "on"})
        change = door.write(verbs.define, spec, actor_id=self._me.player_id, now=door.now())
        if await attempt(self._toasts, change, f"{spec.title} is {on_or_off}"):
            self._show(await door.read(stored.definitions))

    async def _give(self, player_id: UUID, count: int, reason: str) -> bool:
        """Raises `Invalid` with the fields."""
        try:
            await door.write(
                verbs.give_freezes,
                uuid4(),
                player_id,
                count,
                reason=reason,
                actor_id=self._me.player_id,
                now=door.now(),
            )
        except Invalid:
            raise
        except QuestboardError as refusal:
            self._toasts.say(refusal.title, refusal.sentence, good=False)
            return False
        self._toasts.say("Given")
        return True


def _row(spec: StreakSpec) -> dict[str, object]:
    switch = "Switch off" if spec.on else "Switch on"
    counts, milestones = ", ".join(spec.metrics) or "anything", len(spec.milestones)
    return {
        "id": spec.id,
        "streak": {"title": spec.title, "text": f"{counts}, {spec.least} at least" if spec.least > 1 else counts},
        "periods": CADENCES[spec.cadence].partition(",")[0].partition(";")[0],
        "cost": f"{spec.grace} forgiven" if spec.grace else f"up to {spec.freezes} freezes",
        "chips": (
            Chip("on", "good") if spec.on else Chip("off"),
            *((Chip("1 milestone" if milestones == 1 else f"{milestones} milestones"),) if milestones else ()),
        ),
        "do": (
            Action("edit", "Edit", href=f"/admin/streaks/{spec.id}/edit", describe=f"Edit {spec.title}"),
            Action("off" if spec.on else "on", switch, describe=f"{switch} {spec.title}"),
        ),
    }


def _form_of(session: Session, key: str | None) -> tuple[StreakSpec | None, Sequence[BadgeSpec], bool]:
    stored_spec = stored.definition(session, key) if key is not None else None
    is_fixed = key is not None and queries.was_on(session, key)
    return stored_spec, badges.all_badges(session), is_fixed


async def _open(request: Request, key: str | None) -> None:
    me = await current.require_admin(request)
    spec, offered, is_fixed = await door.read(_form_of, key)
    if key is not None and spec is None:
        raise NotFound("There is no such streak.")
    editor = Editor(me, spec)

    async def tell(news: News) -> None:
        toasts.tell_all(news.mine)

    follow_as_admin(me, tell)
    title = spec.title if spec else "New streak"
    with frame(title, me, active="admin-streaks", narrow=True) as toasts:
        page_head(title, "Past work counts too: everybody’s lengths follow when you save. What was earned stays.")
        editor.draw(offered, toasts, is_fixed=is_fixed)


class Editor:
    """One open form."""

    def __init__(self, me: SignedIn, stored_spec: StreakSpec | None) -> None:
        self._me, self._is_new = me, stored_spec is None
        self._typed = input_of(stored_spec) if stored_spec else StreakInput()

    def draw(self, offered: Sequence[BadgeSpec], toasts: Toasts, *, is_fixed: bool) -> None:
        self._toasts = toasts
        self._form = StreakForm(
            self._typed,
            offered,
            slug_of=slug_of if self._is_new else None,
            is_fixed=is_fixed,
            on_change=self._changed,
        )
        with ui.element("div").classes("qb-actions"):
            button("Save streak", self._save, primary=True).mark("save")
            link = words("a", "Cancel").classes("qb-button is-quiet")
            link.props["href"] = "/admin/streaks"

    def _changed(self) -> None:
        """Check everything, but mark only what was touched."""
        try:
            spec_of(self._typed)
        except Invalid as refusal:
            self._form.show_errors(refusal.fields)
        else:
            self._form.show_errors({})

    async def _save(self) -> None:
        try:
            spec = spec_of(self._typed)
            await door.write(verbs.define, spec, is_new=self._is_new, actor_id=self._me.player_id, now=door.now())
        except Invalid as refusal:
            self._form.show_errors(refusal.fields, everywhere=True)
        except QuestboardError as refusal:
            self._toasts.say(refusal.title, refusal.sentence, good=False)
        else:
            ui.navigate.to("/admin/streaks")


def spec_of(typed: StreakInput) -> StreakSpec:
    """The spec behind the form. Raises `Invalid` with the fields of the form."""
    values = asdict(typed)
    values["metrics"] = [metric for metric in (one.strip() for one in typed.metrics.split(",")) if metric]
    values["milestones"] = [_milestone(one) for one in typed.milestones]
    try:
        return StreakSpec.model_validate(values)
    except ValidationError as error:
        found = {_field(mistake["loc"]): sentence_of(mistake) for mistake in error.errors()}
        raise Invalid(CHECK, found) from None


def _milestone(typed: MilestoneInput) -> dict[str, object]:
    values = {name: value for name, value in asdict(typed).items() if value not in (None, "")}
    freezes, others = values.pop("freezes", 0), values.pop("others")
    return {**values, "rewards": [*others, *([{"kind": "freeze", "amount": freezes}] if freezes else [])]}


def _field(place: tuple[int | str, ...]) -> str:
    """Where it stands in the form; what concerns milestones is said at the top."""
    first = str(next(iter(place), ""))
    return "" if first == "milestones" else first
