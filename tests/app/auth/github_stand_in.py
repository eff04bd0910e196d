"""A stand-in for GitHub's sign-in on the loopback, with GitHub's quirks.

Token errors come with status 200, scopes are separated by commas, a code works once and only with the right PKCE
verifier and the secret in the form, the answer names its issuer, memberships hide behind 403 and 404.
"""

import base64
import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from tests.app.serving import running
from tests.servers import free_port

CLIENT_ID, CLIENT_SECRET = "Iv1.8a61f9b3a7aba766", "stand-in-client-secret"


@dataclass
class GitHub:
    """What the stand-in knows and did. Tests change it as they like."""

    url: str = ""
    user: dict[str, Any] = field(
        default_factory=lambda: {
            "login": "octocat",
            "id": 583231,
            "type": "User",
            "name": "The Octocat",
            "avatar_url": "https://avatars.githubusercontent.com/u/583231?v=4",
        }
    )
    issuer: str | None = "…/login/oauth"
    membership: tuple[int, dict[str, Any]] = (404, {"message": "Not Found"})
    denies: bool = False
    is_down: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    token_requests: list[dict[str, str]] = field(default_factory=list)
    membership_asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)


@contextmanager
def standing_in() -> Iterator[GitHub]:
    """A running stand-in."""
    port = free_port()
    github = GitHub(url=f"http://127.0.0.1:{port}")
    github.issuer = f"{github.url}/login/oauth"
    with running(_application(github), port):
        yield github


def _application(github: GitHub) -> FastAPI:
    application = FastAPI()

    @application.get("/login/oauth/authorize")
    async def authorize(request: Request) -> Response:
        asked = dict(request.query_params)
        github.asked.append(asked)
        answer = {"state": asked["state"]}
        if github.denies:
            answer |= {"error": "access_denied", "error_description": "The user has denied your application access."}
        else:
            code = secrets.token_hex(10)
            github.codes[code] = asked
            answer["code"] = code
        if github.issuer is not None:
            answer["iss"] = github.issuer
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(answer)}", 302)

    @application.post("/login/oauth/access_token")
    async def access_token(request: Request) -> Response:
        if github.is_down:
            return Response("<h1>Unicorn!</h1>", 502)
        form = {name: str(value) for name, value in (await request.form()).items()}
        github.token_requests.append({**form, "authorization": request.headers.get("authorization", "")})
        asked = github.codes.pop(form.get("code", ""), None)
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return _token_error("incorrect_client_credentials")
        if asked is None or asked["redirect_uri"] != form.get("redirect_uri") or not _verifies(asked, form):
            return _token_error("bad_verification_code")
        token = f"gho_{secrets.token_hex(18)}"
        github.tokens.add(token)
        return JSONResponse({"access_token": token, "scope": "read:org,user:email", "token_type": "bearer"})

    @application.get("/api/v3/user")
    async def user(request: Request) -> Response:
        return JSONResponse(github.user) if _knows(github, request) else _bad_credentials()

    @application.get("/api/v3/user/memberships/orgs/{organisation}")
    async def membership(request: Request, organisation: str) -> Response:
        github.membership_asked.append(organisation)
        status, body = github.membership
        return JSONResponse(body, status) if _knows(github, request) else _bad_credentials()

    return application


def _verifies(asked: dict[str, str], form: dict[str, str]) -> bool:
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return asked.get("code_challenge_method") == "S256" and asked.get("code_challenge") == challenge


def _knows(github: GitHub, request: Request) -> bool:
    return request.headers.get("authorization", "").removeprefix("Bearer ") in github.tokens


def _token_error(error: str) -> Response:
    return JSONResponse({"error": error, "error_description": "The code passed is incorrect or expired."}, 200)


def _bad_credentials() -> Response:
    return JSONResponse({"message": "Bad credentials"}, 401)
