"""Signing in and out. Every change is a POST from a page of ours; what can go wrong ends on the sign-in page.

GET  /auth/github            to GitHub           GET  /auth/github/callback    back from it
POST /auth/sample            development only    POST /auth/sign-out
"""

import asyncio
import hmac
import secrets
from typing import Annotated
from urllib.parse import quote, unquote
from uuid import UUID

import orjson
import structlog
from fastapi import APIRouter, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from app import door, wiring
from app.auth import cookies, current, github
from app.auth.paths import local_path
from app.auth.reasons import Reason, reason_of
from app.security.origins import require_ours
from app.security.rates import SIGN_IN, address_of
from app.settings import Settings, is_loopback
from domain.errors import NotFound, QuestboardError
from domain.services import players, samples
from domain.specs import Person
from domain.store.queries import players as player_queries

ATTEMPT_SECONDS = 600

router = APIRouter(prefix="/auth", include_in_schema=False)
log = structlog.get_logger()


@router.get("/github")
async def to_github(request: Request, target: Annotated[str | None, Query(alias="next")] = None) -> Response:
    """Send the browser to GitHub; a cookie remembers the attempt."""
    settings = wiring.of(request).settings
    if not settings.signs_in_with_github:
        raise NotFound("Signing in with GitHub is not set up here.")
    if not await _may_try(request):
        return _back(Reason.LIMIT)
    url, attempt = github.begin(settings)
    response = RedirectResponse(url, 303)
    _remember(response, settings, attempt, local_path(target))
    return response


@router.get("/github/callback")
async def from_github(
    request: Request,
    code: str | None = None,
    state: str | None = None,
    iss: str | None = None,
    error: str | None = None,
) -> Response:
    """Take the answer of GitHub and sign the person in."""
    settings = wiring.of(request).settings
    if not settings.signs_in_with_github:
        raise NotFound("Signing in with GitHub is not set up here.")
    if not await _may_try(request):
        return _back(Reason.LIMIT)
    response = await _answer(request, settings, code=code, state=state, iss=iss, error=error)
    response.delete_cookie(_attempt_cookie(settings), path="/", secure=settings.in_production, httponly=True)
    return response


@router.post("/sample")
async def as_sample(
    request: Request, player_id: Annotated[UUID, Form()], target: Annotated[str | None, Form(alias="next")] = None
) -> Response:
    """Sign in as one of the sample people: development, loopback, no GitHub."""
    settings = wiring.of(request).settings
    if not settings.offers_sample_people or not is_loopback(request.url.hostname or ""):
        raise NotFound("There are no sample people here.")
    require_ours(request, settings)
    if not await _may_try(request):
        return _back(Reason.LIMIT)
    cards = {card.id: card for card in await door.read(player_queries.sample_people)}
    if (card := cards.get(player_id)) is None:
        raise NotFound("There is no such sample person.")
    number = next(number for number, login, _ in samples.PEOPLE if login == card.login)
    account = github.Account(Person("github", str(number), card.login), card.name, card.avatar_url)
    return await _open(request, settings, account, local_path(target))


@router.post("/sign-out")
async def sign_out(request: Request) -> Response:
    """Close this browser's session; its open pages are told through the bus."""
    settings = wiring.of(request).settings
    require_ours(request, settings)
    await _close(request, settings)
    response = _back(Reason.ENDED)
    cookies.drop(response, settings)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


async def _answer(
    request: Request, settings: Settings, *, code: str | None, state: str | None, iss: str | None, error: str | None
) -> Response:
    attempt, target = _remembered(request, settings)
    if attempt is None or state is None or not hmac.compare_digest(attempt.state.encode(), state.encode()):
        return _back(Reason.AGAIN)
    if not github.is_from_github(settings, iss):
        log.warning("sign_in.wrong_issuer")
        return _back(Reason.GITHUB)
    if error is not None or not code:
        return _back(Reason.DENIED if error == "access_denied" else Reason.GITHUB)
    try:
        account = await github.finish(settings, attempt, code)
        return await _open(request, settings, account, target)
    except QuestboardError as refusal:
        return _back(reason_of(refusal))


async def _open(request: Request, settings: Settings, account: github.Account, target: str) -> Response:
    """A new session with a new token; the one the browser came with ends."""
    token = secrets.token_urlsafe(32)
    await door.write(
        players.sign_in,
        account.person,
        name=account.name,
        avatar_url=account.avatar_url,
        admin=account.person.login.lower() in settings.admins,
        token=token,
        user_agent=request.headers.get("user-agent", ""),
        now=door.now(),
    )
    await _close(request, settings)
    response = RedirectResponse(target, 303)
    cookies.put(response, token, settings)
    return response


async def _close(request: Request, settings: Settings) -> None:
    token = cookies.token(request, settings)
    if token and len(token) <= current.MAX_TOKEN:
        await door.write(players.sign_out, token)


async def _may_try(request: Request) -> bool:
    rates = wiring.of(request).rates
    return await asyncio.to_thread(rates.hit, SIGN_IN, address_of(request.scope.get("client")))


def _back(reason: Reason) -> Response:
    return RedirectResponse(f"/signin?error={reason}", 303)


def _attempt_cookie(settings: Settings) -> str:
    return "__Host-qb_attempt" if settings.in_production else "qb_attempt"


def _remember(response: Response, settings: Settings, attempt: github.Attempt, target: str) -> None:
    response.set_cookie(
        _attempt_cookie(settings),
        quote(orjson.dumps([attempt.state, attempt.verifier, target])),
        max_age=ATTEMPT_SECONDS,
        path="/",
        secure=settings.in_production,
        httponly=True,
        samesite="lax",
    )


def _remembered(request: Request, settings: Settings) -> tuple[github.Attempt | None, str]:
    try:
        state, verifier, target = orjson.loads(unquote(request.cookies.get(_attempt_cookie(settings), "")))
        return github.Attempt(str(state), str(verifier)), local_path(str(target))
    except ValueError:
        return None, "/"
