"""The form of the league."""

from dataclasses import dataclass

from fastapi import Request
from nicegui import ui
from pydantic import ValidationError

from app import door
from app.auth import current
from app.news import News
from app.pages.admin.guard import follow_as_admin
from app.pages.admin.sentences import CHECK, sentence_of
from components.board_form import PERIODS
from components.fields import Fields, Place
from components.forms import button
from components.frame import frame, page_head, words
from components.layout import card
from components.toasts import Toasts
from components.widgets import choice, number
from domain.errors import Invalid, QuestboardError
from domain.services import leagues as verbs
from domain.specs import LeagueSpec, Period
from domain.store.queries import leagues
from domain.views import SignedIn


@dataclass(eq=False, slots=True)
class LeagueInput:
    """What the form holds, as it is typed; divisions stand on lines of their own."""

    title: str
    divisions: str
    size: float | None
    up: float | None
    down: float | None
    period: str
    on: bool


@ui.page("/admin/league")
async def admin_league(request: Request) -> None:
    """The only league there is."""
    me = await current.require_admin(request)
    spec = await door.read(leagues.spec) or LeagueSpec()
    editor = Editor(me, spec)

    async def tell(news: News) -> None:
        toasts.tell_all(news.mine)

    follow_as_admin(me, tell)
    with frame("League", me, active="admin-boards", narrow=True) as toasts:
        page_head("League", "Off at first. Only people who join are in it; a round that is under way keeps its rules.")
        editor.draw(toasts)


class Editor:
    """One open form."""

    def __init__(self, me: SignedIn, spec: LeagueSpec) -> None:
        values = spec.model_dump(mode="json") | {"divisions": "\n".join(spec.divisions)}
        self._me, self._typed = me, LeagueInput(**values)

    def draw(self, toasts: Toasts) -> None:
        self._toasts, typed = toasts, self._typed
        self._fields = fields = Fields(lambda: None)
        with ui.element("div").classes("qb-form"), card("League"):
            words("h2", "League")
            fields.complaint(typed, "")
            fields.keep(typed, "on", ui.switch("On: everybody can join", value=typed.on)).mark("league-on")
            fields.keep(typed, "title", ui.input("Title", value=typed.title).props("outlined maxlength=80"))
            divisions = ui.textarea("Divisions, the lowest first", value=typed.divisions).props("outlined autogrow")
            fields.keep(typed, "divisions", divisions).mark("divisions")
            periods = {period: PERIODS[period] for period in (Period.WEEK, Period.MONTH)}
            fields.keep(typed, "period", choice("A round lasts a", periods, typed.period))
            with ui.element("div").classes("qb-form-row"):
                fields.keep(typed, "size", number("People in a group", typed.size, least=5, most=100))
                fields.keep(typed, "up", number("Percent that move up", typed.up, most=50))
                fields.keep(typed, "down", number("Percent that move down", typed.down, most=50))
            with ui.element("div").classes("qb-actions"):
                button("Save league", self._save, primary=True).mark("save")
                link = words("a", "Cancel").classes("qb-button is-quiet")
                link.props["href"] = "/admin/boards"

    async def _save(self) -> None:
        try:
            await door.write(verbs.define, spec_of(self._typed), actor_id=self._me.player_id, now=door.now())
        except Invalid as refusal:
            places: dict[Place, str] = {(self._typed, name): text for name, text in refusal.fields.items()}
            self._fields.show(places, elsewhere=(self._typed, ""), everywhere=True)
        except QuestboardError as refusal:
            self._toasts.say(refusal.title, refusal.sentence, good=False)
        else:
            ui.navigate.to("/admin/boards")


def spec_of(typed: LeagueInput) -> LeagueSpec:
    """The spec behind the form. Raises `Invalid` with the fields of the form."""
    values = {
        "title": typed.title,
        "divisions": [line.strip() for line in typed.divisions.splitlines() if line.strip()],
        "size": typed.size,
        "up": typed.up,
        "down": typed.down,
        "period": typed.period,
        "on": typed.on,
    }
    try:
        return LeagueSpec.model_validate(values)
    except ValidationError as error:
        found = {str(next(iter(mistake["loc"]), "")): sentence_of(mistake) for mistake in error.errors()}
        raise Invalid(CHECK, found) from None
