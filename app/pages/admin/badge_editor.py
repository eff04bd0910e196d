"""One badge: a form, and beside it the badge as its holders see it."""

from dataclasses import asdict

from fastapi import Request
from nicegui import ui
from pydantic import ValidationError

from app import door
from app.auth import current
from app.news import News
from app.pages.admin.guard import follow_as_admin
from app.pages.admin.sentences import CHECK, sentence_of
from components.badge_form import BadgeForm, BadgeInput, input_of
from components.badges import BadgePreview
from components.forms import button
from components.frame import frame, page_head, words
from components.layout import columns
from components.toasts import Toasts
from domain.errors import Invalid, NotFound, QuestboardError
from domain.rules.slugs import slug_of
from domain.services import badges as verbs
from domain.specs import BadgeSpec
from domain.store.queries import badges as queries
from domain.views import SignedIn


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
    editor = Editor(me, stored)

    async def tell(news: News) -> None:
        toasts.tell_all(news.mine)

    follow_as_admin(me, tell)
    title = stored.name if stored else "New badge"
    with frame(title, me, active="admin-badges") as toasts:
        page_head(title, "Whoever holds it sees the change at once." if stored else "A mission has to give it.")
        editor.draw(toasts, sorted({spec.category for spec in specs.values()}))


class Editor:
    """One open form."""

    def __init__(self, me: SignedIn, stored: BadgeSpec | None) -> None:
        self._me, self._is_new = me, stored is None
        self._typed = input_of(stored) if stored else BadgeInput()

    def draw(self, toasts: Toasts, categories: list[str]) -> None:
        self._toasts = toasts
        with columns():
            self._form = BadgeForm(
                self._typed, categories, slug_of=slug_of if self._is_new else None, on_change=self._changed
            )
            with ui.element("div").classes("qb-stack qb-sticky"):
                self._preview = BadgePreview()
                words(
                    "p", "For those who have earned it, and for all others. A secret one is seen only once earned."
                ).classes("qb-hint")
                with ui.element("div").classes("qb-actions"):
                    button("Save badge", self._save, primary=True).mark("save")
                    link = words("a", "Cancel").classes("qb-button is-quiet")
                    link.props["href"] = "/admin/badges"
        self._show()

    def _changed(self) -> None:
        """Check everything, but mark only what was touched."""
        try:
            spec_of(self._typed)
        except Invalid as refusal:
            self._form.show_errors(refusal.fields)
        else:
            self._form.show_errors({})
        self._show()

    def _show(self) -> None:
        typed = asdict(self._typed)
        self._preview.show({**typed, "name": typed["name"] or "Name"}, now=door.now())

    async def _save(self) -> None:
        try:
            spec = spec_of(self._typed)
            await door.write(verbs.put, spec, is_new=self._is_new, actor_id=self._me.player_id, now=door.now())
        except Invalid as refusal:
            self._form.show_errors(refusal.fields, everywhere=True)
        except QuestboardError as refusal:
            self._toasts.say(refusal.title, refusal.sentence, good=False)
        else:
            ui.navigate.to("/admin/badges")


def spec_of(typed: BadgeInput) -> BadgeSpec:
    """The spec behind the form. Raises `Invalid` with the fields of the form."""
    try:
        return BadgeSpec.model_validate({name: "" if value is None else value for name, value in asdict(typed).items()})
    except ValidationError as error:
        found = {str(mistake["loc"][0]): sentence_of(mistake) for mistake in error.errors()}
        raise Invalid(CHECK, found) from None
