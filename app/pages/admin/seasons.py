"""All seasons with their states, and the form of one."""

from dataclasses import asdict
from functools import partial
from typing import Any

from fastapi import Request
from nicegui import ui

from app import door
from app.auth import current
from app.news import Topic
from app.pages.admin.editing import Editor, form_page
from app.pages.admin.listing import Change, Listing, Question, edit
from app.pages.admin.sentences import Location, checked
from components.forms import button_link
from components.frame import frame, page_head
from components.layout import card
from components.reward_values import raw_reward, reward_field
from components.season_form import PrizeInput, SeasonForm, SeasonInput, input_of
from components.seasons import span_of
from components.table import Action, Chip, Column, Tone
from domain.errors import NotFound
from domain.rules.seasons import bar_in_words, prize_in_words
from domain.rules.slugs import slug_of
from domain.services import seasons as verbs
from domain.specs import SeasonSpec
from domain.store.queries import badges
from domain.store.queries import seasons as queries
from domain.views import SeasonDefinition, SeasonState

_HOME = "/admin/seasons"
_SAYS = {
    SeasonState.DRAFT: "It is a draft until you announce it.",
    SeasonState.ANNOUNCED: "Everybody sees it. It opens by itself when its first day begins.",
    SeasonState.OPEN: "It is on. Its words and colours may change.",
    SeasonState.OVER: "It is over, and decided soon.",
    SeasonState.CLOSED: "It is over, and its results are kept.",
}
_TONES: dict[SeasonState, Tone] = {SeasonState.OPEN: "good", SeasonState.ANNOUNCED: "info"}
_COLUMNS = (
    Column("season", "Season", "title"),
    Column("days", "Days"),
    Column("holds", "Missions and boards"),
    Column("prizes", "Prizes"),
    Column("chips", "State", "chips"),
    Column("do", "", "actions"),
)


@ui.page(_HOME)
async def seasons(request: Request) -> None:
    """The list, and the way to a new season."""
    me = await current.require_admin(request)
    listing = Listing(
        me,
        "Seasons",
        _COLUMNS,
        read=lambda: door.read(queries.definitions, now=door.now()),
        row=_row,
        topics=(Topic.SEASONS, Topic.BOARDS, Topic.MISSIONS),
        change=_change,
        empty=("flag", "No seasons", "A season gives everybody a fresh start. Make one, if you want it."),
    )
    await listing.begin()
    with frame("Seasons", me, active="admin-seasons") as toasts:
        with page_head(
            "Seasons", "Spans of days with missions, boards and prizes. Nobody sees one before it is announced."
        ):
            button_link("New season", f"{_HOME}/new", primary=True)
        with card("Seasons"):
            listing.draw(toasts)


def _row(one: SeasonDefinition) -> dict[str, object]:
    spec, state = one.season.spec, one.season.state
    actions = [edit(spec.name, f"{_HOME}/{spec.id}/edit")]
    if state is SeasonState.DRAFT:
        actions.append(Action("announce", "Announce", tone="primary", describe=f"Announce {spec.name}"))
    else:
        actions.append(Action("look", "Look", href=f"/seasons/{spec.id}", describe=f"Look at {spec.name}"))
    if state in {SeasonState.OPEN, SeasonState.OVER, SeasonState.CLOSED}:
        fair = f"{_HOME}/{spec.id}/fairness"
        actions.append(Action("fairness", "Fairness", href=fair, describe=f"Who reaches {spec.name}"))
    if state is SeasonState.ANNOUNCED:
        actions.append(Action("withdraw", "Withdraw", describe=f"Withdraw {spec.name}"))
    return {
        "id": spec.id,
        "season": {"title": spec.name, "text": spec.sentence},
        "days": span_of(spec),
        "holds": ", ".join((*one.missions, *one.boards)) or "none",
        "prizes": ", ".join(bar_in_words(prize) for prize in spec.prizes) or "none",
        "chips": (Chip(state.value, _TONES.get(state, "")), Chip(spec.theme.value)),
        "do": tuple(actions),
    }


def _change(action: str, one: SeasonDefinition) -> Change:
    spec = one.season.spec
    if action == "withdraw":
        return Change(verbs.withdraw, spec.id, said=f"{spec.name} is a draft again")
    text = "Everybody sees it. It opens by itself when its first day begins, and then its days and prizes stay."
    question = Question(f"Announce {spec.name}?", text, "Announce")
    return Change(verbs.announce, spec.id, said=f"{spec.name} is announced", question=question)


@ui.page(f"{_HOME}/new")
async def new_season(request: Request) -> None:
    """An empty form."""
    await _open(request, None)


@ui.page(f"{_HOME}/{{season_id}}/edit")
async def edit_season(request: Request, season_id: str) -> None:
    """The form of a season there is."""
    await _open(request, season_id)


async def _open(request: Request, season_id: str | None) -> None:
    me = await current.require_admin(request)
    found = {one.season.spec.id: one.season for one in await door.read(queries.definitions, now=door.now())}
    if season_id is not None and season_id not in found:
        raise NotFound("There is no such season.")
    stored = found[season_id] if season_id else None
    state = stored.state if stored else SeasonState.DRAFT
    typed = input_of(stored.spec) if stored else SeasonInput()
    offered = await door.read(badges.all_badges)
    with form_page(me, stored.spec.name if stored else "New season", _SAYS[state], active="admin-seasons") as toasts:
        keep = partial(verbs.put, is_new=stored is None)
        editor = Editor(me, toasts, spec_of=lambda: spec_of(typed), keep=keep, home=_HOME)
        form = SeasonForm(
            typed,
            offered,
            slug_of=None if stored else slug_of,
            begun=state not in {SeasonState.DRAFT, SeasonState.ANNOUNCED},
            stay=[prize_in_words(prize) for prize in stored.spec.prizes] if stored else [],
            on_change=editor.check,
        )
        editor.fields = form.fields
        editor.draw_actions("Save season")


def spec_of(typed: SeasonInput) -> SeasonSpec:
    """The spec behind the form. Raises `Invalid` with the fields of the form."""
    values = {name: value for name, value in asdict(typed).items() if name != "prizes" and value not in ("", None)}
    values["prizes"] = [_raw(prize) for prize in typed.prizes]
    return checked(SeasonSpec, values, partial(_field_of, typed))


def _raw(prize: PrizeInput) -> dict[str, Any]:
    plain = {name: value for name, value in asdict(prize).items() if name != "rewards" and value is not None}
    return {**plain, "xp": prize.xp or 0, "rewards": [raw_reward(reward) for reward in prize.rewards]}


def _field_of(typed: SeasonInput, location: Location, sentence: str) -> str:
    """The field a sentence belongs to; of what concerns several, the one that can mend it."""
    match location:
        case ():
            return "prizes" if sentence.startswith("Two prizes") else "last"
        case ("prizes", int(at)):
            return f"prizes.{at}."
        case ("prizes", int(at), "rewards", int(number), *rest):
            return f"prizes.{at}.rewards.{number}.{reward_field(rest, typed.prizes[at].rewards[number])}"
        case _:
            return ".".join(map(str, location))
