"""The page of thanks, as a person uses it."""

from datetime import UTC, datetime
from typing import Any

from nicegui import ui

from domain.events import KudosSaid
from domain.store import session
from domain.store.queries import kudos
from tests.app.pages.conftest import Visit
from tests.factories import accounts, merged_pull

OTHER = accounts(2)[1]


def _field(visit: Visit, name: str) -> Any:
    (element,) = visit.user.find(marker=name).elements
    return element


async def test_thanks_are_said_and_seen(visit: Visit) -> None:
    visit.happens(merged_pull(OTHER, at=datetime.now(UTC)))
    await visit.user.open("/kudos")
    await visit.user.should_see("Nobody has said thanks yet.")
    visit.user.find(kind=ui.button, content="Say thanks").click()
    await visit.user.should_see("Please choose somebody.")
    (handle,) = [key for key, name in _field(visit, "who").options.items() if OTHER.login in name]
    _field(visit, "who").set_value(handle)
    visit.user.find(kind=ui.button, content="Say thanks").click()
    await visit.user.should_see("What are you thankful for?")
    _field(visit, "text").set_value("You were patient with me.")
    visit.user.find(kind=ui.button, content="Say thanks").click()
    await visit.eventually(lambda: session.read(kudos.page, visit.player_id, now=datetime.now(UTC)).left == 4)
    visit.live.hear([KudosSaid(visit.player_id)])
    await visit.eventually(lambda: "4 more times" in _field(visit, "left").text)
    await visit.user.should_see("thanked")
