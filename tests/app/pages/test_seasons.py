"""The pages of seasons, as a person uses them."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from domain.events import SeasonChanged
from domain.services import seasons, teams
from domain.specs import SeasonSpec
from domain.store import session
from tests.app.pages.conftest import Visit
from tests.domain.services import game
from tests.domain.services.test_season_ends import HARD
from tests.factories import accounts, merged_pull
from workers.seasons import follow

ME = accounts(1)[0]
NOW = datetime.now(UTC)


def announce(first: int, last: int, **fields: Any) -> None:
    """A season from so many days from now to so many."""
    days = {"first": (NOW + timedelta(days=first)).date(), "last": (NOW + timedelta(days=last)).date()}
    spec = SeasonSpec.model_validate({"id": "frost", "name": "Frost", **days, **fields})
    long_ago = NOW - timedelta(days=90)
    session.write(seasons.put, spec, actor_id=None, now=long_ago)
    session.write(seasons.announce, spec.id, actor_id=None, now=long_ago)
    follow(threading.Event(), lambda: NOW)


async def test_without_any_the_page_says_so(visit: Visit) -> None:
    await visit.user.open("/seasons")
    await visit.user.should_see("There is no season yet.")


async def test_the_season_that_is_on_moves_with_ones_work(visit: Visit) -> None:
    announce(-3, 3, name=HARD, prizes=[{"at_least": 10, "xp": 5}])
    await visit.user.open("/seasons")
    shown = visit.props("season")["season"]
    assert (shown["name"], shown["clock"], shown["xp"]) == (HARD, "4 days left", 0)
    assert not visit.props("prizes")["prizes"][0]["reached"]

    visit.happens(merged_pull(ME, at=datetime.now(UTC)))
    await visit.eventually(lambda: visit.props("season")["season"]["xp"] > 0)
    await visit.eventually(lambda: visit.props("prizes")["prizes"][0]["reached"])


async def test_the_dashboard_shows_its_clock_as_soon_as_it_is_announced(visit: Visit) -> None:
    await visit.user.open("/")
    assert visit.props("season")["season"] is None
    announce(-3, 0)
    visit.live.hear([SeasonChanged("frost")])
    await visit.eventually(lambda: visit.props("season")["season"] is not None)
    assert visit.props("season")["season"]["clock"] == "last day"


async def test_a_closed_season_is_looked_back_at(visit: Visit, seeded: str) -> None:
    game.by_hand(seeded, "update scoring_rule set published_at = '2026-01-01'")
    at = NOW - timedelta(days=20)
    game.play(merged_pull(ME, at=at), now=at)
    announce(-25, -10)
    await visit.user.open("/seasons/frost")
    assert visit.props("season")["season"]["recap"] == "/seasons/frost/recap"
    await visit.user.should_see("1 person took part.")

    await visit.user.open("/seasons/frost/recap")
    shown = visit.props("recap")["recap"]
    assert shown["picture"] == "/seasons/frost/picture.svg"
    assert shown["highlights"][0]["label"] == "Best day"


async def test_the_look_back_of_a_small_team_says_why_there_is_none(admin_visit: Visit) -> None:
    announce(-3, 3)
    team = uuid4()
    session.write(teams.create, team, "core", "Core", actor_id=admin_visit.player_id, now=NOW)
    session.write(teams.join, team, admin_visit.player_id, actor_id=admin_visit.player_id, now=NOW)
    await admin_visit.user.open(f"/seasons/frost/teams/{team}")
    shown = admin_visit.props("recap")["recap"]

    assert (shown["title"], shown["highlights"]) == ("Core", [])
    assert "five or more" in shown["empty"]
