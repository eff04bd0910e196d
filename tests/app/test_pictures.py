"""The picture of a season: one's own alone, as a picture and nothing else."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest

from app.demo.payloads import Account
from domain.services import players, samples, seasons
from domain.store import session
from domain.store.queries.players import sample_people
from tests.app.serving import Site, serving
from tests.domain.services import game
from tests.domain.services.test_season_ends import DECIDED, HARD, announced, spec
from workers.seasons import follow

PATH = "/seasons/frost/picture.svg"


@pytest.fixture
def site(seeded: str) -> Iterator[Site]:
    """A season with a hostile name is over, in which Jonas did something."""
    session.write(samples.invite, now=game.LONG_AGO)
    announced(name=HARD)
    game.play(game.issue(Account(900_000_002, "jonas-weber"), 1))
    follow(threading.Event(), lambda: DECIDED)
    with serving(seeded) as site:
        yield site


def sign_in(site: Site, name: str) -> UUID:
    found = next(card.id for card in session.read(sample_people) if card.name == name)
    site.post("/auth/sample", player_id=str(found))
    return found


def test_nobody_sees_one_without_signing_in(site: Site) -> None:
    answer = site.http.get(PATH, follow_redirects=False)
    assert answer.is_redirect
    assert answer.headers["location"].startswith("/signin")


def test_it_is_ones_own_and_runs_loads_and_frames_nothing(site: Site) -> None:
    sign_in(site, "Jonas Weber")
    answer = site.http.get(PATH)
    texts = [element.text or "" for element in ET.fromstring(answer.text).iter()]

    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["content-disposition"] == 'inline; filename="season-frost.svg"'
    assert "<script>alert(1)</script> ’; drop table season; -- " in texts[1]
    assert any("Jonas Weber" in text for text in texts)


def test_it_is_downloaded_on_demand_and_names_nobody_who_hides(site: Site) -> None:
    me = sign_in(site, "Jonas Weber")
    session.write(players.change_profile, me, timezone="UTC", hidden=True, now=datetime.now(UTC))
    answer = site.http.get(f"{PATH}?download=1")

    assert answer.headers["content-disposition"] == 'attachment; filename="season-frost.svg"'
    assert "Jonas" not in answer.text


def test_there_is_none_of_what_is_not_over_or_not_there(site: Site) -> None:
    session.write(seasons.put, spec(id="next", first="2027-02-01", last="2027-03-01"), actor_id=None, now=DECIDED)
    session.write(seasons.announce, "next", actor_id=None, now=DECIDED)
    sign_in(site, "Jonas Weber")
    answers = [site.http.get(f"/seasons/{name}/picture.svg").status_code for name in ("next", "none", "A..b")]

    assert answers == [409, 404, 422]
