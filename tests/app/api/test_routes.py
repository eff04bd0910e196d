from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest

from app.demo.payloads import Account
from domain.services import deliveries, inbox, samples
from domain.services import players as player_services
from domain.store import session
from domain.store.queries import players
from tests.app.serving import Site, delivery_headers, serving
from tests.factories import merged_pull


@pytest.fixture
def site(seeded: str) -> Iterator[Site]:
    session.write(samples.invite, now=datetime.now(UTC))
    with serving(seeded) as site:
        yield site


def person(name: str) -> str:
    return next(str(card.id) for card in session.read(players.sample_people) if card.name == name)


def sign_in(site: Site, name: str = "Jonas Weber") -> str:
    site.post("/auth/sample", player_id=person(name))
    return person(name)


def is_problem(answer: httpx.Response, status: int) -> bool:
    body = answer.json()
    return (
        answer.status_code == status == body["status"]
        and answer.headers["content-type"] == "application/problem+json"
        and bool(body["title"] and body["detail"])
    )


def test_nobody_reads_anything_without_signing_in(site: Site) -> None:
    schema = site.http.get("/api/v1/openapi.json").json()
    for path in schema["paths"]:
        filled = path.format(
            delivery_id="x", board="week", player_id=person("Mira Okafor"), first="2026-11-16", season="frost"
        )
        assert is_problem(site.http.get(f"/api/v1{filled}"), 401), path
    assert len(schema["paths"]) >= 6


def test_a_player_reads_himself_and_the_public_side_of_others(site: Site) -> None:
    me = sign_in(site)
    mine = site.http.get("/api/v1/players/me").json()
    assert (mine["id"], mine["timezone"], mine["streak"]["length"]) == (me, "UTC", 0)
    other = site.http.get(f"/api/v1/players/{person('Aiko Tanaka')}").json()
    assert set(other) == {"id", "name", "login", "avatar_url", "xp", "level", "rank"}


def test_who_hides_is_not_there_for_others(site: Site) -> None:
    aiko = person("Aiko Tanaka")
    session.write(player_services.change_profile, UUID(aiko), timezone="UTC", hidden=True, now=datetime.now(UTC))
    sign_in(site, "Mira Okafor")
    assert is_problem(site.http.get(f"/api/v1/players/{aiko}"), 404)
    sign_in(site, "Aiko Tanaka")
    assert site.http.get(f"/api/v1/players/{aiko}").status_code == 200


def test_lists_come_in_pages(site: Site) -> None:
    sign_in(site)
    for path in ("missions", "badges"):
        everything = site.http.get(f"/api/v1/{path}?limit=100").json()
        assert everything["total"] == len(everything["items"]) > 1
        second = site.http.get(f"/api/v1/{path}?limit=1&offset=1").json()
        assert (second["items"], second["offset"]) == ([everything["items"][1]], 1)
    for key in ("day", "week", "month", "season"):
        assert site.http.get(f"/api/v1/leaderboards/{key}").json()["items"] == []


def test_an_admin_asks_what_became_of_a_delivery(site: Site) -> None:
    body = b'{"zen":"Speak like a human."}'
    site.http.post("/webhooks/github", content=body, headers=delivery_headers(body))
    path = "/api/v1/deliveries/72d3162e-cc78-11e3-81ab-4c9367dc0958"
    sign_in(site)
    assert is_problem(site.http.get(path), 403)
    sign_in(site, "Mira Okafor")
    answer = site.http.get(path).json()
    assert (answer["state"], answer["event"], answer["size"]) == ("pending", "ping", len(body))
    assert is_problem(site.http.get("/api/v1/deliveries/unknown"), 404)


def test_bad_input_is_a_problem_and_never_a_failure(site: Site) -> None:
    sign_in(site, "Mira Okafor")
    for path in (
        "/deliveries/%00",
        "/deliveries/%ED%A0%80",
        "/deliveries/a?source=%00",
        "/players/not-a-uuid",
        "/players/%00",
        "/leaderboards/year",
        "/leaderboards/week?limit=NaN",
        "/leaderboards/week?limit=1e400",
        "/leaderboards/week?limit=0",
        "/leaderboards/week?offset=-1",
        "/leaderboards/week?offset=99999999999999999999",
        "/missions?limit=%ED%A0%80",
        "/leaderboards/week/results/2026-02-30",
        "/leaderboards/week/results/%00",
        "/leaderboards/year/results",
        "/seasons/%00",
        "/seasons/none",
        "/seasons/none/results?limit=1e400",
        "/seasons/none/results/me",
    ):
        answer = site.http.get(f"/api/v1{path}")
        assert is_problem(answer, answer.status_code), path
        assert answer.status_code in {404, 422}, path
    missing = site.http.get("/api/v1/leaderboards/week?limit=0").json()
    assert missing["errors"][0]["field"] == "limit"


def test_what_is_not_there_and_what_is_not_allowed_are_problems_too(site: Site) -> None:
    assert is_problem(site.http.get("/api/v1/nothing"), 404)
    assert is_problem(site.http.delete("/api/v1/missions"), 405)
    assert is_problem(site.http.post("/api/v1/missions", content=b"{NaN"), 405)


def test_a_lost_database_is_a_problem_with_a_time_to_come_back() -> None:
    with serving("postgresql+psycopg://nobody@127.0.0.1:1/none") as site:
        site.http.cookies.set("qb_session", "token")
        answer = site.http.get("/api/v1/missions")
        assert is_problem(answer, 503)
        assert int(answer.headers["retry-after"]) > 0


def test_who_hides_is_in_no_answer_to_others(site: Site) -> None:
    aiko, now = person("Aiko Tanaka"), datetime.now(UTC)
    session.write(deliveries.accept, [merged_pull(Account(900_000_003, "aiko-tanaka"), at=now)], now=now)
    session.write(inbox.apply, now=now, limit=10)
    sign_in(site, "Jonas Weber")
    paths = [path for path in site.http.get("/api/v1/openapi.json").json()["paths"] if "deliver" not in path]

    def naming() -> set[str]:
        filled = {path: path.format(board="week", player_id=aiko, first="2026-11-23", season="frost") for path in paths}
        answers = {path: site.http.get(f"/api/v1{address}").text for path, address in filled.items()}
        return {path for path, text in answers.items() if "Aiko" in text or "aiko" in text}

    assert {"/leaderboards/{board}", "/players/{player_id}"} <= naming()
    session.write(player_services.change_profile, UUID(aiko), timezone="UTC", hidden=True, now=now)
    assert naming() == set()
