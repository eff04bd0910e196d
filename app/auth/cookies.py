"""The session cookie: one random token, HTTP-only, first-party; the server keeps only its hash."""

from starlette.requests import HTTPConnection
from starlette.responses import Response

from app.settings import Settings

LIFETIME = 30 * 24 * 3600


def name(settings: Settings) -> str:
    """`__Host-` binds the cookie to this host, to HTTPS and to the whole site; plain HTTP cannot carry it."""
    return "__Host-qb_session" if settings.in_production else "qb_session"


def token(request: HTTPConnection, settings: Settings) -> str | None:
    """The token this browser shows, unchecked."""
    return request.cookies.get(name(settings))


def put(response: Response, value: str, settings: Settings) -> None:
    """Give the browser a new token in place of any old one."""
    response.set_cookie(
        name(settings), value, max_age=LIFETIME, path="/", secure=settings.in_production, httponly=True, samesite="lax"
    )


def drop(response: Response, settings: Settings) -> None:
    """Take the token away."""
    response.delete_cookie(name(settings), path="/", secure=settings.in_production, httponly=True, samesite="lax")
