from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.pages.board_sentences import best_sentence, insight
from domain.events import PlayerChanged
from domain.rules.boards import span
from domain.services import boards as verbs
from domain.services import deciding, follows, players, teams
from domain.specs import BoardSpec, Person, Ranked
from domain.store import session
from domain.store.queries import boards as queries
from domain.store.queries.players import signed_in
from domain.views import PersonalBest
from tests.app.pages.conftest import Visit
from tests.components.samples import board
from tests.factories import accounts, merged_pull

ME, *OTHERS = accounts(6)
NOW = datetime.now(UTC)


async def test_the_top_three_stand_above_me_and_my_neighbours(visit: Visit) -> None:
    visit.happens(*(merged_pull(other, at=NOW) for at, other in enumerate(OTHERS) for _ in range(at + 2)))
    visit.happens(merged_pull(ME, at=NOW))
    await visit.user.open("/board/month")
    props = visit.props("board")
    assert len(props["top"]) == 3
    assert props["around"][-1]["mine"]
    assert props["insight"].endswith("XP to #5")
    assert props["best"].startswith("This is your best month so far: ")


async def test_a_board_that_does_not_exist_is_not_found(visit: Visit) -> None:
    assert (await visit.user.http_client.get("/board/century")).status_code == 404


async def test_whoever_hides_leaves_an_open_board_at_once(visit: Visit) -> None:
    visit.happens(*(merged_pull(other, at=NOW) for other in (ME, *OTHERS) for _ in range(2)))
    await visit.user.open("/board/week")
    shown = _names(visit)
    gone = _player(OTHERS[2].number)
    session.write(players.change_profile, gone, timezone="UTC", hidden=True, now=NOW)
    visit.live.hear([PlayerChanged(gone)])
    await visit.eventually(lambda: OTHERS[2].login not in _names(visit))
    assert shown


async def test_a_board_that_is_switched_off_leaves_open_pages(visit: Visit) -> None:
    await visit.user.open("/board/week")
    await visit.user.should_see(marker="board")
    events = session.write(verbs.put, _spec("week").model_copy(update={"on": False}), actor_id=_admin(), now=NOW)
    visit.live.hear(events)
    await visit.user.should_not_see(marker="board")


async def test_without_the_board_of_the_week_the_first_one_is_shown_and_the_dashboard_has_none(visit: Visit) -> None:
    session.write(verbs.put, _spec("week").model_copy(update={"on": False}), actor_id=_admin(), now=NOW)
    await visit.user.open("/board")
    assert visit.props("board")["heading"] == "Today"
    await visit.user.open("/")
    await visit.user.should_not_see(marker="board")


async def test_with_every_board_off_a_page_remains(visit: Visit) -> None:
    for spec in session.read(queries.specs):
        session.write(verbs.put, spec.model_copy(update={"on": False}), actor_id=_admin(), now=NOW)
    await visit.user.open("/board")
    await visit.user.should_see("There are no boards here right now.")


async def test_a_board_of_teams_shows_averages_of_large_enough_teams(visit: Visit) -> None:
    admin = _admin()
    visit.happens(*(merged_pull(one, at=NOW) for one in (ME, *OTHERS)))
    for slug, members in (("core", (ME, *OTHERS[:2])), ("pair", OTHERS[2:4])):
        team = uuid4()
        session.write(teams.create, team, slug, slug.title(), actor_id=admin, now=NOW)
        for member in members:
            session.write(teams.join, team, _player(member.number), actor_id=admin, now=NOW)
    spec = BoardSpec.model_validate({"key": "teams", "title": "Teams", "ranked": "teams"})
    session.write(verbs.put, spec, actor_id=admin, now=NOW)
    await visit.user.open("/board/teams")
    (row,) = visit.props("board")["top"]
    assert (row["name"], row["note"], row["mine"]) == ("Core", "3 people", True)


async def test_a_board_of_friends_shows_those_who_follow_each_other_live(visit: Visit) -> None:
    visit.happens(*(merged_pull(one, at=NOW) for one in (ME, *OTHERS)))
    session.write(verbs.put, _spec("week").model_copy(update={"ranked": Ranked.FRIENDS}), actor_id=_admin(), now=NOW)
    await visit.user.open("/board/week")
    await visit.user.should_see("Friends are people who follow you and whom you follow.")
    friend, fan = (_player(other.number) for other in OTHERS[:2])
    for one, other in ((friend, visit.player_id), (visit.player_id, friend), (fan, visit.player_id)):
        visit.live.hear(session.write(follows.follow, other, actor_id=one, now=NOW))

    await visit.eventually(lambda: OTHERS[0].login in _names(visit))
    assert OTHERS[1].login not in _names(visit)


async def test_whoever_wants_to_hear_of_his_places_says_so_on_the_board(visit: Visit) -> None:
    await visit.user.open("/board/week")
    visit.user.find(marker="rank-news").click()
    await visit.eventually(lambda: session.read(queries.wants_news, visit.player_id))


async def test_a_result_that_was_decided_stays_to_be_seen(visit: Visit) -> None:
    visit.happens(merged_pull(ME, at=NOW), *(merged_pull(other, at=NOW) for other in OTHERS for _ in range(2)))
    first, last = span(_spec("month"), NOW.date())
    session.write(deciding.decide, "month", first, last, now=NOW + timedelta(days=40))
    await visit.user.open("/board/month")
    await visit.user.should_see(f"{first:%B %Y}")
    await visit.user.open(f"/board/month/{first}")
    assert len(visit.props("board")["top"]) == 3
    assert visit.props("board")["insight"].startswith("You came in at #6 with ")
    for wrong in ("2020-01-01", "yesterday"):
        assert (await visit.user.http_client.get(f"/board/month/{wrong}")).status_code == 404


@pytest.mark.parametrize(
    ("me", "sentence"), [(1, "You lead this board."), (2, "10 XP to #1"), (3, "10 XP to #2"), (9, None)]
)
def test_one_line_says_what_would_bring_me_further(me: int, sentence: str | None) -> None:
    assert insight(board(30, 20, 10), UUID(int=me)) == sentence


@pytest.mark.parametrize(
    ("first", "sentence"),
    [
        (date(2026, 11, 16), "This is your best week so far: 340 XP."),
        (date(2026, 11, 2), "Your best week so far: 340 XP, from 2 November 2026."),
    ],
)
def test_the_best_week_is_compared_with_this_one(first: date, sentence: str) -> None:
    spec = BoardSpec(key="week", title="This week")
    assert best_sentence(spec, PersonalBest(340, first), date(2026, 11, 20)) == sentence


def _names(visit: Visit) -> list[Any]:
    props = visit.props("board")
    return [row["name"] for row in (*props["top"], *props["around"])]


def _spec(key: str) -> BoardSpec:
    return next(spec for spec in session.read(queries.specs) if spec.key == key)


def _player(number: int) -> UUID:
    return _signed_in(Person("github", str(number), f"person-{number - 1_000_000}"), admin=False)


def _admin() -> UUID:
    return _signed_in(Person("github", "999", "boss"), admin=True)


def _signed_in(person: Person, *, admin: bool) -> UUID:
    token = str(uuid4())
    session.write(
        players.sign_in, person, name=person.login, avatar_url=None, admin=admin, token=token, user_agent="", now=NOW
    )
    found = session.read(signed_in, token, now=NOW)
    assert found is not None
    return found.player_id
