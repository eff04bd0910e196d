"""Thanks: the form to say them, and the newest ones."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from zoneinfo import ZoneInfo

from nicegui import ui

from components.forms import button
from components.frame import words
from components.layout import card
from domain.errors import Invalid
from domain.views import KudosPage, KudosView

#: `on_thank(player id, text)` tells whether it was said; raises `Invalid` for a field.
Thank = Callable[[str, str], Awaitable[bool]]


class KudosForm:
    """Whom to thank, and for what."""

    def __init__(self, page: KudosPage, *, longest: int, on_thank: Thank) -> None:
        self._on_thank = on_thank
        with card("Say thanks"), ui.element("div").classes("qb-form"):
            words("h2", "Say thanks")
            self._who = ui.select({}, label="Who helped?", with_input=True).mark("who")
            self._who.props('outlined options-dense behavior=menu input-aria-label="Who helped?"')
            self._text = ui.textarea("What for?").props(f"outlined autogrow counter maxlength={longest}").mark("text")
            self._left = words("p", "").classes("qb-hint").mark("left")
            with ui.element("div").classes("qb-actions"):
                self._say = button("Say thanks", self._thank, primary=True)
        self.show(page)

    def show(self, page: KudosPage) -> None:
        """Who can be thanked now, and how often still."""
        options = {str(one.id): f"{one.name} (@{one.login})" for one in page.others}
        if self._who.options != options:
            self._who.set_options(options)
        more = "once more" if page.left == 1 else f"{page.left} more times"
        self._left.set_text(
            f"You can say thanks {more} this week. Everybody sees it, but for people who hide."
            if page.left
            else "You have said all your thanks for this week. On Monday there are new ones."
        )
        self._say.set_enabled(page.left > 0)

    async def _thank(self) -> None:
        wrong: Mapping[str, str] = {} if self._who.value else {"who": "Please choose somebody."}
        done = False
        try:
            done = not wrong and await self._on_thank(str(self._who.value), self._text.value or "")
        except Invalid as refusal:
            wrong = refusal.fields
        self._who.error, self._text.error = wrong.get("who"), wrong.get("text")
        if done:
            self._who.set_value(None)
            self._text.set_value("")


class KudosList:
    """The newest thanks, in words."""

    def __init__(self, said: Sequence[KudosView], *, timezone: str) -> None:
        self._zone = ZoneInfo(timezone)
        with card("Thanks"):
            words("h2", "Thanks")
            self._list = ui.element("ol").classes("qb-kudos")
        self.show(said)

    def show(self, said: Sequence[KudosView]) -> None:
        self._list.clear()
        with self._list:
            if not said:
                words("li", "Nobody has said thanks yet. Who helped you this week?").classes("qb-hint")
            for one in said:
                with ui.element("li").classes("is-mine" if one.to_me or one.from_me else ""):
                    words("b", _names(one))
                    words("blockquote", one.text)
                    words("time", f"{one.at.astimezone(self._zone):%-d %B, %H:%M}")


def _names(one: KudosView) -> str:
    giver = "You" if one.from_me else one.giver
    return f"{giver} thanked {'you' if one.to_me else one.receiver}"
