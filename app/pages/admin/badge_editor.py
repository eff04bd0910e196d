"""One badge: a form, and beside it the badge as its holders see it."""

from dataclasses import asdict
from functools import partial

from fastapi import Request
from nicegui import ui

from app import door
from app.auth import current
from app.pages.admin.editing import Editor, form_page
from app.pages.admin.sentences import checked
from components.badge_form import BadgeForm, BadgeInput, input_of
from components.badges import BadgePreview
from components.frame import words
from components.layout import columns
from domain.errors import NotFound
from domain.rules.slugs import slug_of
from domain.services import badges as verbs
from domain.specs import BadgeSpec
from domain.store.queries import badges as queries


@ui.page("/admin/badges/new")
async def new_badge(request: Request) -> None:
    """An empty form."""
    await _open(request, None)


@ui.page("/admin/badges/{badge_id}/edit")
async def edit_badge(request: Request, badge_id: str) -> None:
    """The form of a badge there is."""
    await _open(request, badge_id)


async def _open(request: Request, badge_id: str | None) -> None:
    me = await current.require_admin(request)
    specs = {spec.id: spec for spec in await door.read(queries.all_badges)}
    if badge_id is not None and badge_id not in specs:
        raise NotFound("There is no such badge.")
    stored = specs[badge_id] if badge_id else None
    typed = input_of(stored) if stored else BadgeInput()
    categories = sorted({spec.category for spec in specs.values()})

    def show() -> None:
        values = asdict(typed)
        preview.show({**values, "name": values["name"] or "Name"}, now=door.now())

    def changed() -> None:
        editor.check()
        show()

    title = stored.name if stored else "New badge"
    text = "Whoever holds it sees the change at once." if stored else "A mission has to give it."
    with form_page(me, title, text, active="admin-badges", narrow=False) as toasts, columns():
        keep = partial(verbs.put, is_new=stored is None)
        editor = Editor(me, toasts, spec_of=lambda: spec_of(typed), keep=keep, home="/admin/badges")
        editor.fields = BadgeForm(typed, categories, slug_of=None if stored else slug_of, on_change=changed).fields
        with ui.element("div").classes("qb-stack qb-sticky"):
            preview = BadgePreview()
            words(
                "p", "For those who have earned it, and for all others. A secret one is seen only once earned."
            ).classes("qb-hint")
            editor.draw_actions("Save badge")
        show()


def spec_of(typed: BadgeInput) -> BadgeSpec:
    """The spec behind the form. Raises `Invalid` with the fields of the form."""
    return checked(BadgeSpec, {name: "" if value is None else value for name, value in asdict(typed).items()})
