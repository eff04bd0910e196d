"""The form of one definition: its page, what is checked while it is typed, and how it is kept."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from nicegui import ui

from app import door
from app.news import News
from app.pages.admin.guard import follow_as_admin
from components.fields import Fields
from components.forms import button, button_link
from components.frame import frame, page_head
from components.toasts import Toasts
from domain.errors import Invalid, QuestboardError
from domain.events import DomainEvent
from domain.specs import Spec
from domain.views import SignedIn


@contextmanager
def form_page(me: SignedIn, title: str, text: str, *, active: str, narrow: bool = True) -> Iterator[Toasts]:
    """The page around a form. It hears the news, and lets what is typed alone."""

    async def tell(news: News) -> None:
        toasts.tell_all(news.mine)

    follow_as_admin(me, tell)
    with frame(title, me, active=active, narrow=narrow) as toasts:
        page_head(title, text)
        yield toasts


class Editor:
    """What happens to one open form.

    `spec_of` makes the spec of what is typed, or raises `Invalid` with paths of the form; `keep` is the verb that
    keeps it, and `home` where the form leads in the end.
    """

    fields: Fields

    def __init__(
        self,
        me: SignedIn,
        toasts: Toasts,
        *,
        spec_of: Callable[[], Spec],
        keep: Callable[..., list[DomainEvent]],
        home: str,
    ) -> None:
        self._me, self._toasts, self._spec_of, self._keep, self._home = me, toasts, spec_of, keep, home

    def draw_actions(self, save: str) -> None:
        """The buttons below, or beside, the form."""
        with ui.element("div").classes("qb-actions"):
            button(save, self.save, primary=True).mark("save")
            button_link("Cancel", self._home, quiet=True)

    def check(self) -> None:
        """Check everything, but mark only what was touched."""
        try:
            self._spec_of()
        except Invalid as refusal:
            self.fields.show(refusal.fields)
        else:
            self.fields.show({})

    async def save(self) -> None:
        """Keep it, or say what is wrong."""
        try:
            await door.write(self._keep, self._spec_of(), actor_id=self._me.player_id, now=door.now())
        except Invalid as refusal:
            self.fields.show(refusal.fields or {"": refusal.sentence}, everywhere=True)
        except QuestboardError as refusal:
            self._toasts.say(refusal.title, refusal.sentence, good=False)
        else:
            ui.navigate.to(self._home)
