"""All badges, secret ones too, and the names of their categories."""

from collections.abc import Mapping, Sequence

from fastapi import Request
from nicegui import ui
from sqlmodel import Session

from app import door
from app.auth import current
from app.news import News, Topic
from app.pages.admin.guard import follow_as_admin
from app.pages.attempt import attempt
from components.badge_form import ask_category
from components.forms import button
from components.frame import frame, page_head, words
from components.layout import card
from components.table import Action, Chip, Column, Table
from components.toasts import Toasts
from domain.services import badges as verbs
from domain.specs import BadgeSpec
from domain.store.queries import badges as queries
from domain.views import SignedIn


@ui.page("/admin/badges")
async def badges(request: Request) -> None:
    """The list, and the way to a new badge."""
    me = await current.require_admin(request)
    screen = Screen(me)
    follow_as_admin(me, screen.tell)
    specs, holders = await door.read(_read)
    with frame("Badges", me, active="admin-badges") as toasts:
        with page_head("Badges", "Missions give them. They can change, but never go: people hold them."):
            screen.draw_actions()
        screen.draw(specs, holders, toasts)


class Screen:
    """One open list of badges."""

    def __init__(self, me: SignedIn) -> None:
        self._me = me

    def draw_actions(self) -> None:
        with ui.element("div").classes("qb-actions"):
            self._rename_button = button("Rename category", self._rename).mark("rename")
            link = words("a", "New badge").classes("qb-button is-primary")
            link.props["href"] = "/admin/badges/new"

    def draw(self, specs: Sequence[BadgeSpec], holders: Mapping[str, int], toasts: Toasts) -> None:
        self._toasts = toasts
        with card("Badges"):
            self._table = Table(
                (
                    Column("badge", "Badge", "title"),
                    Column("tier", "Tier"),
                    Column("type", "Type"),
                    Column("category", "Category"),
                    Column("chips", "Properties", "chips"),
                    Column("holders", "Holders", "number"),
                    Column("do", "", "actions"),
                ),
                caption="Badges",
                timezone="UTC",
                empty=("medal", "No badges yet", "Make the first one, then let a mission give it."),
            )
        self._show(specs, holders)

    async def tell(self, news: News) -> None:
        self._toasts.tell_all(news.mine)
        if news.stale(Topic.BADGES, Topic.HOLDERS):
            await self._refresh()

    async def _refresh(self) -> None:
        self._show(*await door.read(_read))

    def _show(self, specs: Sequence[BadgeSpec], holders: Mapping[str, int]) -> None:
        self._categories = sorted({spec.category for spec in specs})
        self._rename_button.set_visibility(bool(specs))
        ordered = sorted(specs, key=lambda spec: (spec.category, spec.name))
        self._table.show([_row(spec, holders.get(spec.id, 0)) for spec in ordered])

    async def _rename(self) -> None:
        if (answer := await ask_category(self._categories)) is None:
            return
        old, new = answer
        change = door.write(verbs.rename_category, old, new, actor_id=self._me.player_id, now=door.now())
        if await attempt(self._toasts, change, f"{old} is {new.strip()} now"):
            await self._refresh()


def _read(session: Session) -> tuple[tuple[BadgeSpec, ...], dict[str, int]]:
    return queries.all_badges(session), queries.holders(session)


def _row(spec: BadgeSpec, holders: int) -> dict[str, object]:
    chips = [Chip("secret", "info")] if spec.secret else []
    if spec.repeatable:
        chips.append(Chip("repeatable"))
    edit = Action("edit", "Edit", href=f"/admin/badges/{spec.id}/edit", describe=f"Edit {spec.name}")
    return {
        "id": spec.id,
        "badge": {"title": spec.name, "text": spec.description},
        "tier": spec.tier.value.capitalize(),
        "type": spec.type.value.capitalize(),
        "category": spec.category,
        "chips": tuple(chips),
        "holders": holders,
        "do": (edit,),
    }
