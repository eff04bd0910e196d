"""The work of bots and agents says so wherever it is shown."""

from collections.abc import Iterable
from uuid import UUID

import pytest

from app.demo import payloads
from app.demo.payloads import Account
from domain.services import bots, judging
from domain.specs import BotSpec, Delivery, PersonKind
from domain.store import session
from domain.store.queries import explain, fair_play, feed, holds
from tests import factories
from tests.domain.services import game, judged
from tests.domain.services.game import ADA, NOW, later

HELPER = Account(4_711, "helper")
PLAIN = {f"reviewed pull request #{number}" for number in range(1, 7)}


@pytest.fixture(autouse=True)
def every_review_pays(playing: str) -> str:
    judged.every_review_pays()
    return playing


def of_helper() -> Iterable[Delivery]:
    return (factories.rubber_stamp(ADA, HELPER, number) for number in range(1, 7))


def shown() -> list[set[str]]:
    """What work is called in the feed, in an explanation and behind a finding."""
    ada = game.player(ADA)
    lines = [line for line in session.read(feed.feed, player_id=ada) if "#" in line.text]
    why = [session.read(explain.explain_entry, line.id, player_id=ada) for line in lines]
    findings = session.read(fair_play.fair_play, now=NOW).findings
    return [
        {line.text for line in lines},
        {one.text.partition(" · ")[0] for view in why for one in view.evidence},
        {one.text for view in findings for one in view.evidence},
    ]


@pytest.mark.parametrize(("kind", "words"), [(PersonKind.AGENT, "a coding agent"), (PersonKind.BOT, "a bot")])
def test_the_work_of_whoever_is_listed_says_so_as_soon_as_he_was_met(kind: PersonKind, words: str) -> None:
    game.play(*of_helper())
    game.looked()
    assert shown() == [PLAIN] * 3
    boss: UUID = game.an_admin()
    session.write(bots.enlist, BotSpec(login=HELPER.login, kind=kind), actor_id=boss, now=NOW)
    game.play(game.merged(HELPER, 7), now=later(hours=1))
    assert shown() == [{f"{one}, the work of {words}" for one in PLAIN}] * 3


def test_what_is_held_says_so_too() -> None:
    game.play(*of_helper())
    [key] = game.looked()
    session.write(judging.hold_by_itself, key, now=later(hours=1))
    session.write(bots.enlist, BotSpec(login=HELPER.login), actor_id=game.an_admin(), now=NOW)
    game.play(game.merged(HELPER, 7), now=later(hours=2))
    [hold] = session.read(holds.mine, game.player(ADA))
    assert {one.text.partition(" · ")[0] for one in hold.evidence} == {f"{one}, the work of a bot" for one in PLAIN}


def test_labels_of_old_that_do_not_say_it_are_told_by_the_account(every_review_pays: str) -> None:
    bot = Account(77, "upkeep[bot]", "Bot")
    review = payloads.review(game.REPO, 9, bot, ADA, at=NOW, body=game.SUBSTANCE)
    game.play(factories.delivery("pull_request_review", review))
    told = [{"reviewed pull request #9, the work of a bot"}]
    assert shown()[:1] == told
    game.by_hand(every_review_pays, "update activity set label = 'reviewed pull request #9'")
    assert shown()[:1] == told
