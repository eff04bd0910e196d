"""All missions in all versions: drafts, running ones, retired ones."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from fastapi import Request
from nicegui import ui

from app import door
from app.auth import current
from app.news import News, Topic
from app.pages.admin.guard import follow_as_admin
from app.pages.admin.publishing import publish
from app.pages.attempt import attempt
from components.forms import button_link, confirmed
from components.frame import frame, page_head
from components.layout import card
from components.mission_form import KINDS, WINDOWS
from components.table import Action, Chip, Column, Table, Tone
from components.toasts import Toasts
from domain.errors import Invalid, QuestboardError
from domain.rules.wording import outline
from domain.services import missions as verbs
from domain.specs import Kind, MissionSpec, Step, Tier
from domain.store.queries import missions as queries
from domain.store.queries import players
from domain.views import MissionDefinition, SignedIn

TONES: dict[str, Tone] = {"draft": "", "scheduled": "info", "published": "good"}


@ui.page("/admin/missions")
async def library(request: Request) -> None:
    """The list, and the way to a new mission."""
    me = await current.require_admin(request)
    zone = (await door.read(players.player_card, me.player_id, now=door.now())).timezone
    screen = Screen(me, zone)
    follow_as_admin(me, screen.tell)
    views = await door.read(queries.definitions)
    with frame("Missions", me, active="admin-missions") as toasts:
        with page_head("Missions", "A published version never changes, and what was earned is never taken away."):
            button_link("New mission", "/admin/missions/new", primary=True)
        screen.draw(views, toasts)


class Screen:
    """One open list of definitions."""

    def __init__(self, me: SignedIn, zone: str) -> None:
        self._me, self._zone = me, zone

    def draw(self, views: Sequence[MissionDefinition], toasts: Toasts) -> None:
        self._toasts = toasts
        with card("Missions"):
            self._table = Table(
                (
                    Column("mission", "Mission", "title"),
                    Column("kind", "Kind", "chips"),
                    Column("state", "State", "chips"),
                    Column("window", "Repeats"),
                    Column("xp", "XP", "number"),
                    Column("coins", "Coins", "number"),
                    Column("players", "Players", "number"),
                    Column("completions", "Completed", "number"),
                    Column("do", "", "actions"),
                ),
                caption="Missions",
                timezone=self._zone,
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
        self._views = {str(view.id): view for view in views}
        self._table.show([_row(view, self._zone) for view in views])

    async def _refresh(self) -> None:
        self._show(await door.read(queries.definitions))

    async def _act(self, key: str, handle: str) -> None:
        if (view := self._views.get(handle)) is None:
            return
        match key:
            case "publish":
                done = await self._publish(view)
            case "retire":
                done = await self._retire(view)
            case _:
                return
        if done:
            await self._refresh()

    async def _publish(self, view: MissionDefinition) -> bool:
        try:
            done = await publish(view.id, view.spec, self._me, self._zone)
        except QuestboardError as refusal:
            fields = refusal.fields if isinstance(refusal, Invalid) else {}
            self._toasts.say(refusal.title, next(iter(fields.values()), refusal.sentence), good=False)
            return False
        if done:
            self._toasts.say(done)
        return done is not None

    async def _retire(self, view: MissionDefinition) -> bool:
        title = view.spec.title
        if view.state == "scheduled":
            agreed = await confirmed(f"Cancel {title}?", "It does not begin. What runs now goes on.", "Cancel mission")
        else:
            agreed = await confirmed(
                f"Retire {title}?", "It leaves every dashboard. What players earned with it stays.", "Retire"
            )
        if not agreed:
            return False
        change = door.write(verbs.retire, view.id, actor_id=self._me.player_id, now=door.now())
        return await attempt(self._toasts, change, f"{title} is retired")


def _row(view: MissionDefinition, zone: str) -> dict[str, object]:
    return {
        "id": view.id,
        "mission": {"title": view.spec.title, "text": _text(view, zone)},
        "kind": (Chip(KINDS[view.spec.kind]),),
        "state": (Chip(view.state, TONES.get(view.state, "")),),
        "window": WINDOWS[view.spec.window] if view.spec.kind is Kind.MISSION else "",
        "xp": sum(one.xp for one in _gives(view.spec)),
        "coins": sum(one.coins for one in _gives(view.spec)),
        "players": view.players,
        "completions": view.completions,
        "do": tuple(_actions(view)),
    }


def _text(view: MissionDefinition, zone: str) -> str:
    """Its version, when it begins if it has not yet, and what it asks for: its requirement, or its steps."""
    parts = [f"Version {view.version}"]
    if view.state == "scheduled" and view.published_at:
        parts.append(f"begins on {view.published_at.astimezone(ZoneInfo(zone)):%-d %B %Y at %H:%M}")
    requirement = view.spec.requirement
    parts.append(outline(requirement) if requirement else ", ".join(step.title for step in view.spec.steps))
    return " · ".join(parts)


def _gives(spec: MissionSpec) -> Sequence[MissionSpec | Tier | Step]:
    """What gives something: every tier, or the whole and its steps."""
    return spec.tiers or (spec, *spec.steps)


def _actions(view: MissionDefinition) -> list[Action]:
    title, edit = view.spec.title, f"/admin/missions/{view.id}"
    if view.completions:
        done = Action("done", "Completions", href=f"{edit}/completions", describe=f"Who completed {title}")
        fair = Action("fairness", "Fairness", href=f"{edit}/fairness", describe=f"Who reaches {title}")
        return [done, fair, *_changes(view, title, edit)]
    return _changes(view, title, edit)


def _changes(view: MissionDefinition, title: str, edit: str) -> list[Action]:
    match view.state:
        case "draft":
            return [
                Action("edit", "Edit", href=edit, describe=f"Edit {title}"),
                Action("publish", "Publish", describe=f"Publish {title}"),
            ]
        case "scheduled":
            return [
                Action("edit", "Revise", href=edit, describe=f"Revise {title}"),
                Action("retire", "Cancel", tone="danger", describe=f"Cancel {title}"),
            ]
        case "published":
            return [
                Action("edit", "Revise", href=edit, describe=f"Revise {title}"),
                Action("retire", "Retire", tone="danger", describe=f"Retire {title}"),
            ]
        case _:
            return [Action("edit", "Use again", href=edit, describe=f"Use {title} again")]
