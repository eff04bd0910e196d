"""The web process's way to the database: off the event loop, typed, one transaction a call.

    card = await door.read(player_card, player_id, now=door.now())
    await door.write(mark_read, player_id, now=door.now())

Without the loop in between, `domain.store.session` is the same door.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Concatenate, ParamSpec, TypeVar, cast

import nicegui
from nicegui import run
from sqlmodel import Session

from domain.errors import Unavailable
from domain.events import DomainEvent
from domain.store import session as store

P = ParamSpec("P")
T = TypeVar("T")


def now() -> datetime:
    """The aware UTC time that services and queries are given."""
    return datetime.now(UTC)


async def read(query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What `query` returns. Raises `Unavailable` when the database is away."""
    _still_open()
    return cast(T, await run.io_bound(partial(store.read, query, *args, **kwargs)))


async def write(
    service: Callable[Concatenate[Session, P], list[DomainEvent]], *args: P.args, **kwargs: P.kwargs
) -> list[DomainEvent]:
    """Run `service` and commit. Raises `Unavailable` when the database is away."""
    _still_open()
    return cast(list[DomainEvent], await run.io_bound(partial(store.write, service, *args, **kwargs)))


def _still_open() -> None:
    if nicegui.app.is_stopping:  # `io_bound` would answer None, which is no answer
        raise Unavailable("Questboard is shutting down.")
