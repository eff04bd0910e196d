"""Shared models: what every page shows is computed once a process, not once a browser."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from app.news import GAP

T = TypeVar("T")

#: Seconds a shared model may be shown without an event: a new week begins without one.
SHARED_TTL = 30.0


class Shared(Generic[T]):
    """A value that all pages show, computed at most once per burst and only when somebody asks."""

    def __init__(self, compute: Callable[[], Awaitable[T]]) -> None:
        self._compute = compute
        self._wanted = 1
        self._made = 0
        self._made_at = float("-inf")
        self._value: T | None = None
        self._task: asyncio.Task[T] | None = None

    def spoil(self) -> None:
        """Whoever asks from now on gets a value that was computed after this moment."""
        self._wanted += 1

    async def get(self) -> T:
        """The value, at least as fresh as the last `spoil()`."""
        wanted = self._wanted
        if self._made >= wanted and time.monotonic() - self._made_at < SHARED_TTL:
            return self._value  # type: ignore[return-value]
        while True:
            task = self._task = self._task or asyncio.get_running_loop().create_task(self._make())
            value = await asyncio.shield(task)
            if self._made >= wanted:
                return value

    async def _make(self) -> T:
        try:
            if (rest := self._made_at + GAP - time.monotonic()) > 0:
                await asyncio.sleep(rest)
            wanted, began = self._wanted, time.monotonic()
            self._value = await self._compute()
            self._made, self._made_at = wanted, began
            return self._value
        finally:
            self._task = None
