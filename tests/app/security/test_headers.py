from collections.abc import Iterator

import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse

from app.security.headers import policy
from app.settings import Settings
from tests.app.serving import Site, serving


@pytest.fixture
def site(store: str) -> Iterator[Site]:
    with serving(store) as site:
        yield site


def directives(text: str) -> dict[str, str]:
    return {name: rest for name, _, rest in (part.strip().partition(" ") for part in text.split(";"))}


def test_scripts_run_from_our_files_or_with_the_nonce_of_this_answer_only(site: Site) -> None:
    answers = [site.http.get("/auth/github", headers={"Accept": "text/html"}) for _ in range(2)]
    policies = [directives(answer.headers["content-security-policy"]) for answer in answers]
    scripts = [policy["script-src"].split() for policy in policies]
    assert all(set(script) - {"'self'", "'unsafe-eval'"} == {script[1]} for script in scripts)
    assert all(script[1].startswith("'nonce-") and len(script[1]) > 28 for script in scripts)
    assert scripts[0] != scripts[1], "a nonce is for one answer"
    for directive, value in (("default-src", "'none'"), ("base-uri", "'none'"), ("frame-ancestors", "'none'")):
        assert policies[0][directive] == value


def test_every_answer_carries_the_other_headers_and_hsts_only_production(store: str, site: Site) -> None:
    for path in ("/healthz", "/api/v1/missions", "/assets/js/theme.js", "/auth/github"):
        headers = site.http.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]
        assert "strict-transport-security" not in headers
    with serving(store, env="production", public_url="https://quest.example") as production:
        assert "max-age=" in production.http.get("/healthz").headers["strict-transport-security"]


def test_the_policy_names_the_forge_and_the_socket_of_this_installation() -> None:
    settings = Settings(github_url="https://git.example", public_url="https://quest.example")
    ours = directives(policy(settings))
    assert "https://*.git.example" in ours["img-src"]
    assert ours["connect-src"] == "'self' wss://quest.example"


async def test_only_pages_get_a_policy_and_what_a_page_says_cannot_set_the_nonce(site: Site) -> None:
    async def page(request: Request) -> HTMLResponse:
        return HTMLResponse(f"<script nonce={request.state.csp_nonce}>")

    async def data(request: Request) -> JSONResponse:
        return JSONResponse({})

    site.application.add_route("/page", page)
    site.application.add_route("/data", data)
    html = site.http.get("/page")
    nonce = html.text.removeprefix("<script nonce=").removesuffix(">")
    assert f"'nonce-{nonce}'" in html.headers["content-security-policy"]
    assert "content-security-policy" not in site.http.get("/data").headers


def test_other_bodies_are_limited_to_a_megabyte(site: Site) -> None:
    large = b"player_id=" + b"a" * 1_100_000
    form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": site.url}
    assert site.http.post("/auth/sample", content=large, headers=form).status_code == 413
    assert site.http.post("/auth/sample", content=iter([large]), headers=form).status_code == 413
