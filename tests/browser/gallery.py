"""The components with made-up people, to look at without a database: `python -m tests.browser.gallery`."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import uvicorn
from fastapi import FastAPI
from nicegui import ui
from starlette.staticfiles import StaticFiles

from components.assets import ASSETS
from components.badges import BadgeShelf
from components.board import BoardCard
from components.feed import Feed, Scope
from components.frame import frame, head, page_head
from components.hero import Hero
from components.missions import MissionList
from components.toasts import Toasts
from components.vue import vue
from domain import events as e
from domain.specs import BadgeTier, Window
from domain.views import (
    BadgeView,
    Board,
    BoardRow,
    FeedLine,
    Level,
    MissionCard,
    PlayerCard,
    SignedIn,
    StreakView,
)

NOW = datetime.now(UTC)
ME = UUID(int=1)
NAMES = ("Ada Moreno", "Björn Sjöberg", "Chiara Lombardi", "Dev Patel", "Emeka Okafor", "Freya Lindqvist")
WHO = SignedIn(ME, "s", NAMES[0], "ada", None, is_admin=True)


def card(*, xp: int = 2340, level: int = 5, into: int = 340) -> PlayerCard:
    days = [date(2026, 11, day) for day in (9, 10, 11, 12, 13, 16, 17, 18, 19, 20)]
    recent = tuple((day, day.day not in (9, 13)) for day in days)
    return PlayerCard(
        id=ME, name=NAMES[0], login="ada", avatar_url=None, is_admin=True, hidden=False, timezone="Europe/Berlin",
        xp=xp, xp_today=150, xp_week=640, level=Level(level, into, 500), streak=StreakView(5, 11, True, recent), rank=4,
    )  # fmt: skip


def missions() -> list[MissionCard]:
    rows = (
        ("Review week", "Ten reviews with substance before Friday.", Window.WEEKLY, 7, 10, "7 of 10 reviews", 150, "Second pair of eyes"),
        ("Ship something every day", "One merged pull request today.", Window.DAILY, 0, 1, "0 of 1 merged pull request", 40, None),
        ("Clear the backlog", "Close five issues as completed.", Window.ONCE, 3, 5, "3 of 5 closed issues", 200, "Gardener"),
        ("Green build", "A workflow that passes on its first attempt.", Window.DAILY, 1, 1, "1 of 1 green build", 20, None),
    )  # fmt: skip
    return [
        MissionCard(
            UUID(int=100 + at), title, text, window, value, goal, value / goal, line, xp, badge,
            NOW + timedelta(days=2, hours=4) if window is Window.WEEKLY else None, NOW if value == goal else None,
        )
        for at, (title, text, window, value, goal, line, xp, badge) in enumerate(rows)
    ]  # fmt: skip


def lines() -> list[FeedLine]:
    rows = (
        (0, 50, "merged pull request #42 “Let the outbox drain in order”", "acme/app", "50 XP each · capped at 250 a day", 1),
        (2, 20, "reviewed pull request #41", "acme/app", "20 XP each · 3 of 5 at full worth today", 8),
        (1, 30, "closed issue #17 as completed", "acme/web", "30 XP each · capped at 150 a day", 26),
        (0, 150, "completed Review week", None, "Mission reward", 64),
        (3, -20, "review of #39 was dismissed", "acme/app", "Takes back 20 XP of Tuesday", 180),
        (4, 5, "first green build of main", "acme/infra", "Half worth after 3 · capped at 40 a day", 1500),
    )  # fmt: skip
    return [
        FeedLine(90 - at, NOW - timedelta(minutes=ago), UUID(int=who + 1), NAMES[who], None, amount, text, where, why,
                 "https://github.com/acme/app/pull/42" if where else None)
        for at, (who, amount, text, where, why, ago) in enumerate(rows)
    ]  # fmt: skip


def board() -> Board:
    rows = [(1, 1, 1240), (2, 3, 1180), (3, 5, 905), (4, 0, 640), (5, 2, 610), (6, 4, 380)]
    return Board("week", "This week", tuple(BoardRow(r, UUID(int=w + 1), NAMES[w], None, 9 - r, x) for r, w, x in rows), 14)


def badges() -> list[BadgeView]:
    rows = (
        ("first-light", "First light", "The first XP of a player.", BadgeTier.BRONZE, "sunrise", 1, 12),
        ("eyes", "Second pair of eyes", "Ten reviews in a week.", BadgeTier.SILVER, "eye", 3, 5),
        ("shipper", "Shipper", "Twenty merged pull requests.", BadgeTier.GOLD, "rocket", 1, 3),
        ("summit", "Summit", "Level 20.", BadgeTier.PLATINUM, "mountain", 0, 1),
        ("gardener", "Gardener", "Five issues closed as completed.", BadgeTier.BRONZE, "bug", 0, 4),
        ("streak", "Ember", "Twenty working days in a row.", BadgeTier.GOLD, "flame", 0, 0),
    )  # fmt: skip
    return [
        BadgeView(key, name, text, tier, "Craft", art, count, holders, NOW - timedelta(days=9) if count else None)
        for key, name, text, tier, art, count, holders in rows
    ]


@ui.page("/")
def dashboard() -> None:
    with frame("Dashboard", WHO, active="home") as toasts:
        hero = Hero(card())
        with ui.element("div").classes("qb-columns"):
            with ui.element("div").classes("qb-stack"):
                shown = MissionList(missions(), heading="Active missions", more="/missions")
                feed = Feed(lines(), timezone="UTC", on_scope=_nothing, can_grow=True)
            with ui.element("div").classes("qb-stack"):
                BoardCard(board(), board(), me=UUID(int=5), leaders=3, heading="This week", more="/board")
                BadgeShelf(badges()[:4], heading="Badges", timezone="UTC", compact=True, more="/badges")
    ui.timer(2.0, lambda: _play(toasts, hero, shown, feed), once=True)


@ui.page("/empty")
def empty() -> None:
    with frame("Dashboard", WHO, active="home"):
        start = StreakView(0, 0, False, tuple((day, False) for day, _ in card().streak.recent))
        nothing = PlayerCard(ME, "Ada", "ada", None, True, True, "UTC", 0, 0, 0, Level(1, 0, 100), start, None)
        Hero(nothing)
        with ui.element("div").classes("qb-columns"):
            with ui.element("div").classes("qb-stack"):
                MissionList([], heading="Active missions", more="/missions")
                Feed([], timezone="UTC", on_scope=_nothing, connect="curl -X POST http://127.0.0.1:8080/webhooks/github \\\n  -d @delivery.json")
            with ui.element("div").classes("qb-stack"):
                BoardCard(Board("week", "", (), 0), Board("week", "", (), 0), me=ME, leaders=3, heading="This week", hidden=True)
                BadgeShelf([], heading="Badges", timezone="UTC", compact=True, more="/badges")


@ui.page("/badges")
def collection() -> None:
    with frame("Badges", WHO, active="badges"):
        with page_head("Badges", "What stays on a profile. Earned ones never go away."):
            pass
        BadgeShelf(badges(), heading="Collection", timezone="UTC", players=14)


@ui.page("/table")
def table() -> None:
    columns = [("event", "Event", "title"), ("state", "State", "chips"), ("size", "Bytes", "number"),
               ("at", "Received", "time"), ("reason", "Reason", "text"), ("actions", "", "actions")]  # fmt: skip
    rows = [
        {"id": at, "event": {"title": "pull_request", "text": "github · 72d3162e-cc78-11e3-81ab-4c9367dc0958"}, "size": 21034,
         "state": [{"text": "failed", "tone": "bad"}], "at": NOW.isoformat(), "reason": "The payload names no repository.",
         "actions": [{"key": "again", "label": "Try again"}]}
        for at in range(3)
    ]  # fmt: skip
    with frame("Deliveries", WHO, active="admin-deliveries"):
        with page_head("Deliveries", "Everything tools have sent, byte for byte."):
            pass
        with ui.element("section").classes("qb-card"):
            vue("table", columns=[dict(zip(("key", "label", "kind"), c, strict=True)) for c in columns], rows=rows, zone="UTC", caption="Deliveries")


@ui.page("/signin")
def signin() -> None:
    head("Sign in")
    people = [{"id": str(at), "name": name, "login": name.split()[0].lower(), "avatar_url": None, "level": {"number": at + 2}, "is_admin": at == 0}
              for at, name in enumerate(NAMES)]  # fmt: skip
    vue("signin", github=None, people=people, sample_action="/auth/sample", next="/", logo="/assets/icons/questboard.svg",
        error="Signing in took too long. Please try again.")  # fmt: skip


async def _nothing(scope: Scope) -> None:
    pass


def _play(toasts: Toasts, hero: Hero, shown: MissionList, feed: Feed) -> None:
    hero.show(card(xp=2490, into=490))
    more = missions()
    shown.show([MissionCard(**{**_fields(more[0]), "value": 8, "progress": 0.8, "line": "8 of 10 reviews"}), *more[1:]])
    new = FeedLine(99, NOW, ME, NAMES[0], None, 150, "merged pull request #43", "acme/app", "50 XP each · capped at 250 a day", None)
    feed.show([new, *lines()], scope=Scope.YOU, can_grow=True)
    for event in (
        e.XpAwarded(ME, 50, 2490, 1, "merged pull request #43 · acme/app · capped at 250 a day", NOW),
        e.MissionCompleted(ME, ME, "Review week", "2026-W47", 150, NOW),
        e.BadgeEarned(ME, "eyes", "Second pair of eyes", "silver", NOW),
        e.LevelReached(ME, 6, NOW),
    ):
        toasts.tell(event)


def _fields(view: MissionCard) -> dict[str, object]:
    return {name: getattr(view, name) for name in view.__slots__}


def build() -> FastAPI:
    app = FastAPI()
    app.mount("/assets", StaticFiles(directory=ASSETS))
    ui.run_with(app, language="en-US", tailwind=False, dark=None, title="Questboard")
    return app


if __name__ == "__main__":
    uvicorn.run(build(), port=8391, log_level="warning")
