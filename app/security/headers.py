"""What every response says about itself, and the nonce that lets our own inline scripts run and nobody else's."""

import secrets
from functools import partial
from urllib.parse import urlsplit

import nicegui.client
from jinja2 import BaseLoader, Environment
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.settings import Settings

_PERMISSIONS = ", ".join(
    f"{feature}=()" for feature in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb", "midi")
)


class SecurityHeaders:
    """A pure ASGI middleware: one nonce a request, the headers on every response, the policy on HTML."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._headers = _headers(settings)
        self._policy = policy(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["csp_nonce"] = nonce
        await self._app(scope, receive, partial(self._send, send, nonce))

    async def _send(self, send: Send, nonce: str, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(self._headers)
            if headers.get("content-type", "").startswith("text/html"):
                headers["Content-Security-Policy"] = self._policy.replace("{nonce}", nonce)
        await send(message)


def policy(settings: Settings) -> str:
    """The content security policy; `{nonce}` stands for the nonce.

    `'unsafe-eval'`: Vue compiles its templates in the browser. Inline styles are allowed, Quasar lives on them.
    """
    forge = urlsplit(settings.github_url).netloc
    avatars = f"https://*.{forge} https://{forge} https://avatars.githubusercontent.com"
    socket = "wss" if settings.base_url.startswith("https") else "ws"
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self' 'nonce-{nonce}' 'unsafe-eval'",
            "style-src 'self' 'unsafe-inline'",
            f"img-src 'self' data: {avatars}",
            "font-src 'self' data:",
            f"connect-src 'self' {socket}://{urlsplit(settings.base_url).netloc}",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def let_pages_run() -> None:
    """Give the scripts of NiceGUI's own page template the nonce.

    Done in the template and not in the finished page: a script that slipped in from outside never gets one.
    """
    environment = nicegui.client.templates.env
    if not isinstance(environment.loader, _WithNonce) and environment.loader is not None:
        environment.loader = _WithNonce(environment.loader)
        if environment.cache is not None:
            environment.cache.clear()


class _WithNonce(BaseLoader):
    def __init__(self, inner: BaseLoader) -> None:
        self._inner = inner

    def get_source(self, environment: Environment, template: str):  # type: ignore[no-untyped-def]  # jinja's own type
        source, filename, uptodate = self._inner.get_source(environment, template)
        return source.replace("<script", '<script nonce="{{ request.state.csp_nonce }}"'), filename, uptodate


def _headers(settings: Settings) -> dict[str, str]:
    headers = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": _PERMISSIONS,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Frame-Options": "DENY",
    }
    if settings.in_production:
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    return headers
