"""Sign-in with GitHub: the OAuth web flow with PKCE, and who the person is afterwards.

GitHub's own ways: token errors come with status 200, granted scopes are separated by commas, the answer names its
issuer (`iss`, RFC 9207), a code works once.
"""

from dataclasses import dataclass
from typing import Any

import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.integrations.httpx_client._compat import httpx2 as httpx  # the one that Authlib itself talks through

from app.settings import Settings
from domain.errors import Forbidden, Unauthenticated, Unavailable
from domain.specs import Person, PersonKind

TIMEOUT = httpx.Timeout(10.0, connect=5.0)
KINDS = {"User": PersonKind.HUMAN}
TRY_AGAIN = "GitHub did not confirm the sign-in. Please try again."

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sign-in on its way through GitHub. `state` ties the answer to the browser, `verifier` to this program."""

    state: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Account:
    """Who came back from GitHub."""

    person: Person
    name: str
    avatar_url: str | None


def begin(settings: Settings) -> tuple[str, Attempt]:
    """GitHub's address for a new attempt."""
    attempt = Attempt(generate_token(32), generate_token(48))
    url, _ = _client(settings).create_authorization_url(
        f"{settings.github_url}/login/oauth/authorize", state=attempt.state, code_verifier=attempt.verifier
    )
    return str(url), attempt


def is_from_github(settings: Settings, issuer: str | None) -> bool:
    """Whether the answer names no other issuer. GitHub Enterprise Server before 3.20 names none."""
    return issuer is None or issuer == f"{settings.github_url}/login/oauth"


async def finish(settings: Settings, attempt: Attempt, code: str) -> Account:
    """Exchange the code and ask who it is.

    Raises `Unauthenticated` when GitHub says no, `Forbidden` for somebody outside the organisation, `Unavailable` when
    GitHub cannot be reached.
    """
    try:
        async with _client(settings) as client:
            await client.fetch_token(
                f"{settings.github_url}/login/oauth/access_token",
                code=code,
                code_verifier=attempt.verifier,
                headers={"Accept": "application/json"},
            )
            account = _account(await _get(client, f"{settings.api_url}/user"))
            await _check_membership(client, settings)
    except AuthlibBaseError as error:
        log.warning("sign_in.refused_by_github", error=error.error)
        raise Unauthenticated(TRY_AGAIN) from error
    except (httpx.HTTPError, ValueError) as error:
        log.warning("sign_in.github_away", error=type(error).__name__)
        raise Unavailable("GitHub cannot be reached right now. Please try again in a moment.") from error
    return account


async def _check_membership(client: AsyncOAuth2Client, settings: Settings) -> None:
    if not settings.github_org:
        return
    answer = await client.get(f"{settings.api_url}/user/memberships/orgs/{settings.github_org}")
    if answer.status_code == 200 and answer.json().get("state") == "active":
        return
    if answer.status_code >= 500 or answer.status_code == 429:
        raise Unavailable("GitHub cannot be reached right now. Please try again in a moment.")
    log.info("sign_in.not_a_member", organisation=settings.github_org, status=answer.status_code)
    raise Forbidden(
        f"Only members of {settings.github_org} may sign in here. If you are one, grant Questboard access to the "
        "organisation in GitHub's dialogue and try again."
    )


async def _get(client: AsyncOAuth2Client, url: str) -> dict[str, Any]:
    answer = await client.get(url)
    if answer.status_code in (401, 403):
        raise Unauthenticated(TRY_AGAIN)
    answer.raise_for_status()
    body = answer.json()
    if not isinstance(body, dict):
        raise TypeError("not an object")
    return body


def _account(user: dict[str, Any]) -> Account:
    """The account by its number: logins are given away and taken over."""
    number, login = user.get("id"), user.get("login")
    if not isinstance(number, int) or isinstance(number, bool) or not isinstance(login, str) or not login:
        raise Unauthenticated(TRY_AGAIN)
    kind = KINDS.get(str(user.get("type")), PersonKind.BOT)
    name, avatar = user.get("name"), user.get("avatar_url")
    return Account(
        Person("github", str(number), login[:100], kind),
        name if isinstance(name, str) and name.strip() else login,
        avatar if isinstance(avatar, str) and avatar.startswith("https://") else None,
    )


def _client(settings: Settings) -> AsyncOAuth2Client:
    return AsyncOAuth2Client(
        client_id=settings.github_client_id,
        client_secret=settings.github_client_secret.get_secret_value(),
        token_endpoint_auth_method="client_secret_post",  # noqa: S106
        code_challenge_method="S256",
        scope="read:org" if settings.github_org else None,
        redirect_uri=f"{settings.base_url}/auth/github/callback",
        timeout=TIMEOUT,
        follow_redirects=False,
        trust_env=True,
    )
