"""Thanks: say them, and read those of others."""

from datetime import datetime
from uuid import UUID, uuid4

from fastapi import Request
from nicegui import ui
from sqlmodel import Session

from app import door
from app.auth import current
from app.following import follow
from app.news import News, Topic
from components.frame import frame, page_head
from components.kudos import KudosForm, KudosList
from components.people import people_tabs
from components.toasts import Toasts
from domain.errors import Invalid, QuestboardError
from domain.rules.kudos import LONGEST
from domain.services import kudos as verbs
from domain.store.queries import duels, players
from domain.store.queries import kudos as queries
from domain.views import KudosPage, SignedIn


@ui.page("/kudos")
async def kudos(request: Request) -> None:
    """The newest thanks, and a form for one's own."""
    me = await current.require(request)
    screen = Screen(me)
    follow(me, screen.tell)
    page, timezone = await door.read(_view, me.player_id, now=door.now())
    rules = await door.read(duels.rules_of)
    with frame("Thanks", me, active="people", narrow=True) as toasts:
        with page_head("Thanks", "Recognition that no rule sees. It pays no XP; missions and badges may count it."):
            people_tabs("/kudos", duels=rules.on)
        screen.draw(page, timezone, toasts)


class Screen:
    """One open page of thanks."""

    def __init__(self, me: SignedIn) -> None:
        self._me = me

    def draw(self, page: KudosPage, timezone: str, toasts: Toasts) -> None:
        self._toasts = toasts
        self._form = KudosForm(page, longest=LONGEST, on_thank=self._thank)
        self._list = KudosList(page.said, timezone=timezone)

    async def tell(self, news: News) -> None:
        self._toasts.tell_all(news.mine)
        if news.stale(Topic.KUDOS) or news.stale(Topic.PEOPLE):
            page, _ = await door.read(_view, self._me.player_id, now=door.now())
            self._form.show(page)
            self._list.show(page.said)

    async def _thank(self, player: str, text: str) -> bool:
        try:
            await door.write(verbs.thank, uuid4(), UUID(player), text, actor_id=self._me.player_id, now=door.now())
        except Invalid:
            raise
        except QuestboardError as refusal:
            self._toasts.say(refusal.title, refusal.sentence, good=False)
            return False
        self._toasts.say("That will make somebody’s day")
        return True


def _view(session: Session, player_id: UUID, *, now: datetime) -> tuple[KudosPage, str]:
    return queries.page(session, player_id, now=now), players.player_card(session, player_id, now=now).timezone
