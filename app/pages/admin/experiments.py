"""Experiments: the list, and the form of one."""

from functools import partial

from fastapi import Request
from nicegui import ui

from app import door
from app.auth import current
from app.news import Topic
from app.pages.admin.editing import Editor, form_page
from app.pages.admin.listing import Change, Listing, Question, edit
from app.pages.admin.sentences import Location, checked
from components.experiment_form import ExperimentForm, ExperimentInput, input_of, values_of
from components.forms import button_link
from components.frame import frame, page_head
from components.layout import card
from components.table import Action, Chip, Column
from domain.rules.phrases import NOUNS
from domain.rules.slugs import slug_of
from domain.services import experiments as verbs
from domain.specs import ExperimentSpec
from domain.store.queries import experiments as queries
from domain.store.queries import rules
from domain.views import ExperimentLine, Stage

HOME = "/admin/experiments"
STAGES = {
    Stage.PLANNED: "planned",
    Stage.STARTED: "begins soon",
    Stage.RUNNING: "running",
    Stage.WAITING: "late work may come in",
    Stage.OVER: "over",
}
_COLUMNS = (
    Column("experiment", "Experiment", "title"),
    Column("rule", "Rule"),
    Column("days", "Days"),
    Column("chips", "State", "chips"),
    Column("do", "", "actions"),
)


@ui.page(HOME)
async def experiments(request: Request) -> None:
    """The list, and the way to a new one."""
    me = await current.require_admin(request)
    listing = Listing(
        me,
        "Experiments",
        _COLUMNS,
        read=lambda: door.read(queries.lines, now=door.now()),
        row=_row,
        topics=(Topic.EXPERIMENTS,),
        change=_change,
        empty=("rules", "No experiments", "Plan one when you wonder whether a rule should pay otherwise."),
    )
    await listing.begin()
    with frame("Experiments", me, active="admin-experiments") as toasts:
        with page_head(
            "Experiments", "The same rule with other numbers for some, to learn which serves people better."
        ):
            button_link("New experiment", f"{HOME}/new", primary=True)
        with card("Experiments"):
            listing.draw(toasts)


def _row(line: ExperimentLine) -> dict[str, object]:
    planned = (
        Action("start", "Start", describe=f"Start {line.title}"),
        edit(line.title, f"{HOME}/{line.id}/edit"),
        Action("discard", "Throw away", describe=f"Throw {line.title} away"),
    )
    look = (Action("look", "Look", href=f"{HOME}/{line.id}", describe=f"Look at {line.title}"),)
    stopped = (Chip("stopped early"),) if line.stopped else ()
    return {
        "id": line.id,
        "experiment": {"title": line.title, "text": line.question},
        "rule": line.rule,
        "days": days_of(line),
        "chips": (Chip(STAGES[line.stage], "good" if line.stage is Stage.RUNNING else ""), *stopped),
        "do": planned if line.stage is Stage.PLANNED else look,
    }


def _change(action: str, line: ExperimentLine) -> Change:
    title = f"“{line.title}”"
    if action == "discard":
        question = Question(f"Throw {title} away?", "Nobody has taken part in it.", "Throw away")
        return Change(verbs.discard, line.id, said=f"{title} is thrown away", question=question)
    text = "From then on nothing of it can be changed: the groups, their numbers, what counts in the end."
    question = Question(f"Start {title}?", text, "Start it")
    return Change(verbs.start, line.id, said=f"{title} is started", question=question)


def days_of(line: ExperimentLine) -> str:
    """From when to when."""
    return f"{line.first:%-d %B} to {line.ends:%-d %B %Y}"


@ui.page(f"{HOME}/new")
async def new_experiment(request: Request) -> None:
    """An empty form."""
    await _open(request, None)


@ui.page(f"{HOME}/{{experiment_id}}/edit")
async def edit_experiment(request: Request, experiment_id: str) -> None:
    """The plan of one."""
    await _open(request, experiment_id)


async def _open(request: Request, experiment_id: str | None) -> None:
    me = await current.require_admin(request)
    stored = await door.read(queries.spec, experiment_id) if experiment_id else None
    known = await door.read(rules.rules)
    typed = input_of(stored) if stored else ExperimentInput()
    title = stored.title if stored else "New experiment"
    with form_page(me, title, "A plan. Nothing happens before you start it.", active="admin-experiments") as toasts:
        keep = partial(verbs.put, is_new=stored is None)
        editor = Editor(me, toasts, spec_of=lambda: spec_of(typed), keep=keep, home=HOME)
        form = ExperimentForm(
            typed, known, sorted(NOUNS), slug_of=slug_of, is_new=stored is None, on_change=editor.check
        )
        editor.fields = form.fields
        editor.draw_actions("Save plan")


def spec_of(typed: ExperimentInput) -> ExperimentSpec:
    """The spec behind the form. Raises `Invalid` with the fields of the form."""
    return checked(ExperimentSpec, values_of(typed), _field)


def _field(location: Location, _: str) -> str:
    match location:
        case ("variants", int(at), *names):
            return f"variants.{at}.{next(iter(names), 'title')}"
        case _:
            return str(next(iter(location), ""))
