"""What work is worth: the scoring rules in force, to read."""

from fastapi import Request
from nicegui import ui

from app import door
from app.auth import current
from app.live import News
from app.pages.admin.guard import follow_as_admin
from components.frame import frame, page_head
from components.layout import card
from components.table import Column, Table
from domain.store.queries import rules as queries


@ui.page("/admin/rules")
async def rules(request: Request) -> None:
    """Every rule with its cap: work is paid when it has landed and somebody looked at it."""
    me = await current.require_admin(request)

    async def tell(news: News) -> None:
        toasts.tell_all(news.mine)

    follow_as_admin(me, tell)
    views = await door.read(queries.rules)
    with frame("Scoring", me, active="admin-rules") as toasts:
        page_head(
            "Scoring",
            "Each rule pays in full up to a point, then half, and nothing beyond its cap of the day. "
            "None pays for lines, commits, prompts or hours.",
        )
        with card("Scoring rules"):
            table = Table(
                (
                    Column("rule", "Rule", "title"),
                    Column("metric", "Metric", "code"),
                    Column("xp", "XP each", "number"),
                    Column("full", "In full up to", "number"),
                    Column("cap", "Cap a day", "number"),
                    Column("version", "Version", "number"),
                ),
                caption="Scoring rules",
                timezone="UTC",
                empty=("rules", "No rules", "Nothing earns XP as long as there is no rule."),
            )
            table.show(
                [
                    {
                        "id": view.id,
                        "rule": {"title": view.title, "text": ""},
                        "metric": view.metric,
                        "xp": view.xp,
                        "full": view.full_until,
                        "cap": view.cap,
                        "version": view.version,
                    }
                    for view in views
                ]
            )
