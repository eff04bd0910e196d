"""What `main.build()` wired together, found again from any request."""

from collections import Counter
from dataclasses import dataclass
from typing import cast

from starlette.applications import Starlette
from starlette.requests import HTTPConnection

from app.live import Live
from app.security.rates import Rates
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class Wiring:
    """`answers` counts deliveries by (source, status), for /metrics."""

    settings: Settings
    live: Live
    rates: Rates
    answers: Counter[tuple[str, int]]


def of(request: HTTPConnection) -> Wiring:
    """The wiring behind a request; in a page: `of(ui.context.client.request)`."""
    return cast(Wiring, request.app.state.wiring)


def put(application: Starlette, wiring: Wiring) -> None:
    """Make `wiring` reachable from the requests of `application`."""
    application.state.wiring = wiring
