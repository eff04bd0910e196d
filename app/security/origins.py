"""Who may change something from a browser: only pages of our own address."""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from app.settings import Settings, is_loopback
from domain.errors import Forbidden

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def is_ours(settings: Settings, origin: str | None, host: str | None) -> bool:
    """Whether `origin` is Questboard itself.

    That is the public address, or on loopback any of this machine's names. Listening on the network without a public
    address, it is whatever address the browser used.
    """
    if not origin:
        return False
    if origin in ours(settings):
        return True
    anywhere = not settings.public_url and not is_loopback(settings.host)
    return anywhere and bool(host) and urlsplit(origin).netloc == host


def ours(settings: Settings) -> frozenset[str]:
    """The origins that are known beforehand."""
    if settings.public_url:
        parts = urlsplit(settings.public_url)
        return frozenset({f"{parts.scheme}://{parts.netloc}"})
    if is_loopback(settings.host):
        return frozenset(f"http://{name}:{settings.port}" for name in _LOOPBACK)
    return frozenset()


def require_ours(request: HTTPConnection, settings: Settings) -> None:
    """Raises `Forbidden` for a change that another site asks for.

    Browsers name the origin of every POST; those that keep it to themselves still send `Sec-Fetch-Site`.
    """
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if is_ours(settings, origin, request.headers.get("host")) and site in (None, "same-origin"):
        return
    if origin is None and site == "same-origin":
        return
    raise Forbidden("This request did not come from a page of Questboard. Please open the page again and retry.")
