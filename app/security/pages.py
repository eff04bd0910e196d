"""How many pages one address may ask for: every page is kept in memory until its browser connects, or a minute long."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.security.rates import PAGES, Rates, address_of

#: What costs no page: our own answers to programs, static files and the sockets of pages that are there already.
_NO_PAGES = ("/_nicegui", "/assets/", "/api/", "/auth/", "/healthz", "/readyz", "/metrics")


class PageLimit:
    """A pure ASGI middleware; `refuse` makes the answer to those who ask too often."""

    def __init__(self, app: ASGIApp, *, rates: Rates, refuse: Callable[[Request], Awaitable[Response]]) -> None:
        self._app = app
        self._rates = rates
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _asks_for_a_page(scope) and not self._rates.hit(PAGES, address_of(scope.get("client"))):
            response = await self._refuse(Request(scope))
            await response(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _asks_for_a_page(scope: Scope) -> bool:
    return scope["type"] == "http" and not scope["path"].startswith(_NO_PAGES)
