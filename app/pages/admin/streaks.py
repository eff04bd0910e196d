"""Every streak, those that are off too, the form of one, and freezes by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from uuid import UUID, uuid4

from fastapi import Request
from nicegui import ui
from sqlmodel import Session

from app import door
from app.auth import current
from app.pages.admin.editing import Editor, form_page
from app.pages.admin.listing import Change, Listing, edit, lamp, switch
from app.pages.admin.sentences import checked
from app.pages.attempt import attempt
from components.forms import button_link
from components.frame import frame, page_head, words
from components.layout import card
from components.streak_form import CADENCES, MilestoneInput, StreakForm, StreakInput, input_of
from components.streak_gifts import FreezeGift
from components.table import Chip, Column
from components.toasts import Toasts
from domain.errors import Invalid, NotFound, QuestboardError
from domain.rules.slugs import slug_of
from domain.services import streaks as verbs
from domain.specs import BadgeSpec, PersonKind, StreakSpec
from domain.store import streaks as stored
from domain.store.queries import badges, players
from domain.store.queries import streaks as queries
from domain.views import SignedIn

_HOME = "/admin/streaks"
_COLUMNS = (
    Column("streak", "Streak", "title"),
    Column("periods", "Periods"),
    Column("cost", "A missed one"),
    Column("chips", "Properties", "chips"),
    Column("do", "", "actions"),
)


@ui.page(_HOME)
async def streaks(request: Request) -> None:
    """The list, the switch of all, and the way to a new one."""
    me = await current.require_admin(request)
    listing = Listing(me, "Streaks", _COLUMNS, read=lambda: door.read(stored.definitions), row=_row, change=_change)
    await listing.begin()
    on, people = await door.read(_view)
    with frame("Streaks", me, active="admin-streaks") as toasts:
        game = Game(me, toasts)
        with page_head("Streaks", "Each player may hide his. Weekends, holidays and time off never end one."):
            button_link("New streak", f"{_HOME}/new", primary=True)
        with card("Streaks"):
            ui.switch("Show streaks in this game", value=on, on_change=lambda change: game.switch(change.value))
            listing.draw(toasts)
        with card("Freezes by hand"):
            words("h2", "Freezes by hand")
            FreezeGift({key: name for key, name in people.items() if key != me.player_id}, on_give=game.give)


def _view(session: Session) -> tuple[bool, Mapping[UUID, str]]:
    humans = {one.id: one.name for one in players.people(session) if one.kind is PersonKind.HUMAN}
    return queries.are_on(session), humans


def _row(spec: StreakSpec) -> dict[str, object]:
    counts = ", ".join(spec.metrics) or "anything"
    number = len(spec.milestones)
    milestones = (Chip("1 milestone" if number == 1 else f"{number} milestones"),) if number else ()
    return {
        "id": spec.id,
        "streak": {"title": spec.title, "text": f"{counts}, {spec.least} at least" if spec.least > 1 else counts},
        "periods": CADENCES[spec.cadence].partition(",")[0].partition(";")[0],
        "cost": f"{spec.grace} forgiven" if spec.grace else f"up to {spec.freezes} freezes",
        "chips": (lamp(on=spec.on), *milestones),
        "do": (edit(spec.title, f"{_HOME}/{spec.id}/edit"), switch(spec.title, on=spec.on)),
    }


def _change(on_or_off: str, spec: StreakSpec) -> Change:
    changed = spec.model_copy(update={"on": on_or_off == "on"})
    return Change(verbs.define, changed, said=f"{spec.title} is {on_or_off}")


class Game:
    """What is decided beside the list."""

    def __init__(self, me: SignedIn, toasts: Toasts) -> None:
        self._me, self._toasts = me, toasts

    async def switch(self, on: bool) -> None:  # noqa: FBT001  a value of the widget
        """Show streaks, or show them nowhere."""
        change = door.write(verbs.switch, on=on, actor_id=self._me.player_id, now=door.now())
        await attempt(self._toasts, change, "Streaks are shown" if on else "Streaks are shown nowhere")

    async def give(self, player_id: UUID, count: int, reason: str) -> bool:
        """Raises `Invalid` with the fields."""
        actor, now = self._me.player_id, door.now()
        try:
            await door.write(verbs.give_freezes, uuid4(), player_id, count, reason=reason, actor_id=actor, now=now)
        except Invalid:
            raise
        except QuestboardError as refusal:
            self._toasts.say(refusal.title, refusal.sentence, good=False)
            return False
        self._toasts.say("Given")
        return True


@ui.page(f"{_HOME}/new")
async def new_streak(request: Request) -> None:
    """An empty form."""
    await _open(request, None)


@ui.page(f"{_HOME}/{{key}}/edit")
async def edit_streak(request: Request, key: str) -> None:
    """The form of a streak there is."""
    await _open(request, key)


async def _open(request: Request, key: str | None) -> None:
    me = await current.require_admin(request)
    spec, offered, is_fixed = await door.read(_form_of, key)
    if key is not None and spec is None:
        raise NotFound("There is no such streak.")
    typed = input_of(spec) if spec else StreakInput()
    title = spec.title if spec else "New streak"
    text = "Past work counts too: everybody’s lengths follow when you save. What was earned stays."
    with form_page(me, title, text, active="admin-streaks") as toasts:
        keep = partial(verbs.define, is_new=spec is None)
        editor = Editor(me, toasts, spec_of=lambda: spec_of(typed), keep=keep, home=_HOME)
        slugs = None if spec else slug_of
        form = StreakForm(typed, offered, slug_of=slugs, is_fixed=is_fixed, on_change=editor.check)
        editor.fields = form.fields
        editor.draw_actions("Save streak")


def _form_of(session: Session, key: str | None) -> tuple[StreakSpec | None, Sequence[BadgeSpec], bool]:
    stored_spec = stored.definition(session, key) if key is not None else None
    is_fixed = key is not None and queries.was_on(session, key)
    return stored_spec, badges.all_badges(session), is_fixed


def spec_of(typed: StreakInput) -> StreakSpec:
    """The spec behind the form. Raises `Invalid` with the fields of the form."""
    values = asdict(typed)
    values["metrics"] = [metric for metric in (one.strip() for one in typed.metrics.split(",")) if metric]
    values["milestones"] = [_milestone(one) for one in typed.milestones]
    return checked(StreakSpec, values)


def _milestone(typed: MilestoneInput) -> dict[str, object]:
    values = {name: value for name, value in asdict(typed).items() if value not in (None, "")}
    freezes, others = values.pop("freezes", 0), values.pop("others")
    return {**values, "rewards": [*others, *([{"kind": "freeze", "amount": freezes}] if freezes else [])]}
