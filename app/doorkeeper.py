"""Closes the open pages of a session that has ended: signed out, revoked, expired, or its player is none any more.

The bus says so at once; because it may lose messages, every session with an open page is asked again after a resync,
when its player changed, and from time to time.
"""

import asyncio
from collections import defaultdict
from uuid import UUID

import structlog
from nicegui import Client

from app import door
from app.auth import cookies, current
from app.live import Live
from app.settings import Settings
from domain.errors import Unavailable
from domain.events import DomainEvent, PlayerChanged, Resync, SessionRevoked
from domain.store.queries import players

ASK_SECONDS = 300.0

log = structlog.get_logger()


class Doorkeeper:
    """One for the process; `run` is its life."""

    def __init__(self, live: Live, settings: Settings) -> None:
        self._settings = settings
        self._doubted: set[UUID] = set()
        self._doubts_all = False
        self._wanted = asyncio.Event()
        live.watch(self._hear)

    async def run(self) -> None:
        """Ask about sessions in doubt, as long as the process lives."""
        while True:
            try:
                async with asyncio.timeout(ASK_SECONDS):
                    await self._wanted.wait()
            except TimeoutError:
                self._doubts_all = True
            try:
                await self._ask()
            except Unavailable as error:
                log.warning("doorkeeper.cannot_ask", error=error.sentence)
                await asyncio.sleep(1)
                self._doubt(None)

    def _hear(self, event: DomainEvent) -> None:
        match event:
            case SessionRevoked():
                for client in _pages_by_session().get(event.session_id, ()):
                    leave(client)
            case PlayerChanged():
                self._doubt(event.player_id)
            case Resync():
                self._doubt(None)
            case _:
                pass

    def _doubt(self, player_id: UUID | None) -> None:
        if player_id is None:
            self._doubts_all = True
        else:
            self._doubted.add(player_id)
        self._wanted.set()

    async def _ask(self) -> None:
        self._wanted.clear()
        everybody, self._doubts_all = self._doubts_all, False
        doubted, self._doubted = self._doubted, set()
        for clients in _pages_by_session().values():
            known = current.remembered(clients[0].request)
            if known is not None and (everybody or known.player_id in doubted):
                await self._ask_about(clients)

    async def _ask_about(self, clients: list[Client]) -> None:
        token = cookies.token(clients[0].request, self._settings) or ""
        if await door.read(players.signed_in, token, now=door.now()) is None:
            for client in clients:
                leave(client)


def leave(client: Client) -> None:
    """Empty a page and send its browser to the sign-in page."""
    client.remove_all_elements()
    client.open("/signin")


def _pages_by_session() -> dict[str, list[Client]]:
    pages: dict[str, list[Client]] = defaultdict(list)
    for client in list(Client.instances.values()):
        if (known := current.remembered(client.request)) is not None:
            pages[known.session_id].append(client)
    return pages
