"""Admin pages stay open only as long as their reader is an admin."""

from collections.abc import Awaitable, Callable

from nicegui import ui

from app import door
from app.following import follow
from app.news import News
from domain.events import PlayerChanged
from domain.store.queries import players
from domain.views import SignedIn


def follow_as_admin(me: SignedIn, tell: Callable[[News], Awaitable[None]]) -> None:
    """`follow`, and leave the page when the role is taken away. Every verb checks the role once more itself."""

    async def guarded(news: News) -> None:
        if (news.resync or any(isinstance(event, PlayerChanged) for event in news.mine)) and not await still_admin(me):
            ui.navigate.to("/")
            return
        await tell(news)

    follow(me, guarded)


async def still_admin(me: SignedIn) -> bool:
    """Whether the role is there now, whatever it was when the page was opened."""
    return (await door.read(players.player_card, me.player_id, now=door.now())).is_admin
