"""What a delivery's headers say, bounded and checked before its body is read."""

import re
from dataclasses import dataclass

import orjson
from starlette.types import Scope, Send

from app.webhooks.signature import could_be_signed

_EVENT = re.compile(rb"[A-Za-z0-9_.-]{1,80}")
_DELIVERY = re.compile(rb"[A-Za-z0-9_.:-]{1,128}")
_CONTENT_TYPES = {
    b"application/json": "application/json",
    b"application/x-www-form-urlencoded": "application/x-www-form-urlencoded",
}


class Turned(Exception):
    """A delivery that is turned away: the status and a sentence that gives nothing away."""

    def __init__(self, status: int, sentence: str, *, retry: int | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.retry = retry

    async def __call__(self, send: Send) -> None:
        body = orjson.dumps({"type": "about:blank", "status": self.status, "detail": self.sentence})
        headers = [
            (b"content-type", b"application/problem+json"),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),  # whatever of the body is still to come, nobody will read it
        ]
        if self.retry is not None:
            headers.append((b"retry-after", str(self.retry).encode()))
        if self.status == 405:
            headers.append((b"allow", b"POST"))
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


@dataclass(frozen=True, slots=True)
class Head:
    """The headers that matter. The names are GitHub's; they are bytes, because anything can stand in them."""

    source: str
    content_type: str
    length: int | None
    signature: bytes | None
    raw_event: bytes | None
    raw_delivery_id: bytes | None

    def event(self) -> str:
        """What the tool calls it. Raises `Turned`."""
        return _checked(self.raw_event, _EVENT, "X-GitHub-Event")

    def delivery_id(self) -> str:
        """The tool's id of this delivery. Raises `Turned`."""
        return _checked(self.raw_delivery_id, _DELIVERY, "X-GitHub-Delivery")

    def any_delivery_id(self) -> str | None:
        """The id for the log, if it is one."""
        raw = self.raw_delivery_id
        return raw.decode() if raw and _DELIVERY.fullmatch(raw) else None

    def doubt(self) -> str:
        """What is wrong with the signature, for the log."""
        if self.signature is None:
            return "it is not signed (no X-Hub-Signature-256)"
        if not could_be_signed(self.signature):
            return "the signature has the wrong form"
        return "the signature does not match any configured secret"


def head_of(source: str, scope: Scope, largest: int) -> Head:
    """The head of a delivery. Raises `Turned` for what can be refused without the body."""
    if scope["method"] != "POST":
        raise Turned(405, "Deliveries are sent with POST.")
    headers: dict[bytes, bytes] = dict(scope["headers"])
    length = headers.get(b"content-length", b"")
    if length.isdigit() and int(length[:20]) > largest:
        raise Turned(413, "The body is larger than 25 MB.")
    media_type = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
    if media_type not in _CONTENT_TYPES:
        raise Turned(415, "Send application/json or application/x-www-form-urlencoded.")
    return Head(
        source=source,
        content_type=_CONTENT_TYPES[media_type],
        length=int(length[:20]) if length.isdigit() else None,
        signature=headers.get(b"x-hub-signature-256"),
        raw_event=headers.get(b"x-github-event"),
        raw_delivery_id=headers.get(b"x-github-delivery"),
    )


def _checked(value: bytes | None, form: re.Pattern[bytes], name: str) -> str:
    if value is None or not form.fullmatch(value):
        raise Turned(400, f"The header {name} is missing or malformed.")
    return value.decode()
