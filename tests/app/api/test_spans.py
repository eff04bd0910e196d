"""Seasons and results of boards as JSON: what was decided, without whoever hides."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest

from app.demo.payloads import Account
from domain.services import deciding, players, samples
from domain.store import session
from domain.store.queries.players import sample_people
from tests.app.api.test_routes import is_problem, sign_in
from tests.app.serving import Site, serving
from tests.domain.services import game
from tests.domain.services.test_deciding import DECIDED, MONDAY, SUNDAY
from tests.domain.services.test_season_ends import DECIDED as SEASON_DECIDED
from tests.domain.services.test_season_ends import announced
from workers.seasons import follow

SPAN = f"/api/v1/leaderboards/week/results/{MONDAY}"
SEASON = "/api/v1/seasons/frost"
PEOPLE = {"Jonas Weber": 900_000_002, "Aiko Tanaka": 900_000_003}


@pytest.fixture
def site(store: str) -> Iterator[Site]:
    """A week and a season are over, in which Jonas did two things and Aiko one."""
    game.begin()
    session.write(samples.invite, now=game.LONG_AGO)
    announced(prizes=[{"at_least": 1, "xp": 5}])
    game.on_board("week")
    game.on_board("frost", period="custom", season="frost", first=MONDAY, last=SUNDAY)
    game.by_hand(store, f"update board set since = '{MONDAY}'")
    jonas, aiko = (Account(number, name.lower().replace(" ", "-")) for name, number in PEOPLE.items())
    game.play(game.issue(jonas, 1), game.issue(jonas, 2), game.issue(aiko, 3))
    session.write(deciding.decide, "week", MONDAY, SUNDAY, now=DECIDED)
    with serving(store) as site:
        yield site


def close() -> None:
    follow(threading.Event(), lambda: SEASON_DECIDED)


def names(site: Site, path: str) -> list[str]:
    return [row["name"] for row in site.http.get(path).json()["items"]]


def hide(name: str) -> None:
    found: UUID = next(card.id for card in session.read(sample_people) if card.name == name)
    session.write(players.change_profile, found, timezone="UTC", hidden=True, now=datetime.now(UTC))


def test_the_result_of_a_span_comes_in_pages_without_whoever_hides_since(site: Site) -> None:
    sign_in(site)
    spans = site.http.get("/api/v1/leaderboards/week/results").json()
    assert [one["first"] for one in spans["items"]] == [str(MONDAY)]
    assert names(site, SPAN) == ["Jonas Weber", "Aiko Tanaka"]
    second = site.http.get(f"{SPAN}?limit=1&offset=1").json()
    assert (second["total"], second["items"][0]["name"], second["items"][0]["rank"]) == (2, "Aiko Tanaka", 2)

    hide("Aiko Tanaka")
    assert names(site, SPAN) == ["Jonas Weber"]
    assert is_problem(site.http.get(f"{SPAN}/teams"), 404)
    assert is_problem(site.http.get(SPAN.replace(str(MONDAY), str(SUNDAY))), 404)


def test_seasons_and_their_results_are_there_once_they_are_closed(site: Site) -> None:
    sign_in(site)
    assert [one["spec"]["id"] for one in site.http.get("/api/v1/seasons").json()["items"]] == ["frost"]
    for path in ("results", "results/me", "results/teams"):
        assert is_problem(site.http.get(f"{SEASON}/{path}"), 404), path

    close()
    assert site.http.get(SEASON).json()["state"] == "closed"
    assert names(site, f"{SEASON}/results") == ["Jonas Weber", "Aiko Tanaka"]
    mine = site.http.get(f"{SEASON}/results/me").json()
    assert (mine["rank"], mine["streak"], mine["xp"] > 0) == (1, 1, True)
    assert site.http.get(f"{SEASON}/results/teams").json()["items"] == []
    hide("Aiko Tanaka")
    assert names(site, f"{SEASON}/results") == ["Jonas Weber"]


def test_a_season_that_ranks_nobody_names_nobody(site: Site) -> None:
    close()
    game.on_board("frost", period="custom", season="frost", first=MONDAY, last=SUNDAY, on=False)
    sign_in(site)

    assert names(site, f"{SEASON}/results") == []
    assert site.http.get(f"{SEASON}/results/me").json()["xp"] > 0


def test_the_schema_names_them(site: Site) -> None:
    paths = site.http.get("/api/v1/openapi.json").json()["paths"]

    assert {
        "/leaderboards/{board}/results",
        "/leaderboards/{board}/results/{first}",
        "/leaderboards/{board}/results/{first}/teams",
        "/seasons",
        "/seasons/{season}",
        "/seasons/{season}/results",
        "/seasons/{season}/results/me",
        "/seasons/{season}/results/teams",
    } <= paths.keys()
