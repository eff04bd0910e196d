"""The last metre: a NiceGUI page follows the live hub, is let go when it closes, cut off when it cannot keep up."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

import nicegui
import structlog
from engineio.async_socket import AsyncSocket  # type: ignore[import-untyped]
from nicegui import Client, core, ui
from nicegui.server import Server

from app import bell, wiring
from app.ear import Ear
from app.live import Live
from app.news import News
from domain.views import SignedIn

#: A page with more unsent packets than this is not told anything until it has caught up …
BEHIND = 8
#: … and one with more than this is disconnected; its browser loads the page anew when it can.
LOST = 256
WATCH_SECONDS = 1.0

log = structlog.get_logger()


def follow(me: SignedIn, tell: Callable[[News], Awaitable[None]]) -> Ear:
    """Tell the current page about `me`'s events and the shared views, from now until it is closed.

    `tell` runs inside the page, so it may create and change elements. Call this before reading what you show. The
    page's bell follows by itself.
    """
    client = ui.context.client
    live = wiring.of(client.request).live

    async def told(news: News) -> None:
        with client:
            await tell(news)
            if bell.rings(news):
                await bell.ring(me)

    ear = live.subscribe(me.player_id, told, ready=lambda: _can_listen(client))
    client.on_connect(ear.wake)
    client.on_connect(lambda: bell.begin(me))
    client.on_delete(lambda: live.unsubscribe(ear))
    return ear


async def watch_backlogs(live: Live) -> None:
    """Every second: tell pages that have caught up, cut off those that never do. Runs for the life of the process."""
    while not nicegui.app.is_stopping:
        await asyncio.sleep(WATCH_SECONDS)
        for client in list(Client.instances.values()):
            if backlog(client) > LOST:
                await cut_off(client)
        for ear in live.ears():
            ear.wake()


def backlog(client: Client) -> int:
    """Packets that wait to be sent to this page."""
    return len(client.outbox.messages) + sum(int(socket.queue.qsize()) for socket in _sockets(client))


async def cut_off(client: Client) -> None:
    """Drop everything kept for the page, then its connections; in this order nobody waits for it to come back."""
    log.warning("live.slow_reader_cut_off", address=client.ip, backlog=backlog(client))
    sockets = [(socket, core.sio.environ.get(socket.sid, {})) for socket in _sockets(client)]
    client.delete()
    for socket, environ in sockets:
        await socket.close(wait=False, abort=True)
        _abort(environ)


def _can_listen(client: Client) -> bool:
    return client.has_socket_connection and backlog(client) <= BEHIND


def _sockets(client: Client) -> Iterator[AsyncSocket]:
    for _, engine_id in list(core.sio.manager.get_participants("/", client.id)):
        if (socket := core.sio.eio.sockets.get(engine_id)) is not None:
            yield socket


def _abort(environ: Mapping[str, Any]) -> None:
    """End the connection below the socket: the other side may never read what is still to be sent to it."""
    address = environ.get("asgi.scope", {}).get("client")
    for connection in list(Server.instance.server_state.connections):
        if getattr(connection, "client", None) == address:
            connection.transport.abort()
