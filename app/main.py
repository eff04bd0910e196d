"""The web process: everything meets here and nowhere else.

`build` puts the application together, `serve` runs it. From the outside to the inside a request passes the receiver
(which takes what is below /webhooks), the security headers, the kept static files, the body limit, then the routes:
sign-in, health, the API, and NiceGUI's pages for the rest.
"""

import asyncio
import importlib
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial

import nicegui
import uvicorn
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from huey.api import Huey
from nicegui import Client, core, ui
from starlette.exceptions import HTTPException
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from app import door, embedded, health, memory, pictures, wiring
from app.api import application as api
from app.auth import routes as auth
from app.doorkeeper import Doorkeeper
from app.error_page import error_page
from app.following import watch_backlogs
from app.live import Front, Listener, Live
from app.problems import for_people, for_programs
from app.security import origins
from app.security.headers import SecurityHeaders, let_pages_run
from app.security.pages import PageLimit
from app.security.rates import Rates
from app.security.static import CompressOnce
from app.settings import Settings
from app.webhooks.receiver import Receiver
from app.webhooks.waker import Waker
from app.wiring import Wiring
from components.assets import ASSETS
from domain.errors import QuestboardError, Unavailable
from domain.store import bus, mirror, session
from domain.store.queries import feed, team_boards
from domain.views import FeedLine
from workers import queue, tasks

#: Bytes of a request's body; deliveries have their own, larger limit.
BODY_LIMIT = 1_000_000
RECONNECT_SECONDS = 30.0
#: Packets kept for a browser that comes back within that time.
HISTORY = 100
FEED_LINES = 20


def build(settings: Settings) -> FastAPI:
    """The whole web application. Raises `Unavailable` when no database is set and none runs in the home."""
    application = build_without_pages(settings)
    _serve_pages(application, settings)
    return application


def build_without_pages(settings: Settings) -> FastAPI:
    """Receiver, sign-in, API and health: everything that needs no NiceGUI."""
    database_url, redis_url = _connect(settings)
    live = Live(_board, _feed)
    wired = Wiring(settings, live, Rates(redis_url), Counter())
    here = Rates(None)
    bell = queue.build(database_url, redis_url)
    waker = Waker(partial(tasks.wake, bell))
    application = FastAPI(openapi_url=None, lifespan=partial(_lifespan, settings, live, waker, bell))
    programs = api.build()
    for part in (application, programs, nicegui.app):
        wiring.put(part, wired)
    application.include_router(health.router)
    application.include_router(auth.router)
    application.include_router(pictures.router)
    application.mount(api.PREFIX, programs)
    application.mount("/assets", StaticFiles(directory=ASSETS))
    _refuse_nicely(application)
    application.add_middleware(RequestBodyLimitMiddleware, max_body_size=BODY_LIMIT)
    application.add_middleware(CompressOnce)
    application.add_middleware(PageLimit, rates=here, refuse=_refuse_more_pages)
    application.add_middleware(SecurityHeaders, settings=settings)
    application.add_middleware(
        Receiver,
        secrets={"github": [secret.get_secret_value().encode() for secret in settings.github_webhook_secret]},
        rates=here,
        wake=waker,
        answers=wired.answers,
    )
    return application


def serve(settings: Settings) -> None:
    """Run until told to stop (SIGINT, SIGTERM)."""
    config = uvicorn.Config(
        build(settings),
        host=settings.host,
        port=settings.port,
        http="httptools",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_ping_interval=None,
        ws_max_size=BODY_LIMIT,
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    memory.settle()
    uvicorn.Server(config).run()


def _connect(settings: Settings) -> tuple[str, str | None]:
    """Open the doors. Nothing connects yet, so a database that is away does not keep the process from starting."""
    url = settings.database_url.get_secret_value() if settings.database_url else embedded.find(settings.home)
    if url is None:
        raise Unavailable(
            f"No database runs in {settings.home}. Start everything with “questboard up”, or set "
            "QUESTBOARD_DATABASE_URL."
        )
    redis_url = settings.redis_url.get_secret_value() if settings.redis_url else None
    session.configure(url)
    bus.configure(url, redis_url)
    mirror.configure(redis_url)
    return url, redis_url


@asynccontextmanager
async def _lifespan(settings: Settings, live: Live, waker: Waker, bell: Huey, _: FastAPI) -> AsyncIterator[None]:
    listener = Listener(live, bus.listen)
    listener.start()
    duties = (watch_backlogs(live), memory.collect_when_quiet(live), Doorkeeper(live, settings).run())
    helpers = [asyncio.create_task(duty) for duty in duties]
    try:
        yield
    finally:
        for helper in helpers:
            helper.cancel()
        await listener.stop()
        waker.close()
        bell.storage.close()


def _serve_pages(application: FastAPI, settings: Settings) -> None:
    importlib.import_module("app.pages")  # registers the pages
    let_pages_run()
    for kind in _REFUSALS:
        nicegui.app.add_exception_handler(kind, _refuse_page)
    nicegui.app.add_exception_handler(404, _refuse_page)
    ui.run_with(
        application,
        title="Questboard",
        favicon=ASSETS / "icons" / "questboard.svg",
        dark=None,
        language="en-US",
        reconnect_timeout=RECONNECT_SECONDS,
        message_history_length=HISTORY,
        gzip_middleware_factory=None,
        tailwind=False,
        show_welcome_message=False,
    )
    core.sio.eio.cors_allowed_origins = partial(_may_connect, settings)


def _may_connect(settings: Settings, origin: str | None, environ: Mapping[str, str]) -> bool:
    """Whether a page of `origin` may open a socket."""
    return origins.is_ours(settings, origin, environ.get("HTTP_HOST"))


def _refuse_nicely(application: FastAPI) -> None:
    for kind in _REFUSALS:
        application.add_exception_handler(kind, _refuse)


async def _refuse(request: Request, error: Exception) -> Response:
    """Problems for programs, pages for people."""
    return await (for_programs if request.url.path.startswith(_PROGRAMS) else _to_people)(request, error)


async def _refuse_page(request: Request, error: Exception) -> Response:
    """A page that is refused is not kept for a browser that never comes."""
    for client in reversed(Client.instances.values()):
        if client.request.scope is request.scope:
            client.delete()
            break
    return await _refuse(request, error)


async def _refuse_more_pages(request: Request) -> Response:
    response = await error_page(
        request, 429, "A little slower, please", "Too many pages were opened from your address."
    )
    response.headers["Retry-After"] = "60"
    return response


async def _board(key: str) -> Front | None:
    return await door.read(team_boards.front, key, now=door.now())


async def _feed() -> tuple[FeedLine, ...]:
    return await door.read(feed.feed, player_id=None, limit=FEED_LINES)


_PROGRAMS = ("/api/", "/metrics", "/readyz", "/healthz")
_REFUSALS = (QuestboardError, HTTPException, RequestValidationError, Exception)
_to_people = for_people(error_page)
