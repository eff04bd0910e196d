"""Experiments: the list, the form of one, and what came out."""

from datetime import date

from fastapi import Request
from nicegui import ui
from pydantic import ValidationError

from app import door
from app.auth import current
from app.news import News, Topic
from app.pages.admin.guard import follow_as_admin
from app.pages.admin.sentences import CHECK, sentence_of
from app.pages.attempt import attempt
from components.experiment_form import ExperimentForm, ExperimentInput, input_of, values_of
from components.fields import Place
from components.forms import button, confirmed
from components.frame import frame, page_head, words
from components.layout import card
from components.reason_form import ask_reason
from components.table import Action, Chip, Column, Table
from components.toasts import Toasts
from domain.errors import Invalid, QuestboardError
from domain.rules.phrases import NOUNS
from domain.rules.slugs import slug_of
from domain.services import experiments as verbs
from domain.specs import ExperimentSpec
from domain.store.queries import experiments as queries
from domain.store.queries import rules
from domain.views import ExperimentLine, ExperimentResult, GroupResult, RuleView, SignedIn, Stage

_HOME = "/admin/experiments"
STAGES = {
    Stage.PLANNED: "planned",
    Stage.STARTED: "begins soon",
    Stage.RUNNING: "running",
    Stage.WAITING: "late work may come in",
    Stage.OVER: "over",
}


@ui.page(_HOME)
async def experiments(request: Request) -> None:
    """The list, and the way to a new one."""
    me = await current.require_admin(request)
    screen = Screen(me)
    follow_as_admin(me, screen.tell)
    found = await door.read(queries.lines, now=door.now())
    with frame("Experiments", me, active="admin-experiments") as toasts:
        with page_head(
            "Experiments", "The same rule with other numbers for some, to learn which serves people better."
        ):
            link = words("a", "New experiment").classes("qb-button is-primary")
            link.props["href"] = f"{_HOME}/new"
        screen.draw(found, toasts)


@ui.page(f"{_HOME}/new")
async def new_experiment(request: Request) -> None:
    """An empty form."""
    await _open(request, None)


@ui.page(f"{_HOME}/{{experiment_id}}/edit")
async def edit_experiment(request: Request, experiment_id: str) -> None:
    """The plan of one."""
    await _open(request, experiment_id)


@ui.page(f"{_HOME}/{{experiment_id}}")
async def experiment(request: Request, experiment_id: str) -> None:
    """What came out, or why it is not shown yet."""
    me = await current.require_admin(request)
    view = await door.read(queries.result, experiment_id, now=door.now())
    result = Result(me, view)
    follow_as_admin(me, result.tell)
    with frame(view.line.title, me, active="admin-experiments") as toasts:
        with page_head(view.line.title, view.line.question):
            if view.line.stage in {Stage.STARTED, Stage.RUNNING} and not view.line.stopped:
                button("Stop it", result.stop).mark("stop")
        result.draw(toasts)


class Screen:
    """The open list."""

    def __init__(self, me: SignedIn) -> None:
        self._me = me

    def draw(self, found: tuple[ExperimentLine, ...], toasts: Toasts) -> None:
        self._toasts = toasts
        with card("Experiments"):
            self._table = Table(
                (
                    Column("experiment", "Experiment", "title"),
                    Column("rule", "Rule"),
                    Column("days", "Days"),
                    Column("chips", "State", "chips"),
                    Column("do", "", "actions"),
                ),
                caption="Experiments",
                timezone="UTC",
                empty=("rules", "No experiments", "Plan one when you wonder whether a rule should pay otherwise."),
                on_act=self._act,
            )
        self._show(found)

    async def tell(self, news: News) -> None:
        self._toasts.tell_all(news.mine)
        if news.stale(Topic.EXPERIMENTS):
            await self._refresh()

    async def _refresh(self) -> None:
        self._show(await door.read(queries.lines, now=door.now()))

    def _show(self, found: tuple[ExperimentLine, ...]) -> None:
        self._titles = {line.id: line.title for line in found}
        self._table.show([_row(line) for line in found])

    async def _act(self, what: str, experiment_id: str) -> None:
        title, me = self._titles[experiment_id], self._me.player_id
        if what == "start":
            text = "From then on nothing of it can be changed: the groups, their numbers, what counts in the end."
            if not await confirmed(f"Start “{title}”?", text, "Start it"):
                return
            change = door.write(verbs.start, experiment_id, actor_id=me, now=door.now())
            done = await attempt(self._toasts, change, f"“{title}” is started")
        else:
            if not await confirmed(f"Throw “{title}” away?", "Nobody has taken part in it.", "Throw away"):
                return
            change = door.write(verbs.discard, experiment_id, actor_id=me, now=door.now())
            done = await attempt(self._toasts, change, f"“{title}” is thrown away")
        if done:
            await self._refresh()


def _row(line: ExperimentLine) -> dict[str, object]:
    planned = (
        Action("start", "Start", describe=f"Start {line.title}"),
        Action("edit", "Edit", href=f"{_HOME}/{line.id}/edit", describe=f"Edit {line.title}"),
        Action("discard", "Throw away", describe=f"Throw {line.title} away"),
    )
    look = (Action("look", "Look", href=f"{_HOME}/{line.id}", describe=f"Look at {line.title}"),)
    stopped = (Chip("stopped early"),) if line.stopped else ()
    return {
        "id": line.id,
        "experiment": {"title": line.title, "text": line.question},
        "rule": line.rule,
        "days": _days(line.first, line.ends),
        "chips": (Chip(STAGES[line.stage], "good" if line.stage is Stage.RUNNING else ""), *stopped),
        "do": planned if line.stage is Stage.PLANNED else look,
    }


def _days(first: date, last: date) -> str:
    return f"{first:%-d %B} to {last:%-d %B %Y}"


class Result:
    """One open experiment."""

    def __init__(self, me: SignedIn, view: ExperimentResult) -> None:
        self._me, self._view = me, view

    def draw(self, toasts: Toasts) -> None:
        self._toasts, view = toasts, self._view
        with card("State"):
            words("h2", f"{STAGES[view.line.stage].capitalize()}: {_days(view.line.first, view.line.ends)}")
            words("p", f"On the rule “{view.line.rule}”. What counts: {view.outcome} of each person on these days.")
            if view.stop_reason:
                words("p", f"Stopped early: {view.stop_reason}")
            if view.harm:
                words("p", "A group does so much worse already that there is no need to wait for the end.").classes(
                    "qb-complaint"
                )
            if view.line.stage is not Stage.OVER:
                words(
                    "p",
                    "The numbers are shown two days after the last one: whoever looks before, stops when chance looks "
                    "good.",
                ).classes("qb-hint")
        with card("Groups"):
            table = Table(
                (
                    Column("group", "Group", "title"),
                    Column("people", "People", "number"),
                    Column("mean", "Each, on average", "number"),
                    Column("interval", "Difference, 95 % interval"),
                    Column("verdict", "What that says"),
                ),
                caption="Groups",
                timezone="UTC",
                empty=("people", "Nobody yet", "Whoever is paid by the rule on these days takes part."),
            )
            table.show([_group(place, one) for place, one in enumerate(view.groups)])
            words(
                "p",
                f"An average is shown for five people or more, a difference where both groups have {view.least} or "
                "more. The interval takes means for normally distributed and holds for all groups together.",
            ).classes("qb-hint")

    async def tell(self, news: News) -> None:
        self._toasts.tell_all(news.mine)

    async def stop(self) -> None:
        title = self._view.line.title
        text = "From the next day that begins everywhere, the rule is the same for all. Everybody can read the reason."
        reason = await ask_reason(f"Stop “{title}”?", text, "Stop it", limit=verbs.MAX_REASON)
        if reason is None:
            return
        change = door.write(verbs.stop, self._view.line.id, reason=reason, actor_id=self._me.player_id, now=door.now())
        if await attempt(self._toasts, change, f"“{title}” is stopped"):
            ui.navigate.reload()


def _group(place: int, one: GroupResult) -> dict[str, object]:
    interval = "" if one.low is None or one.high is None else f"{one.low:+.2f} to {one.high:+.2f}"
    return {
        "id": str(place),
        "group": {"title": one.title, "text": one.worth},
        "people": one.people,
        "mean": "" if one.mean is None else round(one.mean, 2),
        "interval": interval,
        "verdict": one.verdict,
    }


async def _open(request: Request, experiment_id: str | None) -> None:
    me = await current.require_admin(request)
    stored = await door.read(queries.spec, experiment_id) if experiment_id else None
    editor = Editor(me, stored, await door.read(rules.rules))

    async def tell(news: News) -> None:
        toasts.tell_all(news.mine)

    follow_as_admin(me, tell)
    title = stored.title if stored else "New experiment"
    with frame(title, me, active="admin-experiments", narrow=True) as toasts:
        page_head(title, "A plan. Nothing happens before you start it.")
        editor.draw(toasts)


class Editor:
    """One open form."""

    def __init__(self, me: SignedIn, stored: ExperimentSpec | None, known: tuple[RuleView, ...]) -> None:
        self._me, self._is_new, self._rules = me, stored is None, known
        self._typed = input_of(stored) if stored else ExperimentInput()

    def draw(self, toasts: Toasts) -> None:
        self._toasts = toasts
        self._form = ExperimentForm(
            self._typed, self._rules, sorted(NOUNS), slug_of=slug_of, is_new=self._is_new, on_change=self._check
        )
        with ui.element("div").classes("qb-actions"):
            button("Save plan", self._save, primary=True).mark("save")
            link = words("a", "Cancel").classes("qb-button is-quiet")
            link.props["href"] = _HOME

    def _check(self) -> None:
        """Check everything, but mark only what was touched."""
        try:
            ExperimentSpec.model_validate(values_of(self._typed))
        except ValidationError as error:
            self._form.show_errors(_places(self._typed, error))
        else:
            self._form.show_errors({})

    async def _save(self) -> None:
        try:
            spec = ExperimentSpec.model_validate(values_of(self._typed))
            await door.write(verbs.put, spec, is_new=self._is_new, actor_id=self._me.player_id, now=door.now())
        except ValidationError as error:
            self._form.show_errors(_places(self._typed, error), everywhere=True)
        except Invalid as refusal:
            said: dict[Place, str] = {(self._typed, name): text for name, text in refusal.fields.items()}
            self._form.show_errors(said or {(self._typed, ""): CHECK}, everywhere=True)
        except QuestboardError as refusal:
            self._toasts.say(refusal.title, refusal.sentence, good=False)
        else:
            ui.navigate.to(_HOME)


def _places(typed: ExperimentInput, error: ValidationError) -> dict[Place, str]:
    """Each sentence at the field it concerns: those of a group stand in it."""
    places: dict[Place, str] = {}
    for mistake in error.errors():
        match mistake["loc"]:
            case ("variants", int(at), *names) if at < len(typed.variants):
                places[typed.variants[at], str(next(iter(names), "title"))] = sentence_of(mistake)
            case (str(name), *_):
                places[typed, name] = sentence_of(mistake)
            case _:
                places[typed, ""] = sentence_of(mistake)
    return places
