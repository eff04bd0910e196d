"""What the game told a player: kept here, also for those who missed the toast."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from nicegui import ui
from sqlmodel import Session

from app import door
from app.auth import current
from app.bell import rings
from app.following import follow
from app.news import News, Topic
from app.pages.attempt import attempt
from components.frame import frame, page_head
from components.inbox import Inbox
from components.toasts import Toasts
from domain.services import notifications as verbs
from domain.store.queries import notifications, players
from domain.views import NotificationView, SignedIn

PAGE = 30
HERE = "/inbox"


@ui.page(HERE)
async def inbox(request: Request, before: Annotated[str, Query()] = "") -> None:
    """The newest notifications, or those `before` one; the next page begins where this one ends."""
    me = await current.require(request)
    screen = Screen(me, int(before) if before.isdecimal() and len(before) < len(str(2**63)) else None)
    follow(me, screen.tell)
    notes, unread, timezone = await screen.read()
    with frame("Inbox", me, active="inbox", narrow=True) as toasts:
        page_head("Inbox", "What you reached and earned, and what you should know.")
        screen.draw(notes, unread, timezone, toasts)


class Screen:
    """One open page of an inbox."""

    def __init__(self, me: SignedIn, before: int | None) -> None:
        self._me, self._before = me, before

    async def read(self) -> tuple[tuple[NotificationView, ...], int, str]:
        """One notification more than is shown, how many are unread, and the player's time zone."""
        return await door.read(_view, self._me.player_id, self._before, now=door.now())

    def draw(self, notes: Sequence[NotificationView], unread: int, timezone: str, toasts: Toasts) -> None:
        self._toasts = toasts
        self._inbox = Inbox(
            notes[:PAGE],
            unread=unread,
            older=_older(notes),
            newest=HERE if self._before else None,
            timezone=timezone,
            on_read=self._read_all,
        )

    async def tell(self, news: News) -> None:
        self._toasts.tell_all(news.mine)
        if rings(news) or news.stale(Topic.PEOPLE):  # names in notifications are those of now
            notes, unread, _ = await self.read()
            self._inbox.show(notes[:PAGE], unread=unread, older=_older(notes))

    async def _read_all(self) -> None:
        await attempt(self._toasts, door.write(verbs.mark_read, self._me.player_id, now=door.now()))


def _view(
    session: Session, player_id: UUID, before: int | None, *, now: datetime
) -> tuple[tuple[NotificationView, ...], int, str]:
    return (
        notifications.inbox(session, player_id, limit=PAGE + 1, before=before),
        notifications.unread(session, player_id),
        players.player_card(session, player_id, now=now).timezone,
    )


def _older(notes: Sequence[NotificationView]) -> str | None:
    return f"{HERE}?before={notes[PAGE - 1].id}" if len(notes) > PAGE else None
