"""Components on a page of their own, as NiceGUI's simulated user sees them; nothing of the game is around them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from nicegui.testing import User
from nicegui.testing.user_simulation import user_simulation


@asynccontextmanager
async def drawn(page: Callable[[], object]) -> AsyncIterator[User]:
    """The open page."""

    def root() -> None:
        page()

    async with user_simulation(root) as user:
        await user.open("/")
        yield user


def props(user: User, marker: str) -> dict[str, Any]:
    """What the data-fed component of that marker shows."""
    (element,) = user.find(marker=marker).elements
    return dict(element.props)


async def eventually(condition: Callable[[], bool]) -> None:
    """Wait until `condition` holds; a callback may take a few turns of the loop."""
    for _ in range(50):
        if condition():
            return
        await asyncio.sleep(0.01)
    assert condition()
