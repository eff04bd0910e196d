"""A program with a page that says more than a slow browser reads. Run as `python -m tests.app.flooding PORT`."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psutil
import uvicorn
from fastapi import FastAPI
from nicegui import Client, ui

from app.following import backlog, watch_backlogs
from app.live import Live
from domain.views import Board, FeedLine

PACKET = 20_000


async def _board(key: str) -> Board:
    return Board(key, "This week", (), 0)


async def _feed() -> tuple[FeedLine, ...]:
    return ()


@asynccontextmanager
async def _lifespan(_: FastAPI) -> AsyncIterator[None]:
    watch = asyncio.create_task(watch_backlogs(Live(_board, _feed)))
    yield
    watch.cancel()


application = FastAPI(lifespan=_lifespan)


@application.get("/figures")
def figures() -> dict[str, int]:
    clients = list(Client.instances.values())
    rss = psutil.Process().memory_info().rss
    return {"pages": len(clients), "backlog": max(map(backlog, clients), default=0), "megabytes": rss >> 20}


@ui.page("/")
def page() -> None:
    ui.timer(0.005, lambda: ui.run_javascript(f"/*{'x' * PACKET}*/"))


if __name__ == "__main__":
    ui.run_with(application)
    uvicorn.run(application, port=int(sys.argv[1]), ws="websockets-sansio", log_level="warning")
