from datetime import UTC, datetime, timedelta
from typing import Any

from nicegui.testing import User

from domain.events import MissionPublished, PlayerChanged, QuestAccepted, Resync
from domain.services import badges, players, quests
from domain.specs import Condition, MissionSpec, Scope
from domain.store import session
from domain.store.queries import badges as badge_queries
from tests.app.pages.conftest import Visit
from tests.app.pages.publishing import QUEST, make_admin, publish, shown
from tests.factories import accounts, merged_pull

ME, OTHER = accounts(2)


async def test_a_stranger_is_asked_to_sign_in(simulated: tuple[User, object]) -> None:
    response = await simulated[0].http_client.get("/missions")
    assert (response.status_code, response.headers["location"]) == (303, "/signin?next=/missions")


async def test_it_is_light_enough_for_a_page_that_stays_open_all_day(visit: Visit) -> None:
    client = await visit.user.open("/")
    assert len(client.elements) <= 30


async def test_a_new_player_sees_where_to_begin(visit: Visit) -> None:
    await visit.user.open("/")
    assert visit.props("hero")["level"] == {"number": 1, "into": 0, "span": 100, "title": "Newcomer"}
    assert visit.props("feed")["lines"] == []
    assert "/webhooks/github" in visit.props("feed")["connect"]["command"]
    assert "First light" in [card["title"] for card in visit.props("missions")["missions"]]


async def test_a_landed_pull_request_moves_everything_without_a_reload(visit: Visit) -> None:
    await visit.user.open("/")
    visit.happens(merged_pull(ME, number=42, at=datetime.now(UTC)))
    await visit.eventually(lambda: visit.props("hero")["xp"] > 0)
    reward, work = visit.props("feed")["lines"]
    assert (work["amount"], work["text"], work["where"]) == (50, "merged pull request #42", "acme/app")
    assert "capped at 250 a day" in work["why"]
    assert reward["text"] == "completed the mission First light"
    await visit.eventually(lambda: len(visit.props("board")["top"]) == 1)
    await visit.eventually(lambda: any(badge["earned_at"] for badge in _badges(visit)))
    done = [card["title"] for card in visit.props("missions")["missions"] if card["completed_at"]]
    assert done == ["First light"]


async def test_what_others_do_is_seen_under_everyone_alone(visit: Visit) -> None:
    await visit.user.open("/")
    visit.happens(merged_pull(OTHER, number=43, at=datetime.now(UTC)))
    await visit.eventually(lambda: len(visit.props("board")["top"]) == 1)
    assert visit.props("feed")["lines"] == []
    visit.user.find(marker="feed").trigger("scope", "everyone")
    await visit.eventually(lambda: len(visit.props("feed")["lines"]) == 2)
    visit.happens(merged_pull(OTHER, number=44, at=datetime.now(UTC)))
    await visit.eventually(lambda: len(visit.props("feed")["lines"]) == 3)


async def test_a_published_mission_appears(visit: Visit) -> None:
    await visit.user.open("/")
    spec = MissionSpec(title="Brand new", requirement=Condition(metric="issue.completed", threshold=1))
    mission = publish(visit, spec)
    assert "Brand new" not in _titles(visit)
    visit.live.hear([MissionPublished(mission, "Brand new")])
    await visit.eventually(lambda: "Brand new" in _titles(visit))


async def test_a_badge_that_is_renamed_is_renamed_on_the_open_page(visit: Visit) -> None:
    visit.happens(merged_pull(ME, number=42, at=datetime.now(UTC)))
    await visit.user.open("/")
    spec = next(spec for spec in session.read(badge_queries.all_badges) if spec.id == "first-light")
    admin = make_admin(visit)
    renamed = spec.model_copy(update={"name": "First of all"})
    visit.live.hear(session.write(badges.put, renamed, is_new=False, actor_id=admin, now=datetime.now(UTC)))
    await visit.eventually(lambda: "First of all" in [badge["name"] for badge in _badges(visit)])


async def test_a_quest_is_an_active_mission_once_it_is_accepted(visit: Visit) -> None:
    quest = publish(visit, QUEST)
    await visit.user.open("/")
    assert QUEST.title not in _titles(visit)
    session.write(quests.accept, quest, player_id=visit.player_id, now=datetime.now(UTC))
    visit.live.hear([QuestAccepted(visit.player_id, quest)])
    await visit.eventually(lambda: QUEST.title in _titles(visit))


async def test_a_new_player_is_led_to_first_steps_and_then_to_the_next(visit: Visit) -> None:
    await visit.user.open("/")
    assert "First light" in _next(visit)
    visit.happens(merged_pull(ME, number=42, at=datetime.now(UTC)))
    await visit.eventually(lambda: "First light" not in _next(visit))


async def test_whoever_does_without_recommendations_has_none_on_the_open_page(visit: Visit) -> None:
    await visit.user.open("/")
    assert _next(visit)
    me, now = visit.player_id, datetime.now(UTC)
    off = session.write(players.change_profile, me, timezone="UTC", hidden=False, recommendations=False, now=now)
    visit.live.hear(off)
    await visit.eventually(lambda: not _next(visit))


async def test_why_explains_a_line_of_the_feed(visit: Visit) -> None:
    visit.happens(merged_pull(ME, number=42, at=datetime.now(UTC)))
    await visit.user.open("/")
    work = visit.props("feed")["lines"][-1]
    visit.user.find(marker="feed").trigger("why", work["id"])
    await visit.eventually(lambda: visit.props("explanation")["explanation"] is not None)
    assert visit.props("explanation")["explanation"]["sentences"]


async def test_after_a_gap_everything_is_read_again(visit: Visit) -> None:
    await visit.user.open("/")
    visit.happens(merged_pull(ME, number=42, at=datetime.now(UTC)), heard=False)
    assert visit.props("hero")["xp"] == 0
    visit.live.hear([Resync()])
    await visit.eventually(lambda: visit.props("hero")["xp"] > 0)
    await visit.eventually(lambda: len(visit.props("feed")["lines"]) == 2)


async def test_whoever_hides_learns_it_on_the_open_page(visit: Visit) -> None:
    await visit.user.open("/")
    session.write(players.change_profile, visit.player_id, timezone="UTC", hidden=True, now=datetime.now(UTC))
    visit.live.hear([PlayerChanged(visit.player_id)])
    await visit.eventually(lambda: bool(visit.props("board")["hidden"]))


async def test_older_lines_come_when_asked_for(visit: Visit) -> None:
    now = datetime.now(UTC)
    visit.happens(*(merged_pull(ME, number=number, at=now) for number in range(1, 15)))
    await visit.user.open("/")
    assert (len(visit.props("feed")["lines"]), visit.props("feed")["can-grow"]) == (8, True)
    visit.user.find(marker="feed").trigger("older")
    await visit.eventually(lambda: len(visit.props("feed")["lines"]) == 15)
    assert not visit.props("feed")["can-grow"]


def _titles(visit: Visit) -> list[str]:
    return [card["title"] for card in visit.props("missions")["missions"]]


def _next(visit: Visit) -> list[str]:
    return [one["title"] for one in visit.props("recommendations")["items"]]


def _badges(visit: Visit) -> list[dict[str, Any]]:
    return [badge for group in visit.props("badges")["groups"] for badge in group["badges"]]


async def test_what_a_team_works_on_together_stands_apart_with_its_bar(visit: Visit) -> None:
    goal = Condition(metric="pull_request.merged", threshold=4)
    publish(visit, MissionSpec(title="Four by all of us", requirement=goal, xp=10, scope=Scope.GUILD))
    await visit.user.open("/")
    just_now = datetime.now(UTC) + timedelta(seconds=1)  # GitHub says whole seconds
    visit.happens(merged_pull(OTHER, number=61, at=just_now))
    await visit.eventually(lambda: shown(visit, "Together").get("Four by all of us", {}).get("progress") == 0.25)
    assert "Four by all of us" not in shown(visit, "Active missions")
