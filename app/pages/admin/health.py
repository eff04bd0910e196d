"""Administration, first page: how the back room is doing."""

from datetime import timedelta

from fastapi import Request
from nicegui import ui

from app import door
from app.auth import current
from app.news import News
from app.pages.admin.guard import follow_as_admin, still_admin
from components.figures import Figure, Figures
from components.frame import frame, page_head, words
from components.layout import card
from components.table import Column, Table
from domain.store.queries import health as queries
from domain.views import Health
from domain.views.operation import SilenceView

SECONDS = 5.0
#: Workers say that they live every few seconds; after this silence something is wrong.
SILENCE = 30.0


@ui.page("/admin")
async def overview(request: Request) -> None:
    """Deliveries that wait or failed, the workers, and events nobody has taught us yet."""
    me = await current.require_admin(request)
    view = await door.read(queries.health, now=door.now())

    async def tell(news: News) -> None:
        toasts.tell_all(news.mine)
        await refresh()

    async def refresh() -> None:
        if await still_admin(me):
            show(await door.read(queries.health, now=door.now()))

    def show(health: Health) -> None:
        figures.show(_figures(health))
        table.show([{"id": event, "event": event, "count": count} for event, count in health.unknown_events.items()])

    follow_as_admin(me, tell)
    with frame("Administration", me, active="admin") as toasts:
        page_head("Overview", "What tools send is kept first and understood afterwards. Here is how that goes.")
        figures = Figures(_figures(view))
        with card("Unknown events"):
            words("h2", "Events Questboard does not know")
            words("p", "They are kept and counted. Nothing is lost if they are taught later.").classes("qb-text")
            table = Table(
                (Column("event", "Event", "code"), Column("count", "Deliveries", "number")),
                caption="Events Questboard does not know",
                timezone="UTC",
                empty=("check", "Every event so far is known", "Anything new would be listed here."),
            )
        show(view)
        ui.timer(SECONDS, refresh, immediate=False)


def _figures(health: Health) -> list[Figure]:
    return [
        Figure("inbox", "Waiting deliveries", f"{health.pending:,}", _waiting(health)),
        Figure(
            "alert",
            "Set aside as failed",
            f"{health.failed:,}",
            "Look at the reasons" if health.failed else "None, as it should be",
            tone="bad" if health.failed else "",
            href="/admin/deliveries?state=failed" if health.failed else None,
        ),
        _worker(health),
        *map(_silence, health.silent),
    ]


def _silence(one: SilenceView) -> Figure:
    """What was heard of regularly and is not any more: mostly a webhook or a filter that somebody changed."""
    what = "Nothing from" if one.kind == "source" else "Nothing for the rule"
    text = f"Last on {one.last_day:%-d %B}, {one.working_days} working days ago. Usually it is heard of more often."
    return Figure("alert", f"{what} {one.name}", "Silent", text, tone="bad")


def _waiting(health: Health) -> str:
    return f"The oldest waits {_span(health.pending_age)}" if health.pending else "Everything is applied"


def _worker(health: Health) -> Figure:
    if health.worker_age is None:
        return Figure("pulse", "Workers", "None", "Start one: questboard worker", tone="bad")
    silent = health.worker_age > SILENCE
    text = f"Last heard of {_span(health.worker_age)} ago"
    return Figure("pulse", "Workers", "Silent" if silent else "Working", text, tone="bad" if silent else "good")


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return str(timedelta(seconds=round(seconds / 60) * 60)).removesuffix(":00") + " h"
