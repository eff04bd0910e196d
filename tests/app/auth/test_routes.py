from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import psycopg
import pytest

from domain.services import samples
from domain.store import session
from domain.store.queries import players
from tests.app.serving import Site, serving


@pytest.fixture
def site(store: str) -> Iterator[Site]:
    session.write(samples.invite, now=datetime.now(UTC))
    with serving(store) as site:
        yield site


def person(name: str = "Mira Okafor") -> str:
    return next(str(card.id) for card in session.read(players.sample_people) if card.name == name)


def me(site: Site) -> httpx.Response:
    return site.http.get("/api/v1/players/me")


def test_on_a_development_machine_one_signs_in_as_a_sample_person(site: Site) -> None:
    answer = site.post("/auth/sample", player_id=person(), next="/board")
    assert (answer.status_code, answer.headers["location"]) == (303, "/board")
    assert (me(site).json()["name"], me(site).json()["is_admin"]) == ("Mira Okafor", True)


def test_the_sample_people_are_for_this_machine_alone(store: str, site: Site) -> None:
    form, ours = {"player_id": person()}, {"Origin": site.url}
    assert site.http.post("/auth/sample", data=form, headers={**ours, "Host": "rebound.example"}).status_code == 404
    for elsewhere in (
        {"host": "0.0.0.0"},
        {"public_url": "https://quest.example"},
        {"env": "production", "public_url": "https://quest.example"},
        {"github_client_id": "x", "github_client_secret": "y"},
    ):
        with serving(store, **elsewhere) as other:
            assert other.post("/auth/sample", player_id=person()).status_code == 404


def test_only_sample_people_can_be_borrowed(site: Site, store: str) -> None:
    with psycopg.connect(store.replace("+psycopg", "")) as db:
        db.execute("update player set sample = false where id = %s", (person(),))
        [(real,)] = db.execute("select id from player where not sample").fetchall()
    assert site.post("/auth/sample", player_id=str(real)).status_code == 404
    assert site.post("/auth/sample", player_id="not-a-uuid").status_code == 422
    assert me(site).status_code == 401


def test_a_change_that_another_site_asks_for_is_refused(site: Site) -> None:
    site.post("/auth/sample", player_id=person())
    for headers in (
        {},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1.evil.example"},
        {"Origin": site.url, "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ):
        assert site.http.post("/auth/sample", data={"player_id": person()}, headers=headers).status_code == 403
        assert site.http.post("/auth/sign-out", headers=headers).status_code == 403
    assert me(site).status_code == 200


def test_signing_out_ends_the_session_on_the_server(site: Site) -> None:
    site.post("/auth/sample", player_id=person())
    token = site.http.cookies["qb_session"]
    assert site.http.get("/auth/sign-out").status_code in {404, 405}, "a link or an image must not sign anybody out"
    answer = site.post("/auth/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/signin?error=ended")
    assert "qb_session" not in site.http.cookies
    with httpx.Client(base_url=site.url, cookies={"qb_session": token}) as late:
        assert late.get("/api/v1/players/me").status_code == 401


def test_no_token_but_a_living_one_opens_anything(site: Site) -> None:
    for token in ("", "x", "x" * 5_000, "%00", "' or 1=1 --"):
        with httpx.Client(base_url=site.url, cookies={"qb_session": token}) as guest:
            assert guest.get("/api/v1/players/me").status_code == 401


def test_who_is_no_admin_any_more_is_none_at_once(site: Site, store: str) -> None:
    site.post("/auth/sample", player_id=person())
    assert site.http.get("/api/v1/deliveries/none").status_code == 404
    with psycopg.connect(store.replace("+psycopg", "")) as db:
        db.execute("update player set is_admin = false")
    assert site.http.get("/api/v1/deliveries/none").status_code == 403


def test_a_visit_keeps_the_session_s_last_sign_of_life(store: str, site: Site) -> None:
    site.post("/auth/sample", player_id=person())
    with psycopg.connect(store.replace("+psycopg", "")) as db:
        db.execute("update web_session set seen_at = seen_at - interval '1 day'")
    me(site)
    with psycopg.connect(store.replace("+psycopg", "")) as db:
        row = db.execute("select seen_at > now() - interval '1 minute' from web_session").fetchone()
    assert row == (True,)
