"""Static files, compressed once in the life of the process instead of once a visitor."""

import asyncio
import gzip
from dataclasses import dataclass

from nicegui import __version__ as nicegui_version
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_NICEGUI = f"/_nicegui/{nicegui_version}/"
_DYNAMIC = f"{_NICEGUI}dynamic_resources/"
_ASSETS = "/assets/"
_TEXT = ("text/", "application/javascript", "application/json", "image/svg+xml")
WORTH = 500
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class _File:
    headers: list[tuple[bytes, bytes]]
    body: bytes
    etag: str


class CompressOnce:
    """A pure ASGI middleware that keeps the gzipped form of every static text file that was asked for.

    It holds no more than the installed files; addresses that lead to no file are never kept.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._files: dict[str, _File] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_static(scope):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if "gzip" not in headers.get("accept-encoding", "") or "range" in headers:
            await self._app(scope, receive, _kept_for_ever(scope, send))
            return
        path: str = scope["path"]
        if path not in self._files:
            answer = await self._ask(scope, receive)
            if (file := await _compressed(answer)) is None:
                for message in answer:
                    await _kept_for_ever(scope, send)(message)
                return
            self._files[path] = file
        await _serve(self._files[path], headers, _kept_for_ever(scope, send))

    async def _ask(self, scope: Scope, receive: Receive) -> list[Message]:
        answer: list[Message] = []

        async def keep(message: Message) -> None:
            answer.append(message)

        unconditional = [(k, v) for k, v in scope["headers"] if k not in (b"if-none-match", b"if-modified-since")]
        await self._app({**scope, "headers": unconditional, "extensions": {}}, receive, keep)
        return answer


def _is_static(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    path: str = scope["path"]
    return path.startswith((_NICEGUI, _ASSETS)) and not path.startswith(_DYNAMIC)


async def _compressed(answer: list[Message]) -> _File | None:
    start = answer[0]
    body = b"".join(message.get("body", b"") for message in answer[1:])
    headers = MutableHeaders(raw=list(start["headers"]))
    if start["status"] != 200 or len(body) < WORTH or not headers.get("content-type", "").startswith(_TEXT):
        return None
    small = await asyncio.to_thread(gzip.compress, body, 9, mtime=0)
    etag = headers.get("etag") or f'"{hash(body):x}"'
    headers["content-length"] = str(len(small))
    headers["content-encoding"] = "gzip"
    headers["etag"] = etag
    headers.add_vary_header("Accept-Encoding")
    return _File(headers.raw, small, etag)


async def _serve(file: _File, asked: Headers, send: Send) -> None:
    if file.etag in asked.get("if-none-match", ""):
        kept = [(k, v) for k, v in file.headers if k not in (b"content-length", b"content-encoding", b"content-type")]
        await send({"type": "http.response.start", "status": 304, "headers": kept})
        await send({"type": "http.response.body", "body": b""})
    else:
        await send({"type": "http.response.start", "status": 200, "headers": list(file.headers)})
        await send({"type": "http.response.body", "body": file.body})


def _kept_for_ever(scope: Scope, send: Send) -> Send:
    """Our own files carry a hash of their content in the address; those may be kept."""
    if not (scope["path"].startswith(_ASSETS) and scope["query_string"].startswith(b"v=")):
        return send

    async def marked(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] in (200, 304):
            MutableHeaders(scope=message)["cache-control"] = FOR_EVER
        await send(message)

    return marked
