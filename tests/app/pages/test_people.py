"""The pages about people, as a person uses them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from nicegui import ui

from domain.services import follows, players
from domain.store import session
from domain.store.queries import friends
from tests.app.pages.conftest import Visit
from tests.domain.services import game
from tests.factories import accounts

OTHER = accounts(2)[1]


def _name(player: UUID) -> str:
    found: str = game.rows("select name from player where id = %s", player)[0][0]
    return found


def _rows(visit: Visit) -> list[Any]:
    return [[row["id"] for row in table.props["rows"]] for table in visit.user.find(marker="table").elements]


async def test_somebody_is_found_followed_and_becomes_a_friend(visit: Visit) -> None:
    other = game.joined(OTHER, now=datetime.now(UTC))
    await visit.user.open("/people")
    (find,) = visit.user.find(marker="find").elements
    assert list(find.options) == [str(other)]  # type: ignore[attr-defined]
    visit.user.find(kind=ui.button, content="Look").click()
    await visit.user.should_see("Please choose somebody.")

    await visit.user.open(f"/players/{other}")
    assert visit.props("profile")["person"]["followed"] is False
    visit.user.find(marker="profile").trigger("follow")
    await visit.eventually(
        lambda: [line.id for line in session.read(friends.page, visit.player_id).followed] == [other]
    )
    visit.live.hear(session.write(follows.follow, visit.player_id, actor_id=other, now=datetime.now(UTC)))
    await visit.eventually(lambda: visit.props("profile")["person"]["follows"] is True)
    assert visit.props("profile")["person"]["followed"] is True


async def test_a_follower_is_removed_in_the_list(visit: Visit) -> None:
    other = game.joined(OTHER, now=datetime.now(UTC))
    await visit.user.open("/people")
    visit.live.hear(session.write(follows.follow, visit.player_id, actor_id=other, now=datetime.now(UTC)))
    await visit.eventually(lambda: [str(other)] in _rows(visit))
    visit.user.find(marker="table").trigger("act", {"key": "refuse", "id": str(other)})
    await visit.eventually(lambda: [one.id for one in session.read(friends.page, visit.player_id).refused] == [other])


async def test_an_open_profile_is_empty_as_soon_as_its_player_hides(visit: Visit) -> None:
    other = game.joined(OTHER, now=datetime.now(UTC))
    await visit.user.open(f"/players/{other}")
    assert visit.props("profile")["person"]["name"] == _name(other)
    visit.live.hear(session.write(players.change_profile, other, timezone="UTC", hidden=True, now=datetime.now(UTC)))
    await visit.eventually(lambda: visit.props("profile")["person"] is None)


async def test_somebody_who_hides_has_no_profile(visit: Visit) -> None:
    other = game.joined(OTHER, now=datetime.now(UTC))
    session.write(players.change_profile, other, timezone="UTC", hidden=True, now=datetime.now(UTC))
    answer = await visit.user.http_client.get(f"/players/{other}")
    assert answer.status_code == 404
    assert _name(other) not in answer.text


async def test_one_sees_ones_own_profile_as_others_do(visit: Visit) -> None:
    await visit.user.open(f"/players/{visit.player_id}")
    assert visit.props("profile")["person"]["me"] is True
