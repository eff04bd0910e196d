"""What `main.build()` wired together, found again from any request."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, cast

from starlette.requests import HTTPConnection

from app.live import Live
from app.settings import Settings


class _App(Protocol):
    state: object


@dataclass(frozen=True, slots=True)
class Wiring:
    """`wake` tells the workers that deliveries wait; it never blocks and never fails."""

    settings: Settings
    live: Live
    wake: Callable[[], None]


def of(request: HTTPConnection) -> Wiring:
    """The wiring behind a request; in a page: `of(ui.context.client.request)`."""
    return cast(Wiring, request.app.state.wiring)


def put(app: object, wiring: Wiring) -> None:
    """Make `wiring` reachable from the requests of `app`."""
    cast(_App, app).state.wiring = wiring  # type: ignore[attr-defined]
