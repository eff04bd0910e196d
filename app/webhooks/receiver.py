"""`POST /webhooks/{source}`: check the signature, keep the bytes, answer. Nothing is interpreted here.

A raw ASGI application, because tools deliver in bursts and every layer in between costs a share of the rate.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NoReturn
from urllib.parse import parse_qs

import structlog
from starlette.types import ASGIApp, Receive, Scope, Send

from app import door
from app.security.rates import FORGED, Rates, address_of
from app.webhooks.batcher import Batcher
from app.webhooks.heads import Head, Turned, head_of
from app.webhooks.json import is_json
from app.webhooks.signature import could_be_signed, is_signed
from domain.errors import Unavailable
from domain.services import deliveries
from domain.specs import Delivery
from domain.store import session

#: Bytes. GitHub sends at most 25 MB.
LARGEST = 25 * 1024 * 1024
#: Bytes of bodies being read at one time, over all connections.
READING = 256 * 1024 * 1024
#: Bodies above this are hashed and parsed beside the event loop.
LARGE = 256 * 1024
#: What an address that forged a lot may still send: enough for a well-signed delivery, too little to keep us busy.
PATIENCE = 256 * 1024
PREFIX = "/webhooks/"

log = structlog.get_logger()


class Receiver:
    """Takes the requests below /webhooks and leaves all others to `app`. `secrets` maps each source to its secrets."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        secrets: Mapping[str, Sequence[bytes]],
        rates: Rates,
        wake: Callable[[], None],
        answers: Counter[tuple[str, int]],
    ) -> None:
        self._app = app
        self._secrets = secrets
        self._rates = rates
        self._wake = wake
        self._answers = answers
        self._batcher = Batcher(_commit)
        self._reading = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(PREFIX):
            await self._app(scope, receive, send)
            return
        source = scope["path"].removeprefix(PREFIX)
        try:
            await self._take(source, scope, receive)
        except Turned as turned:
            self._count(source, turned.status)
            await turned(send)
        except _HungUp:
            log.info("delivery.sender_hung_up", source=source)
        else:
            self._count(source, 202)
            await send(_START)
            await send(_ACCEPTED)

    def _count(self, source: str, status: int) -> None:
        if source in self._secrets:
            self._answers[source, status] += 1

    async def _take(self, source: str, scope: Scope, receive: Receive) -> None:
        if source not in self._secrets:
            raise Turned(404, "No such source.")
        head = head_of(source, scope, LARGEST)
        address = address_of(scope.get("client"))
        suspicious = not self._rates.allows(FORGED, address)
        if suspicious and (head.length is None or head.length > PATIENCE):
            raise Turned(429, "Too many deliveries with a wrong signature.", retry=60)
        if not could_be_signed(head.signature):
            self._refuse_forged(head, address, suspicious=suspicious)
        body = await self._read(receive, PATIENCE if suspicious else LARGEST)
        if not await _beside(body, is_signed, body, head.signature, self._secrets[head.source]):
            self._refuse_forged(head, address, suspicious=suspicious)
        delivery = Delivery(head.source, head.delivery_id(), head.event(), head.content_type, body)
        if not await _beside(body, _is_json, body, head.content_type):
            log.warning("delivery.refused", delivery=delivery.delivery_id, reason="the body is no JSON")
            raise Turned(400, "The body is no JSON.")
        await self._keep(delivery)
        self._wake()

    async def _keep(self, delivery: Delivery) -> None:
        """Returns when the delivery is committed."""
        try:
            await self._batcher.put(delivery)
        except Unavailable as error:
            log.warning("delivery.not_kept", delivery=delivery.delivery_id, reason=error.sentence)
            raise Turned(503, "Please try again in a moment.", retry=5) from error
        except Exception as error:
            log.exception("delivery.not_kept", delivery=delivery.delivery_id)
            raise Turned(503, "Please try again in a moment.", retry=60) from error

    async def _read(self, receive: Receive, largest: int) -> bytes:
        chunks: list[bytes] = []
        size = 0
        try:
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise _HungUp
                chunk: bytes = message.get("body", b"")
                size += len(chunk)
                self._reading += len(chunk)
                if size > largest:
                    raise Turned(413, "The body is larger than 25 MB.")
                if self._reading > READING:
                    raise Turned(503, "Too much is being received at once.", retry=5)
                chunks.append(chunk)
                if not message.get("more_body", False):
                    return b"".join(chunks) if len(chunks) > 1 else chunk
        finally:
            self._reading -= size

    def _refuse_forged(self, head: Head, address: str, *, suspicious: bool) -> NoReturn:
        """Says nothing about what was wrong; the log says it."""
        if suspicious or not self._rates.hit(FORGED, address):
            raise Turned(429, "Too many deliveries with a wrong signature.", retry=60)
        log.warning("delivery.refused", delivery=head.any_delivery_id(), source=head.source, reason=head.doubt())
        raise Turned(401, "The signature is missing or wrong.")


class _HungUp(Exception):
    """The sender closed the connection in the middle."""


def _commit(batch: Sequence[Delivery]) -> None:
    session.write(deliveries.accept, batch, now=door.now())


async def _beside(body: bytes, check: Callable[..., bool], *args: object) -> bool:
    """Run `check`, off the loop when the body is large."""
    return await asyncio.to_thread(check, *args) if len(body) > LARGE else check(*args)


def _is_json(body: bytes, content_type: str) -> bool:
    if content_type == "application/json":
        return is_json(body)
    try:
        return is_json(parse_qs(body.decode(), strict_parsing=True, max_num_fields=20)["payload"][0].encode())
    except (ValueError, KeyError):
        return False


_BODY = b'{"status":"accepted"}'
_START = {
    "type": "http.response.start",
    "status": 202,
    "headers": [(b"content-type", b"application/json"), (b"content-length", str(len(_BODY)).encode())],
}
_ACCEPTED = {"type": "http.response.body", "body": _BODY}
