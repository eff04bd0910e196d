"""Who is signed in, for handlers and pages alike.

In a NiceGUI page take the request as a parameter (`async def page(request: Request)`) or use
`ui.context.client.request`. A refusal needs no handling there: `Unauthenticated` becomes a redirect to the sign-in
page that leads back, `Forbidden` and `NotFound` become the error page.
"""

import contextlib

from starlette.requests import HTTPConnection

from app import door, wiring
from app.auth import cookies
from domain.errors import Forbidden, Unauthenticated, Unavailable
from domain.services import players as sessions
from domain.store.queries import players
from domain.views import SignedIn

#: Longer than any token this program makes; anything above is not worth a query.
MAX_TOKEN = 100


async def signed_in(request: HTTPConnection) -> SignedIn | None:
    """Who sits in front of this browser, asked once a request."""
    if not hasattr(request.state, "signed_in"):
        request.state.signed_in = await _look_up(request)
    return request.state.signed_in  # type: ignore[no-any-return]


def remembered(request: HTTPConnection) -> SignedIn | None:
    """Who was signed in when this request asked; a page keeps the request it was built for."""
    return getattr(request.state, "signed_in", None)


async def require(request: HTTPConnection) -> SignedIn:
    """The signed-in player; raises `Unauthenticated`."""
    if (me := await signed_in(request)) is None:
        raise Unauthenticated("Please sign in first.")
    return me


async def require_admin(request: HTTPConnection) -> SignedIn:
    """The signed-in player if an admin; raises `Unauthenticated` or `Forbidden`."""
    me = await require(request)
    if not me.is_admin:
        raise Forbidden("Only admins may do this.")
    return me


async def _look_up(request: HTTPConnection) -> SignedIn | None:
    token = cookies.token(request, wiring.of(request).settings)
    if not token or len(token) > MAX_TOKEN:
        return None
    me = await door.read(players.signed_in, token, now=door.now())
    if me is not None:
        with contextlib.suppress(Unavailable):  # the visit itself needs nothing of it
            await door.write(sessions.seen, token, now=door.now())
    return me
