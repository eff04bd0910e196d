"""All missions in all versions: drafts, running ones, retired ones."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import Request
from nicegui import ui

from app import door
from app.auth import current
from app.live import News, Topic
from app.pages.admin.guard import follow_as_admin
from app.pages.attempt import attempt
from components.forms import confirmed
from components.frame import frame, page_head, words
from components.layout import card
from components.mission_form import WINDOWS
from components.table import Action, Chip, Column, Table, Tone
from components.toasts import Toasts
from domain.services import missions as verbs
from domain.store.queries import missions as queries
from domain.views import MissionDefinition, SignedIn

TONES: dict[str, Tone] = {"draft": "info", "published": "good"}


@ui.page("/admin/missions")
async def library(request: Request) -> None:
    """The list, and the way to a new mission."""
    me = await current.require_admin(request)
    screen = Screen(me)
    follow_as_admin(me, screen.tell)
    views = await door.read(queries.definitions)
    with frame("Missions", me, active="admin-missions") as toasts:
        with page_head("Missions", "A published version never changes, and what was earned is never taken away."):
            link = words("a", "New mission").classes("qb-button is-primary")
            link.props["href"] = "/admin/missions/new"
        screen.draw(views, toasts)


class Screen:
    """One open list of definitions."""

    def __init__(self, me: SignedIn) -> None:
        self._me = me

    def draw(self, views: Sequence[MissionDefinition], toasts: Toasts) -> None:
        self._toasts = toasts
        with card("Missions"):
            self._table = Table(
                (
                    Column("mission", "Mission", "title"),
                    Column("state", "State", "chips"),
                    Column("window", "Repeats"),
                    Column("xp", "XP", "number"),
                    Column("players", "Players", "number"),
                    Column("completions", "Completed", "number"),
                    Column("do", "", "actions"),
                ),
                caption="Missions",
                timezone="UTC",
                empty=(
                    "target",
                    "No missions yet",
                    "Make the first one: a goal everybody understands, and a small reward.",
                ),
                on_act=self._act,
            )
        self._show(views)

    async def tell(self, news: News) -> None:
        self._toasts.tell_all(news.mine)
        if news.stale(Topic.MISSIONS):
            await self._refresh()

    def _show(self, views: Sequence[MissionDefinition]) -> None:
        self._titles = {str(view.id): view.spec.title for view in views}
        self._table.show([_row(view) for view in views])

    async def _refresh(self) -> None:
        self._show(await door.read(queries.definitions))

    async def _act(self, key: str, handle: str) -> None:
        if (title := self._titles.get(handle)) is None:
            return
        mission_id, actor = UUID(handle), self._me.player_id
        if key == "publish":
            change = door.write(verbs.publish, mission_id, actor_id=actor, now=door.now())
            done = await attempt(self._toasts, change, f"{title} is published")
        elif key == "retire" and await confirmed(
            f"Retire {title}?", "It leaves every dashboard. What players earned with it stays.", "Retire"
        ):
            change = door.write(verbs.retire, mission_id, actor_id=actor, now=door.now())
            done = await attempt(self._toasts, change, f"{title} is retired")
        else:
            return
        if done:
            await self._refresh()


def _row(view: MissionDefinition) -> dict[str, object]:
    return {
        "id": view.id,
        "mission": {"title": view.spec.title, "text": f"Version {view.version} · {view.spec.requirement.metric}"},
        "state": (Chip(view.state, TONES.get(view.state, "")),),
        "window": WINDOWS[view.spec.window],
        "xp": view.spec.xp,
        "players": view.players,
        "completions": view.completions,
        "do": tuple(_actions(view)),
    }


def _actions(view: MissionDefinition) -> list[Action]:
    title, edit = view.spec.title, f"/admin/missions/{view.id}"
    match view.state:
        case "draft":
            return [
                Action("edit", "Edit", href=edit, describe=f"Edit {title}"),
                Action("publish", "Publish", describe=f"Publish {title}"),
            ]
        case "published":
            return [
                Action("edit", "Revise", href=edit, describe=f"Revise {title}"),
                Action("retire", "Retire", tone="danger", describe=f"Retire {title}"),
            ]
        case _:
            return [Action("edit", "Use again", href=edit, describe=f"Use {title} again")]
