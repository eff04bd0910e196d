"""Duels: challenge somebody, answer, and see how it goes."""

from uuid import UUID, uuid4

from fastapi import Request
from nicegui import ui

from app import door
from app.auth import current
from app.following import follow
from app.news import News, Topic
from app.pages.attempt import attempt
from app.pages.duel_input import days_of, first_of, goal_of, in_words, told_apart
from app.pages.live_board import PATIENCE
from components.duel_form import DuelForm, DuelInput
from components.duels import DuelList
from components.frame import frame, page_head, words
from components.people import people_tabs
from components.toasts import Toasts
from domain.errors import Invalid, QuestboardError
from domain.rules.duels import LONGEST
from domain.services import duels as verbs
from domain.store.queries import duels as queries
from domain.views import DuelPage, SignedIn

VERBS = {"accept": verbs.accept, "decline": verbs.decline, "withdraw": verbs.withdraw}


@ui.page("/duels")
async def duels(request: Request, to: str = "") -> None:
    """The signed-in player's duels and those of his teams; a profile leads here `to` challenge somebody."""
    me = await current.require(request)
    screen = Screen(me)
    follow(me, screen.tell)
    page = await screen.read()
    with frame("Duels", me, active="people", narrow=True) as toasts:
        with page_head("Duels", "Two of you, or two teams, and a few days. Nobody stakes anything."):
            people_tabs("/duels", duels=page.on)
        screen.draw(page, toasts, to)
        ui.timer(PATIENCE, screen.catch_up, immediate=False)


class Screen:
    """One open page of duels."""

    def __init__(self, me: SignedIn) -> None:
        self._me, self._due = me, False

    async def read(self) -> DuelPage:
        return await door.read(queries.page, self._me.player_id, now=door.now())

    def draw(self, page: DuelPage, toasts: Toasts, to: str) -> None:
        self._toasts = toasts
        self._off = words("p", "There are no duels here right now.").mark("no-duels")
        self._asked = DuelList(
            "You are challenged", empty="", quiet=True, verbs=("accept", "decline"), on_act=self._act
        )
        self._running = DuelList("Under way", empty="No duel is under way.", quiet=False, verbs=(), on_act=self._act)
        self._waiting = DuelList("Waiting for an answer", empty="", quiet=True, verbs=("withdraw",), on_act=self._act)
        with ui.element("div") as self._challenge:
            self._form = DuelForm(page, longest=LONGEST, who=to, sentence_of=in_words, on_invite=self._invite)
        self._past = DuelList("Over", empty="", quiet=True, verbs=(), on_act=self._act)
        self._show(page)

    async def tell(self, news: News) -> None:
        self._toasts.tell_all(news.mine)
        if news.mine or news.stale(Topic.PEOPLE):
            self._show(await self.read())
        elif news.stale(Topic.BOARD):
            self._due = True  # somebody did something, and a busy team does all the time

    async def catch_up(self) -> None:
        """Show how the others are doing, now and then."""
        if self._due:
            self._due = False
            self._show(await self.read())

    def _show(self, page: DuelPage) -> None:
        self._off.set_visibility(not page.on)
        self._challenge.set_visibility(page.on)
        self._form.show(page)
        self._asked.show(page.invitations if page.on else ())
        self._running.show(page.under_way)
        self._waiting.show(page.waiting)
        self._past.show(page.past)

    async def _act(self, verb: str, handle: str) -> None:
        change = door.write(VERBS[verb], UUID(handle), actor_id=self._me.player_id, now=door.now())
        await attempt(self._toasts, change)

    async def _invite(self, typed: DuelInput) -> bool:
        me = self._me.player_id
        try:
            await door.write(
                verbs.invite, uuid4(), first_of(typed) or me, UUID(typed.who), kind=typed.kind, goal=goal_of(typed),
                days=days_of(typed), actor_id=me, now=door.now(),
            )  # fmt: skip
        except Invalid as refusal:
            raise told_apart(refusal, typed) from None
        except QuestboardError as refusal:
            self._toasts.say(refusal.title, refusal.sentence, good=False)
            return False
        self._toasts.say("Your challenge is sent")
        return True
