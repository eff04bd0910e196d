from datetime import UTC, datetime

from domain.events import PlayerChanged
from domain.services import players
from domain.specs import Person
from domain.store import session
from domain.store.queries import players as queries
from domain.store.queries import recommendations
from tests.app.pages.conftest import TOKEN, Visit
from tests.domain.services import game
from tests.factories import accounts, merged_pull

ME, *OTHERS = accounts(6)


async def test_the_profile_saves_the_time_zone_and_hides(visit: Visit) -> None:
    await visit.user.open("/me")
    (zone,) = visit.user.find(marker="timezone").elements
    (hidden,) = visit.user.find(marker="hidden").elements
    zone.set_value("Asia/Tokyo")  # type: ignore[attr-defined]
    hidden.set_value(True)  # type: ignore[attr-defined]
    visit.user.find("Save settings").click()
    await visit.eventually(lambda: _card(visit).hidden)
    assert _card(visit).timezone == "Asia/Tokyo"


async def test_the_profile_switches_recommendations_off(visit: Visit) -> None:
    await visit.user.open("/me")
    (switch,) = visit.user.find(marker="next").elements
    assert switch.value  # type: ignore[attr-defined]
    switch.set_value(False)  # type: ignore[attr-defined]
    visit.user.find("Save settings").click()
    await visit.eventually(lambda: not session.read(recommendations.wants_them, visit.player_id))


async def test_a_lost_browser_can_be_signed_out(visit: Visit) -> None:
    lost, now = "a-token-of-another-browser", datetime.now(UTC)
    person = Person("github", "1000000", "person-0")
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1"
    session.write(
        players.sign_in, person, name="Zero", avatar_url=None, admin=False, token=lost, user_agent=agent, now=now
    )
    await visit.user.open("/me")
    rows = visit.props("table")["rows"]
    (other,) = [row for row in rows if row["do"]]
    assert other["browser"]["title"] == "Safari on iPhone"
    visit.user.find(marker="table").trigger("act", {"key": "revoke", "id": other["id"]})
    await visit.eventually(lambda: session.read(queries.signed_in, lost, now=now) is None)
    assert session.read(queries.signed_in, TOKEN, now=now) is not None


async def test_the_chart_has_a_bar_for_every_day(visit: Visit) -> None:
    visit.happens(merged_pull(ME, at=datetime.now(UTC)))
    await visit.user.open("/me")
    (bars,) = visit.props("chart")["options"]["data"]
    assert (len(bars["x"]), bars["y"][-1]) == (30, 100)


def _card(visit: Visit):  # type: ignore[no-untyped-def]  # a PlayerCard
    return session.read(queries.player_card, visit.player_id, now=datetime.now(UTC))


async def test_everything_that_is_kept_about_a_person_comes_as_one_file(visit: Visit) -> None:
    await visit.user.open("/me")
    visit.user.find(marker="download").click()
    found = (await visit.user.download.next(timeout=5)).json()
    assert [row["id"] for row in found["profile"]] == [str(visit.player_id)]
    assert {"activities", "xp", "missions", "thanks received"} <= found.keys()


async def test_somebody_asks_to_be_erased_and_thinks_better_of_it(visit: Visit) -> None:
    game.an_admin()
    await visit.user.open("/me")
    visit.user.find(marker="leave").click()
    await visit.user.should_see("Please type person-0.")
    (typed,) = visit.user.find(marker="confirmation").elements
    typed.set_value("person-0")  # type: ignore[attr-defined]
    visit.user.find(marker="leave").click()
    await visit.eventually(lambda: session.read(queries.leaves_at, visit.player_id) is not None)
    visit.live.hear([PlayerChanged(visit.player_id)])
    await visit.user.should_see("You will be erased on")
    visit.user.find(marker="stay").click()
    await visit.eventually(lambda: session.read(queries.leaves_at, visit.player_id) is None)
