from datetime import UTC, datetime
from uuid import UUID, uuid4

from domain.services import leagues as verbs
from domain.services import players
from domain.specs import LeagueSpec, Person
from domain.store import session
from domain.store.queries import leagues
from domain.store.queries.players import signed_in
from tests.app.pages.conftest import Visit
from tests.factories import accounts, merged_pull

ME = accounts(1)[0]
NOW = datetime.now(UTC)


async def test_somebody_joins_the_league_sees_his_group_and_leaves(visit: Visit) -> None:
    visit.happens(merged_pull(ME, at=NOW))
    await visit.user.open("/league")
    await visit.user.should_see("There is no league here right now.")
    session.write(verbs.define, LeagueSpec(on=True), actor_id=_admin(), now=NOW)
    session.write(verbs.keep_up, now=NOW)
    await visit.user.open("/board")
    await visit.user.should_see("League")
    await visit.user.open("/league")
    visit.user.find(marker="join").click()
    await visit.user.should_see(marker="board")
    assert [row["mine"] for row in visit.props("board")["top"]] == [True]
    visit.user.find(marker="leave").click()
    await visit.user.should_not_see(marker="board")


async def test_an_admin_switches_the_league_on(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/league")
    admin_visit.user.find(marker="divisions").elements.pop().set_value("One")  # type: ignore[attr-defined]
    admin_visit.user.find(marker="league-on").elements.pop().set_value(True)  # type: ignore[attr-defined]
    admin_visit.user.find(marker="save").click()
    assert session.read(leagues.spec) is None
    admin_visit.user.find(marker="divisions").elements.pop().set_value("One\nTwo")  # type: ignore[attr-defined]
    admin_visit.user.find(marker="save").click()
    await admin_visit.eventually(lambda: leagues_on() == ("One", "Two"))


def leagues_on() -> tuple[str, ...]:
    spec = session.read(leagues.spec)
    return spec.divisions if spec and spec.on else ()


def _admin() -> UUID:
    token = str(uuid4())
    session.write(
        players.sign_in,
        Person("github", "999", "boss"),
        name="boss",
        avatar_url=None,
        admin=True,
        token=token,
        user_agent="",
        now=NOW,
    )
    found = session.read(signed_in, token, now=NOW)
    assert found is not None
    return found.player_id
