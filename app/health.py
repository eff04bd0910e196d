"""Seen from outside: is this process alive, can it work, what does it count."""

from collections.abc import Iterator

import nicegui
from fastapi import APIRouter, Request
from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector, generate_latest
from prometheus_client.core import Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily
from starlette.responses import JSONResponse, Response

from app import door, wiring
from app.auth import current
from app.following import backlog
from app.settings import is_loopback
from app.wiring import Wiring
from domain.errors import Unavailable
from domain.store.queries.health import health
from domain.views import Health

#: Seconds without a heartbeat, and seconds a delivery may wait, before this installation counts as not ready.
WORKER_SILENT = 30.0
PENDING_OLD = 120.0

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
async def alive() -> Response:
    """The process answers; nothing else is asked."""
    return JSONResponse({"status": "alive"})


@router.get("/readyz")
async def ready() -> Response:
    """Whether deliveries are taken and applied; 503 with the reasons otherwise."""
    try:
        state = await door.read(health, now=door.now())
    except Unavailable as error:
        return _not_ready([error.sentence])
    if reasons := list(_reasons(state)):
        return _not_ready(reasons)
    return JSONResponse({"status": "ready", "pending": state.pending, "failed": state.failed})


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Prometheus. For this machine itself and for signed-in admins; numbers about people's work are nobody else's."""
    if not _is_local(request):
        await current.require_admin(request)
    try:
        state = await door.read(health, now=door.now())
    except Unavailable:
        state = None
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    GCCollector(registry=registry)
    registry.register(_Figures(wiring.of(request), state))
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


class _Figures:
    """What Questboard itself counts, gathered when it is asked."""

    def __init__(self, wired: Wiring, state: Health | None) -> None:
        self._wired = wired
        self._state = state

    def collect(self) -> Iterator[Metric]:
        received = CounterMetricFamily("questboard_deliveries", "Deliveries by answer.", labels=["source", "status"])
        for (source, status), count in self._wired.answers.items():
            received.add_metric([source, str(status)], count)
        yield received
        yield _gauge("questboard_pages", "Pages held in memory.", len(nicegui.Client.instances))
        yield _gauge("questboard_subscriptions", "Pages that follow the game.", sum(1 for _ in self._wired.live.ears()))
        behind = max((backlog(client) for client in nicegui.Client.instances.values()), default=0)
        yield _gauge("questboard_page_backlog", "Unsent packets of the page that is furthest behind.", behind)
        yield _gauge("questboard_database_up", "Whether the database answers.", self._state is not None)
        if self._state is not None:
            yield from _health(self._state)


def _health(state: Health) -> Iterator[Metric]:
    yield _gauge("questboard_deliveries_pending", "Deliveries that wait to be applied.", state.pending)
    yield _gauge("questboard_deliveries_failed", "Deliveries that were set aside.", state.failed)
    yield _gauge("questboard_pending_age_seconds", "Age of the oldest delivery that is due.", state.pending_age)
    if state.worker_age is not None:
        yield _gauge("questboard_worker_age_seconds", "Time since a worker reported.", state.worker_age)


def _gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(name, text, value=float(value))


def _reasons(state: Health) -> Iterator[str]:
    if state.worker_age is None:
        yield "No worker has ever reported. Start one with: questboard worker"
    elif state.worker_age > WORKER_SILENT:
        yield f"No worker has reported for {state.worker_age:.0f} seconds."
    if state.pending_age > PENDING_OLD:
        yield f"The oldest delivery has been waiting for {state.pending_age:.0f} seconds."


def _not_ready(reasons: list[str]) -> Response:
    return JSONResponse({"status": "not ready", "reasons": reasons}, 503, headers={"Retry-After": "5"})


def _is_local(request: Request) -> bool:
    """From this machine and addressed to it; a reverse proxy on the same machine passes neither."""
    headers = request.headers
    forwarded = "forwarded" in headers or any(name.startswith("x-forwarded-") for name in headers)
    address = request.client.host if request.client else ""
    return is_loopback(address) and is_loopback(request.url.hostname or "") and not forwarded
