"""All boards, those that are off too, and the form of one."""

from dataclasses import asdict
from functools import partial

from fastapi import Request
from nicegui import ui

from app import door
from app.auth import current
from app.news import Topic
from app.pages.admin.editing import Editor, form_page
from app.pages.admin.listing import Change, Listing, edit, lamp, switch
from app.pages.admin.sentences import Location, checked
from components.board_form import MEASURES, METHODS, PERIODS, RANKED, BoardForm, BoardInput, input_of, raw_prizes
from components.forms import button_link
from components.frame import frame, page_head
from components.layout import card
from components.reward_values import reward_field
from components.table import Chip, Column
from domain.errors import NotFound
from domain.rules.phrases import NOUNS
from domain.rules.slugs import slug_of
from domain.services import boards as verbs
from domain.specs import BoardSpec, Measure, Period
from domain.store.queries import badges as badge_queries
from domain.store.queries import boards as queries

_HOME = "/admin/boards"
_COUNTS = (Measure.METRIC_COUNT, Measure.METRIC_SUM)
_COLUMNS = (
    Column("board", "Board", "title"),
    Column("period", "Period"),
    Column("who", "Who"),
    Column("chips", "Properties", "chips"),
    Column("do", "", "actions"),
)


@ui.page(_HOME)
async def boards(request: Request) -> None:
    """The list, and the way to a new board."""
    me = await current.require_admin(request)
    listing = Listing(
        me,
        "Boards",
        _COLUMNS,
        read=lambda: door.read(queries.specs),
        row=_row,
        topics=(Topic.BOARDS,),
        change=_change,
        empty=("board", "No boards", "Make one, if your team wants it."),
    )
    await listing.begin()
    with frame("Boards", me, active="admin-boards") as toasts:
        with (
            page_head("Boards", "Hidden people, bots and agents are on none of them. Each is a switch."),
            ui.element("div").classes("qb-actions"),
        ):
            button_link("League", "/admin/league")
            button_link("New board", f"{_HOME}/new", primary=True)
        with card("Boards"):
            listing.draw(toasts)


def _row(spec: BoardSpec) -> dict[str, object]:
    return {
        "id": spec.key,
        "board": {"title": spec.title, "text": f"{MEASURES[spec.measure]} {spec.metric or ''}".strip()},
        "period": PERIODS[spec.period],
        "who": RANKED[spec.ranked].partition(",")[0],
        "chips": (lamp(on=spec.on), Chip(METHODS[spec.method].partition(": ")[2])),
        "do": (edit(spec.title, f"{_HOME}/{spec.key}/edit"), switch(spec.title, on=spec.on)),
    }


def _change(on_or_off: str, spec: BoardSpec) -> Change:
    changed = spec.model_copy(update={"on": on_or_off == "on"})
    return Change(verbs.put, changed, said=f"{spec.title} is {on_or_off}")


@ui.page(f"{_HOME}/new")
async def new_board(request: Request) -> None:
    """An empty form."""
    await _open(request, None)


@ui.page(f"{_HOME}/{{key}}/edit")
async def edit_board(request: Request, key: str) -> None:
    """The form of a board there is."""
    await _open(request, key)


async def _open(request: Request, key: str | None) -> None:
    me = await current.require_admin(request)
    known = {spec.key: spec for spec in await door.read(queries.specs)}
    if key is not None and key not in known:
        raise NotFound("There is no such board.")
    stored = known[key] if key else None
    typed = input_of(stored) if stored else BoardInput()
    seasons, badges = await door.read(queries.seasons), await door.read(badge_queries.all_badges)
    title = stored.title if stored else "New board"
    text = "Past work counts too: its scores are worked out when you save."
    with form_page(me, title, text, active="admin-boards") as toasts:
        keep = partial(verbs.put, is_new=stored is None)
        editor = Editor(me, toasts, spec_of=lambda: spec_of(typed), keep=keep, home=_HOME)
        slugs = None if stored else slug_of
        editor.fields = BoardForm(typed, sorted(NOUNS), seasons, badges, slug_of=slugs, on_change=editor.check).fields
        editor.draw_actions("Save board")


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
    return checked(BoardSpec, values, partial(_field, typed))


def _field(typed: BoardInput, location: Location, _: str) -> str:
    match location:
        case ("prizes", int(at), "rewards", int(number), *rest):
            return f"prizes.{at}.rewards.{number}.{reward_field(rest, typed.prizes[at].rewards[number])}"
        case ("prizes", int(at)) | ("prizes", int(at), "best" | "bar"):
            return f"prizes.{at}.number"
        case (first, *_):
            return str(first)
        case _:
            return ""
