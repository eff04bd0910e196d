"""One experiment: what came out, or why it is not shown yet."""

from fastapi import Request
from nicegui import ui

from app import door
from app.auth import current
from app.news import News
from app.pages.admin.experiments import HOME, STAGES, days_of
from app.pages.admin.guard import follow_as_admin
from app.pages.attempt import attempt
from components.forms import button
from components.frame import frame, page_head, words
from components.layout import card
from components.reason_form import ask_reason
from components.table import Column, Table
from components.toasts import Toasts
from domain.services import experiments as verbs
from domain.store.queries import experiments as queries
from domain.views import ExperimentResult, GroupResult, SignedIn, Stage


@ui.page(f"{HOME}/{{experiment_id}}")
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


class Result:
    """One open experiment."""

    def __init__(self, me: SignedIn, view: ExperimentResult) -> None:
        self._me, self._view = me, view

    def draw(self, toasts: Toasts) -> None:
        self._toasts, view = toasts, self._view
        with card("State"):
            words("h2", f"{STAGES[view.line.stage].capitalize()}: {days_of(view.line)}")
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
