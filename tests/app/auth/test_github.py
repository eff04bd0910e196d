from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import psycopg
import pytest

from tests.app.auth.github_stand_in import CLIENT_ID, CLIENT_SECRET, GitHub, standing_in
from tests.app.serving import Site, serving


@pytest.fixture
def github() -> Iterator[GitHub]:
    with standing_in() as github:
        yield github


@pytest.fixture
def site(store: str, github: GitHub) -> Iterator[Site]:
    with serving(store, **configured(github)) as site:
        yield site


def configured(github: GitHub) -> dict[str, object]:
    return {
        "github_url": github.url,
        "github_client_id": CLIENT_ID,
        "github_client_secret": CLIENT_SECRET,
        "admins": "Octocat, somebody",
    }


def to_github(site: Site, path: str = "/auth/github") -> str:
    """GitHub's answer to a new attempt: the address of our callback."""
    away = site.http.get(path)
    assert away.status_code == 303
    back = httpx.get(away.headers["location"])
    assert back.status_code == 302
    return back.headers["location"]


def sign_in(site: Site, path: str = "/auth/github") -> httpx.Response:
    return site.http.get(to_github(site, path))


def reason(answer: httpx.Response) -> str:
    """Why one stands before the sign-in page again."""
    location = urlsplit(answer.headers["location"])
    assert (answer.status_code, location.path) == (303, "/signin")
    return parse_qs(location.query)["error"][0]


def me(site: Site) -> httpx.Response:
    return site.http.get("/api/v1/players/me")


def test_a_person_signs_in_by_number_and_comes_back_where_he_wanted(site: Site, github: GitHub, store: str) -> None:
    answer = sign_in(site, "/auth/github?next=/missions%3Fopen%3D1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/missions?open=1")
    card = me(site).json()
    assert (card["name"], card["login"], card["is_admin"]) == ("The Octocat", "octocat", True)
    with psycopg.connect(store.replace("+psycopg", "")) as db:
        assert db.execute("select provider, subject from identity").fetchall() == [("github", "583231")]
    github.user |= {"login": "renamed", "name": None}
    sign_in(site)
    assert (me(site).json()["login"], me(site).json()["id"]) == ("renamed", card["id"])


def test_the_exchange_is_made_the_safe_way(site: Site, github: GitHub) -> None:
    sign_in(site)
    asked, exchange = github.asked[0], github.token_requests[0]
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["state"]) >= 32
    assert "scope" not in asked, "nothing is asked for beyond who somebody is"
    assert asked["redirect_uri"] == f"{site.url}/auth/github/callback"
    assert exchange["client_secret"] == CLIENT_SECRET
    assert exchange["authorization"] == ""


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(site: Site, store: str) -> None:
    cookies = sign_in(site).headers.get_list("set-cookie")
    [session] = [cookie for cookie in cookies if cookie.startswith("qb_session=")]
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(session.split("; "))
    token = session.split(";")[0].split("=")[1]
    with psycopg.connect(store.replace("+psycopg", "")) as db:
        assert token not in str(db.execute("select * from web_session").fetchall()), "only a hash is kept"


def test_in_production_the_cookies_are_bound_to_the_host(store: str, github: GitHub) -> None:
    with serving(store, **configured(github), env="production", public_url="https://quest.example") as site:
        attempt = site.http.get("/auth/github").headers["set-cookie"]
    assert attempt.startswith("__Host-qb_attempt=")
    assert {"Secure", "HttpOnly", "Path=/"} <= set(attempt.split("; "))
    assert "Domain" not in attempt


def test_signing_in_again_ends_the_session_before(site: Site) -> None:
    sign_in(site)
    before = site.http.cookies["qb_session"]
    sign_in(site)
    assert site.http.cookies["qb_session"] != before
    with httpx.Client(base_url=site.url, cookies={"qb_session": before}) as stolen:
        assert stolen.get("/api/v1/players/me").status_code == 401


def test_a_second_tab_overtakes_the_first_which_may_try_again(site: Site) -> None:
    first, second = to_github(site), to_github(site)
    assert site.http.get(second).headers["location"] == "/"
    assert reason(site.http.get(first)) == "again"
    assert me(site).status_code == 200


def test_an_answer_of_another_browser_is_refused(site: Site) -> None:
    with httpx.Client(base_url=site.url) as attacker:
        foreign = httpx.get(attacker.get("/auth/github").headers["location"]).headers["location"]
    assert reason(site.http.get(foreign)) == "again"
    to_github(site)
    assert reason(site.http.get(foreign)) == "again"
    assert me(site).status_code == 401


def test_a_code_works_once(site: Site, github: GitHub) -> None:
    callback = to_github(site)
    github.codes.clear()  # somebody was faster
    assert reason(site.http.get(callback)) == "github"
    assert me(site).status_code == 401


def test_an_issuer_that_is_not_github_is_refused_and_none_is_fine(site: Site, github: GitHub) -> None:
    github.issuer = "https://evil.example/login/oauth"
    assert reason(sign_in(site)) == "github"
    assert github.token_requests == [], "the code must not be shown to anybody"
    github.issuer = None
    assert sign_in(site).headers["location"] == "/"


def test_a_refusal_on_github_is_told_calmly(site: Site, github: GitHub) -> None:
    github.denies = True
    assert reason(sign_in(site)) == "denied"


def test_a_github_that_is_down_asks_for_patience(site: Site, github: GitHub) -> None:
    github.is_down = True
    assert reason(sign_in(site)) in {"away", "github"}


def test_only_active_members_of_the_organisation_come_in(store: str, github: GitHub) -> None:
    with serving(store, **configured(github), github_org="acme") as site:
        for status, body, outcome in (
            (200, {"state": "pending", "role": "member"}, "members"),
            (404, {"message": "Not Found"}, "members"),
            (403, {"message": "The organisation has enabled OAuth App access restrictions."}, "members"),
            (502, {"message": "Server Error"}, "away"),
        ):
            github.membership = status, body
            assert reason(sign_in(site)) == outcome
            assert me(site).status_code == 401
        github.membership = 200, {"state": "active", "role": "member"}
        assert sign_in(site).headers["location"] == "/"
        assert me(site).status_code == 200
    assert {asked["scope"] for asked in github.asked} == {"read:org"}
    assert set(github.membership_asked) == {"acme"}


def test_whoever_is_no_person_stays_outside(site: Site, github: GitHub) -> None:
    known = dict(github.user)
    for change in ({"type": "Bot"}, {"id": "583231"}, {"id": True}, {"id": None}, {"login": ""}, {"login": None}):
        github.user = {**known, **change}
        assert reason(sign_in(site)) in {"people", "github"}
        assert me(site).status_code == 401


def test_garbage_in_the_callback_leads_to_the_sign_in_page(site: Site) -> None:
    for query in ("", "?code=x", "?state=x", "?code=x&state=%ED%A0%80", "?error=%3Cscript%3E&state=x", "?code=&state="):
        assert reason(site.http.get(f"/auth/github/callback{query}")) == "again"
    site.http.cookies.set("qb_attempt", "%22nonsense")
    assert reason(site.http.get("/auth/github/callback?code=x&state=x")) == "again"


def test_without_credentials_there_is_no_way_to_github(store: str) -> None:
    with serving(store) as site:
        assert site.http.get("/auth/github").status_code == 404
        assert site.http.get("/auth/github/callback?code=x&state=y").status_code == 404


def test_too_many_attempts_have_to_wait(site: Site) -> None:
    answers = [site.http.get("/auth/github").headers["location"] for _ in range(25)]
    assert answers[0].startswith("http")
    assert answers[-1] == "/signin?error=limit"


def test_without_the_database_the_sign_in_page_says_so(github: GitHub) -> None:
    with serving("postgresql+psycopg://nobody@127.0.0.1:1/none", **configured(github)) as site:
        assert reason(sign_in(site)) == "away"
