"""The scoring rules in force, and the form of one."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import partial

from fastapi import Request
from nicegui import ui

from app import door
from app.auth import current
from app.pages.admin.editing import Editor, form_page
from app.pages.admin.listing import Change, Listing, Question, edit
from app.pages.admin.sentences import Location, checked
from components.rule_form import RuleForm, RuleInput, input_of
from components.table import Action, Column
from domain.errors import Invalid, NotFound
from domain.rules import unfit
from domain.rules.derived import DERIVED
from domain.rules.explaining import day_of
from domain.rules.phrases import NOUNS
from domain.rules.slugs import slug_of
from domain.services import scoring_rules as verbs
from domain.specs import ScoringRuleSpec
from domain.store.queries import rules as queries
from domain.views import RuleView, SignedIn

_HOME = "/admin/rules"
_COLUMNS = (
    Column("rule", "Rule", "title"),
    Column("xp", "XP each", "number"),
    Column("full", "In full up to", "number"),
    Column("cap", "Cap a day", "number"),
    Column("hour", "Cap an hour", "number"),
    Column("version", "Version", "number"),
    Column("do", "", "actions"),
)


def listing(me: SignedIn, views: Sequence[RuleView]) -> Listing[RuleView]:
    """All of them, to be drawn on the scoring page."""
    return Listing(
        me,
        "Scoring rules",
        _COLUMNS,
        read=lambda: door.read(queries.rules),
        row=_row,
        change=_retired,
        empty=("rules", "No rules", "Nothing earns XP as long as there is no rule."),
        lines=views,
    )


def _row(view: RuleView) -> dict[str, object]:
    return {
        "id": view.id,
        "rule": {"title": view.title, "text": view.metric},
        "xp": view.xp,
        "full": view.full_until,
        "cap": view.cap,
        "hour": view.hour_cap,
        "version": view.version,
        "do": (
            edit(view.title, f"{_HOME}/{view.id}/edit"),
            Action("retire", "Retire", describe=f"Retire {view.title}", more=True),
        ),
    }


def _retired(_: str, view: RuleView) -> Change:
    text = "It pays for nothing that arrives from now on. What it paid stays."
    question = Question(f"Retire “{view.title}”?", text, "Retire it")
    return Change(verbs.retire, view.id, f"{view.title} is retired", question)


@ui.page(f"{_HOME}/new")
async def new_rule(request: Request) -> None:
    """An empty form."""
    await _open(request, None)


@ui.page(f"{_HOME}/{{rule_id}}/edit")
async def edit_rule(request: Request, rule_id: str) -> None:
    """The form of a rule in force; saving it makes the next version."""
    await _open(request, rule_id)


async def _open(request: Request, rule_id: str | None) -> None:
    me = await current.require_admin(request)
    stored = await door.read(queries.spec, rule_id) if rule_id else None
    if rule_id and stored is None:
        raise NotFound("There is no such scoring rule in force.")
    typed = input_of(stored) if stored else RuleInput()
    title = stored.title if stored else "New scoring rule"
    when = (
        "A change holds from the next day that begins everywhere. What was paid stays."
        if stored
        else "It pays for work that arrives from now on."
    )

    def changed() -> None:
        editor.check()
        form.say(*_said(typed))

    with form_page(me, title, when, active="admin-rules") as toasts:
        keep = partial(verbs.put, is_new=stored is None)
        editor = Editor(me, toasts, spec_of=lambda: spec_of(typed), keep=keep, home=_HOME)
        form = RuleForm(typed, sorted(NOUNS.keys() - DERIVED), slug_of=None if stored else slug_of, on_change=changed)
        editor.fields = form.fields
        form.say(*_said(typed))
        editor.draw_actions("Save rule")


def spec_of(typed: RuleInput) -> ScoringRuleSpec:
    """The rule that was typed. Raises `Invalid` with a sentence for each field."""
    return checked(ScoringRuleSpec, asdict(typed) | {"metric": typed.metric or ""}, _field)


def _field(location: Location, _: str) -> str:
    """What concerns the whole rule is that its limits contradict each other: the cap mends it."""
    return ".".join(map(str, location)) or "cap"


def _said(typed: RuleInput) -> tuple[str, str]:
    """What a day of it looks like, and what speaks against it; neither needs a name."""
    try:
        spec = spec_of(replace(typed, id="new", title="New", metric=typed.metric or "some.work"))
    except Invalid:
        return "", ""
    return day_of(spec), unfit.in_rule(spec) or ""
