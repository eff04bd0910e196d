"""All badges, secret ones too, and the names of their categories."""

from fastapi import Request
from nicegui import ui
from sqlmodel import Session

from app import door
from app.auth import current
from app.news import Topic
from app.pages.admin.listing import Listing, edit
from app.pages.attempt import attempt
from components.badge_form import ask_category
from components.forms import button, button_link
from components.frame import frame, page_head
from components.layout import card
from components.table import Chip, Column
from domain.services import badges as verbs
from domain.specs import BadgeSpec
from domain.store.queries import badges as queries

_COLUMNS = (
    Column("badge", "Badge", "title"),
    Column("tier", "Tier"),
    Column("type", "Type"),
    Column("category", "Category"),
    Column("chips", "Properties", "chips"),
    Column("holders", "Holders", "number"),
    Column("do", "", "actions"),
)


@ui.page("/admin/badges")
async def badges(request: Request) -> None:
    """The list, and the way to a new badge."""
    me = await current.require_admin(request)
    listing = Listing(
        me,
        "Badges",
        _COLUMNS,
        read=lambda: door.read(_read),
        row=_row,
        topics=(Topic.BADGES, Topic.HOLDERS),
        empty=("medal", "No badges yet", "Make the first one, then let a mission give it."),
        on_show=lambda lines: renaming.set_visibility(bool(lines)),
    )

    async def rename() -> None:
        if (answer := await ask_category(sorted({spec.category for spec, _ in listing.lines}))) is None:
            return
        old, new = answer
        change = door.write(verbs.rename_category, old, new, actor_id=me.player_id, now=door.now())
        if await attempt(toasts, change, f"{old} is {new.strip()} now"):
            await listing.refresh()

    await listing.begin()
    with frame("Badges", me, active="admin-badges") as toasts:
        with (
            page_head("Badges", "Missions give them. They can change, but never go: people hold them."),
            ui.element("div").classes("qb-actions"),
        ):
            renaming = button("Rename category", rename).mark("rename")
            button_link("New badge", "/admin/badges/new", primary=True)
        with card("Badges"):
            listing.draw(toasts)


def _read(session: Session) -> list[tuple[BadgeSpec, int]]:
    """Each with the number of its holders."""
    holders = queries.holders(session)
    ordered = sorted(queries.all_badges(session), key=lambda spec: (spec.category, spec.name))
    return [(spec, holders.get(spec.id, 0)) for spec in ordered]


def _row(line: tuple[BadgeSpec, int]) -> dict[str, object]:
    spec, holders = line
    secret = (Chip("secret", "info"),) if spec.secret else ()
    repeatable = (Chip("repeatable"),) if spec.repeatable else ()
    return {
        "id": spec.id,
        "badge": {"title": spec.name, "text": spec.description},
        "tier": spec.tier.value.capitalize(),
        "type": spec.type.value.capitalize(),
        "category": spec.category,
        "chips": (*secret, *repeatable),
        "holders": holders,
        "do": (edit(spec.name, f"/admin/badges/{spec.id}/edit"),),
    }
