"""The bell of every page: how much of a player's inbox is unread, live."""

from contextlib import suppress

from app import door
from app.news import News, Topic
from components.frame import bell
from domain.errors import Unavailable
from domain.events import (
    BadgeEarned,
    InboxChanged,
    LeagueMoved,
    LevelReached,
    MissionCompleted,
    PlaceTaken,
    RankGained,
    StepCompleted,
)
from domain.store.queries import notifications
from domain.views import SignedIn

_NOTED = (BadgeEarned, InboxChanged, LeagueMoved, LevelReached, MissionCompleted, PlaceTaken, RankGained, StepCompleted)


def rings(news: News) -> bool:
    """Whether something came into the player's inbox, or was read."""
    return news.stale(Topic.SEASONS) or any(isinstance(event, _NOTED) for event in news.mine)


async def ring(me: SignedIn) -> None:
    """Let the bell of the current page, if it has one, show what is unread now."""
    if (one := bell()) is not None:
        one.show(await door.read(notifications.unread, me.player_id))


async def begin(me: SignedIn) -> None:
    """The same for a page that has just connected; without a database the next news brings it."""
    with suppress(Unavailable):
        await ring(me)
