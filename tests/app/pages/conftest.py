"""The pages without a browser: NiceGUI's simulated user on the real database, with the hub fed by hand."""

import asyncio
import importlib
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import nicegui
import pytest
from nicegui.testing import User
from nicegui.testing.user_simulation import user_simulation
from pydantic import SecretStr

from app import door, wiring
from app.error_page import error_page
from app.live import Live
from app.problems import for_people
from app.security.rates import Rates
from app.settings import Settings
from domain.errors import QuestboardError
from domain.services import deliveries as receiver
from domain.services import inbox, players
from domain.specs import Delivery, Person
from domain.store import session
from domain.store.queries import feed, team_boards
from domain.store.queries import players as queries

TOKEN = "a-token-of-this-browser"


@dataclass(frozen=True, slots=True)
class Visit:
    """A signed-in person with a browser. `live` is the hub of the process; nothing else feeds it."""

    user: User
    live: Live
    player_id: UUID

    def props(self, marker: str) -> dict[str, Any]:
        """What the data-fed component of that marker shows."""
        (element,) = self.user.find(marker=marker).elements
        return dict(element.props)

    async def eventually(self, condition: Callable[[], bool]) -> None:
        """Wait until `condition` holds; the page may take a few turns of the loop and of a thread."""
        for _ in range(200):
            if condition():
                return
            await asyncio.sleep(0.02)
        assert condition()

    def happens(self, *deliveries: Delivery, heard: bool = True) -> None:
        """Tools post these, a worker applies them, and the hub hears what came of it, unless it is deaf just then."""
        now = datetime.now(UTC)
        session.write(receiver.accept, deliveries, now=now)
        events = session.write(inbox.apply, now=now, limit=1000)
        if heard:
            self.live.hear(events)


@pytest.fixture
async def simulated(seeded: str) -> AsyncIterator[tuple[User, Live]]:
    """Nobody is signed in yet."""
    async with user_simulation() as user:
        _register_pages()
        nicegui.app.add_exception_handler(QuestboardError, for_people(error_page))
        live = Live(_board, _feed)
        settings = Settings(database_url=SecretStr(seeded))
        wiring.put(nicegui.app, wiring.Wiring(settings, live, Rates(None), Counter()))
        yield user, live


@pytest.fixture
def visit(simulated: tuple[User, Live]) -> Visit:
    """A player is signed in."""
    return _sign_in(simulated, admin=False)


@pytest.fixture
def admin_visit(simulated: tuple[User, Live]) -> Visit:
    """An admin is signed in."""
    return _sign_in(simulated, admin=True)


def _register_pages() -> None:
    """Anew for every test: the simulation forgets all routes."""
    for name in [name for name in sys.modules if name.startswith("app.pages")]:
        del sys.modules[name]
    importlib.import_module("app.pages")


def _sign_in(simulated: tuple[User, Live], *, admin: bool) -> Visit:
    user, live = simulated
    person, now = Person("github", "1000000", "person-0"), datetime.now(UTC)
    session.write(
        players.sign_in, person, name="Person Zero", avatar_url=None, admin=admin, token=TOKEN, user_agent="", now=now
    )
    user.http_client.cookies.set("qb_session", TOKEN)
    signed_in = session.read(queries.signed_in, TOKEN, now=now)
    assert signed_in is not None
    return Visit(user, live, signed_in.player_id)


async def _board(key: str) -> Any:
    return await door.read(team_boards.front, key, now=door.now())


async def _feed() -> Any:
    return await door.read(feed.feed, player_id=None, limit=20)
