"""All boards, those that are off too, and the form of one."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from fastapi import Request
from nicegui import ui
from pydantic import ValidationError

from app import door
from app.auth import current
from app.news import News, Topic
from app.pages.admin.guard import follow_as_admin
from app.pages.admin.sentences import CHECK, sentence_of
from app.pages.attempt import attempt
from components.board_form import MEASURES, METHODS, PERIODS, RANKED, BoardForm, BoardInput, input_of, raw_prizes
from components.forms import button
from components.frame import frame, page_head, words
from components.layout import card
from components.table import Action, Chip, Column, Table
from components.toasts import Toasts
from domain.errors import Invalid, NotFound, QuestboardError
from domain.rules.phrases import NOUNS
from domain.rules.slugs import slug_of
from domain.services import boards as verbs
from domain.specs import BadgeSpec, BoardSpec, Measure, Period
from domain.store.queries import badges as badge_queries
from domain.store.queries import boards as queries
from domain.views import SignedIn

_COUNTS = (Measure.METRIC_COUNT, Measure.METRIC_SUM)


@ui.page("/admin/boards")
async def boards(request: Request) -> None:
    """The list, and the way to a new board."""
    me = await current.require_admin(request)
    screen = Screen(me)
    follow_as_admin(me, screen.tell)
    specs = await door.read(queries.specs)
    with frame("Boards", me, active="admin-boards") as toasts:
        with page_head("Boards", "Hidden people, bots and agents are on none of them. Each is a switch."):
            league = words("a", "League").classes("qb-button")
            league.props["href"] = "/admin/league"
            link = words("a", "New board").classes("qb-button is-primary")
            link.props["href"] = "/admin/boards/new"
        screen.draw(specs, toasts)


@ui.page("/admin/boards/new")
async def new_board(request: Request) -> None:
    """An empty form."""
    await _open(request, None)


@ui.page("/admin/boards/{key}/edit")
async def edit_board(request: Request, key: str) -> None:
    """The form of a board there is."""
    await _open(request, key)


class Screen:
    """One open list of boards."""

    def __init__(self, me: SignedIn) -> None:
        self._me = me

    def draw(self, specs: Sequence[BoardSpec], toasts: Toasts) -> None:
        self._toasts = toasts
        with card("Boards"):
            self._table = Table(
                (
                    Column("board", "Board", "title"),
                    Column("period", "Period"),
                    Column("who", "Who"),
                    Column("chips", "Properties", "chips"),
                    Column("do", "", "actions"),
                ),
                caption="Boards",
                timezone="UTC",
                empty=("board", "No boards", "Make one, if your team wants it."),
                on_act=self._act,
            )
        self._show(specs)

    async def tell(self, news: News) -> None:
        self._toasts.tell_all(news.mine)
        if news.stale(Topic.BOARDS):
            await self._refresh()

    async def _refresh(self) -> None:
        self._show(await door.read(queries.specs))

    def _show(self, specs: Sequence[BoardSpec]) -> None:
        self._specs = {spec.key: spec for spec in specs}
        self._table.show([_row(spec) for spec in specs])

    async def _act(self, on_or_off: str, key: str) -> None:
        spec = self._specs[key].model_copy(update={"on": on_or_off == "on"})
        change = door.write(verbs.put, spec, actor_id=self._me.player_id, now=door.now())
        if await attempt(self._toasts, change, f"{spec.title} is {on_or_off}"):
            await self._refresh()


def _row(spec: BoardSpec) -> dict[str, object]:
    chips = (Chip("on", "good") if spec.on else Chip("off"),)
    switch = "Switch off" if spec.on else "Switch on"
    return {
        "id": spec.key,
        "board": {"title": spec.title, "text": f"{MEASURES[spec.measure]} {spec.metric or ''}".strip()},
        "period": PERIODS[spec.period],
        "who": RANKED[spec.ranked].partition(",")[0],
        "chips": (*chips, Chip(METHODS[spec.method].partition(": ")[2])),
        "do": (
            Action("edit", "Edit", href=f"/admin/boards/{spec.key}/edit", describe=f"Edit {spec.title}"),
            Action("off" if spec.on else "on", switch, describe=f"{switch} {spec.title}"),
        ),
    }


async def _open(request: Request, key: str | None) -> None:
    me = await current.require_admin(request)
    stored = {spec.key: spec for spec in await door.read(queries.specs)}
    if key is not None and key not in stored:
        raise NotFound("There is no such board.")
    choices = await door.read(queries.seasons), await door.read(badge_queries.all_badges)
    editor = Editor(me, stored[key] if key else None, *choices)

    async def tell(news: News) -> None:
        toasts.tell_all(news.mine)

    follow_as_admin(me, tell)
    title = stored[key].title if key else "New board"
    with frame(title, me, active="admin-boards", narrow=True) as toasts:
        page_head(title, "Past work counts too: its scores are worked out when you save.")
        editor.draw(toasts)


class Editor:
    """One open form."""

    def __init__(
        self, me: SignedIn, stored: BoardSpec | None, seasons: Mapping[str, str], badges: Sequence[BadgeSpec]
    ) -> None:
        self._me, self._is_new, self._seasons, self._badges = me, stored is None, seasons, badges
        self._typed = input_of(stored) if stored else BoardInput()

    def draw(self, toasts: Toasts) -> None:
        self._toasts = toasts
        self._form = BoardForm(
            self._typed,
            sorted(NOUNS),
            self._seasons,
            self._badges,
            slug_of=slug_of if self._is_new else None,
            on_change=self._changed,
        )
        with ui.element("div").classes("qb-actions"):
            button("Save board", self._save, primary=True).mark("save")
            link = words("a", "Cancel").classes("qb-button is-quiet")
            link.props["href"] = "/admin/boards"

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
            await door.write(verbs.put, spec, is_new=self._is_new, actor_id=self._me.player_id, now=door.now())
        except Invalid as refusal:
            self._form.show_errors(refusal.fields, everywhere=True)
        except QuestboardError as refusal:
            self._toasts.say(refusal.title, refusal.sentence, good=False)
        else:
            ui.navigate.to("/admin/boards")


def spec_of(typed: BoardInput) -> BoardSpec:
    """The spec behind the form; what it does not ask for is left out. Raises `Invalid` with the fields of the form."""
    values = {name: value for name, value in asdict(typed).items() if value not in ("", None)}
    values["prizes"] = raw_prizes(typed.prizes)
    if typed.measure not in _COUNTS:
        values.pop("metric", None)
    if typed.period != Period.CUSTOM:
        values.pop("season", None)
    if typed.period != Period.CUSTOM or typed.season:
        values.pop("first", None)
        values.pop("last", None)
    try:
        return BoardSpec.model_validate(values)
    except ValidationError as error:
        found = {str(next(iter(mistake["loc"]), "")): sentence_of(mistake) for mistake in error.errors()}
        raise Invalid(CHECK, found) from None
