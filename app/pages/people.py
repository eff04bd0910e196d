"""People: whom one follows, who follows, and what somebody lets be seen of himself."""

from datetime import datetime
from uuid import UUID

from fastapi import Request
from nicegui import ui
from sqlmodel import Session

from app import door
from app.auth import current
from app.following import follow
from app.news import News, Topic
from app.pages.attempt import attempt
from components.frame import frame, page_head
from components.people import Finder, PeopleTable, ProfileCard, people_tabs
from components.toasts import Toasts
from domain.errors import NotFound
from domain.events import FollowsChanged
from domain.services import follows as verbs
from domain.store.queries import duels, friends, players
from domain.views import PeoplePage, Profile, SignedIn

VERBS = {"follow": verbs.follow, "unfollow": verbs.unfollow, "refuse": verbs.refuse, "allow": verbs.allow}


@ui.page("/people")
async def people(request: Request) -> None:
    """Whom the signed-in player follows, and who follows him."""
    me = await current.require(request)
    screen = People(me)
    follow(me, screen.tell)
    page, rules = await door.read(friends.page, me.player_id), await door.read(duels.rules_of)
    with frame("People", me, active="people", narrow=True) as toasts:
        with page_head("People", "Two who follow each other are friends. Who hides cannot be found."):
            people_tabs("/people", duels=rules.on)
        screen.draw(page, toasts)


@ui.page("/players/{player_id}")
async def profile(request: Request, player_id: UUID) -> None:
    """Somebody, as far as he lets be seen."""
    me = await current.require(request)
    screen = Somebody(me, player_id)
    follow(me, screen.tell)
    view, timezone = await door.read(_profile, player_id, me.player_id, now=door.now())
    rules = await door.read(duels.rules_of)
    with frame(view.name, me, active="people", narrow=True) as toasts:
        screen.draw(view, timezone, toasts, duels=rules.on)


class Deciding:
    """What a player decides about another, from whatever page."""

    def __init__(self, me: SignedIn) -> None:
        self._me = me

    async def _act(self, verb: str, handle: str) -> None:
        change = door.write(VERBS[verb], UUID(handle), actor_id=self._me.player_id, now=door.now())
        await attempt(self._toasts, change)

    _toasts: Toasts


class People(Deciding):
    """One open list of one's people."""

    def draw(self, page: PeoplePage, toasts: Toasts) -> None:
        self._toasts = toasts
        self._finder = Finder(page)
        self._followed = PeopleTable(
            "You follow",
            empty=("You follow nobody yet", "Find somebody above; his profile has the button."),
            on_act=self._act,
            verbs=frozenset({"unfollow"}),
        )
        self._followers = PeopleTable(
            "Following you",
            empty=("Nobody follows you yet", "Whoever does appears here."),
            on_act=self._act,
            verbs=frozenset({"follow", "refuse"}),
        )
        self._refused = PeopleTable(
            "May not follow you", empty=("", ""), on_act=self._act, verbs=frozenset({"allow"}), quiet=True
        )
        self._show(page)

    async def tell(self, news: News) -> None:
        self._toasts.tell_all(news.mine)
        if news.stale(Topic.PEOPLE) or any(isinstance(event, FollowsChanged) for event in news.mine):
            page = await door.read(friends.page, self._me.player_id)
            self._finder.show(page)
            self._show(page)

    def _show(self, page: PeoplePage) -> None:
        self._followed.show(page.followed)
        self._followers.show(page.followers)
        self._refused.show(page.refused)


class Somebody(Deciding):
    """One open profile."""

    def __init__(self, me: SignedIn, player_id: UUID) -> None:
        super().__init__(me)
        self._id = player_id

    def draw(self, view: Profile, timezone: str, toasts: Toasts, *, duels: bool) -> None:
        self._toasts = toasts
        self._card = ProfileCard(view, me=self._me.player_id, timezone=timezone, duels=duels, on_act=self._act)

    async def tell(self, news: News) -> None:
        self._toasts.tell_all(news.mine)
        if news.stale(Topic.PEOPLE, Topic.HOLDERS) or any(isinstance(event, FollowsChanged) for event in news.mine):
            try:
                self._card.show((await door.read(_profile, self._id, self._me.player_id, now=door.now()))[0])
            except NotFound:
                ui.page_title("Questboard")
                self._card.show(None)


def _profile(session: Session, player_id: UUID, viewer_id: UUID, *, now: datetime) -> tuple[Profile, str]:
    view = friends.profile(session, player_id, viewer_id, now=now)
    return view, players.player_card(session, viewer_id, now=now).timezone
