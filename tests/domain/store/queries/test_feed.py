from datetime import timedelta

import pytest

from app.demo import payloads
from app.demo.payloads import Account
from domain.services import correcting, players
from domain.specs import PersonKind
from domain.store import session
from domain.store.queries import feed as queries
from domain.views import FeedLine
from tests import factories
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, NOW


def feed(**fields: object) -> list[FeedLine]:
    return [*session.read(queries.feed, **{"player_id": None, **fields})]  # type: ignore[arg-type]


@pytest.fixture
def played(playing: str) -> str:
    for number in range(1, 7):
        game.play(game.issue(ADA if number % 2 else BEN, number))
    return playing


def test_the_newest_lines_of_everybody_stand_first(played: str) -> None:
    assert [line.text for line in feed(limit=3)] == [f"completed issue #{number}" for number in (6, 5, 4)]


def test_pages_follow_on_each_other_without_gaps(played: str) -> None:
    first = feed(limit=4)
    second = feed(limit=4, before=first[-1].id)

    assert first + second == feed(limit=100)
    assert len(second) == 2


def test_reviews_of_a_bots_work_say_so(played: str) -> None:
    bot = Account(77, "upkeep[bot]", "Bot")
    review = payloads.review(game.REPO, 9, bot, ADA, at=NOW, body=game.SUBSTANCE)
    game.play(factories.delivery("pull_request_review", review), game.reviewed(ADA, 10, at=NOW))
    assert {line.text for line in feed(limit=4)} >= {
        "reviewed pull request #9, the work of a bot", "reviewed pull request #10",
    }  # fmt: skip


def test_a_player_has_a_feed_of_his_own(played: str) -> None:
    assert {line.player_id for line in feed(player_id=game.player(ADA))} == {game.player(ADA)}


def test_the_hidden_are_in_nobodys_feed_but_their_own(played: str) -> None:
    session.write(players.change_profile, game.player(ADA), timezone="UTC", hidden=True, now=NOW)

    assert {line.player_id for line in feed()} == {game.player(BEN)}
    assert len(feed(player_id=game.player(ADA))) == 3


def test_whoever_turns_out_to_be_a_bot_leaves_everybodys_feed(played: str) -> None:
    session.write(players.set_kind, game.player(ADA), kind=PersonKind.BOT, actor_id=game.an_admin(), now=NOW)

    assert {line.player_id for line in feed()} == {game.player(BEN)}


def test_a_missions_reward_is_a_line_too(playing: str) -> None:
    game.play(game.merged(ADA, 1))
    reward, work = feed()

    assert (reward.text, reward.amount) == ("completed the mission First light", 50)
    assert (reward.why, reward.where) == ("its reward", None)
    assert (work.text, work.amount) == ("merged pull request #1", 50)


def test_work_beyond_the_cap_is_shown_with_the_reason_for_nothing(playing: str) -> None:
    game.play(*(game.issue(ADA, number) for number in range(1, 10)))

    assert (feed()[0].amount, feed()[0].why) == (0, "the day's cap of 125 XP is reached")


def test_withdrawn_work_is_a_line_that_takes_back(playing: str) -> None:
    game.play(game.reviewed(ADA, 1))
    game.play(game.dismissed(ADA, 1))
    taken, given = feed(player_id=game.player(ADA))

    assert (taken.amount, taken.why) == (-30, "taken back: the work it was for was withdrawn")
    assert taken.text == given.text == "reviewed pull request #1"


def test_what_was_taken_from_somebody_is_nobody_elses_business(playing: str) -> None:
    game.play(game.reviewed(ADA, 1))
    game.play(game.dismissed(ADA, 1))

    assert [line.amount for line in feed()] == [30]


def test_a_completion_that_moved_and_one_that_was_taken_back_say_so(playing: str) -> None:
    admin, mission = game.an_admin(), game.published(game.mission(1))
    game.solve("a", at=NOW)
    game.solve("b", at=NOW - timedelta(days=1))
    session.write(
        correcting.reverse, mission, game.player(ADA), "once", reason="A test.", actor_id=admin, now=game.later(hours=1)
    )

    back, forth, away, done = feed(player_id=game.player(ADA))

    assert (back.text, back.why, back.amount) == ("a correction: Tidy up", "A test.", -40)
    assert [forth.text, away.text] == ["the mission Tidy up counts for another day"] * 2
    assert (done.text, done.why) == ("completed the mission Tidy up", "its reward")


def test_a_line_shows_when_its_work_was_done_not_when_it_was_heard_of(playing: str) -> None:
    long_ago = NOW - timedelta(days=40)
    game.play(game.merged(ADA, 1, at=long_ago))

    assert {line.text: line.at for line in feed()} == {
        "merged pull request #1": long_ago,
        "completed the mission First light": long_ago,
    }
