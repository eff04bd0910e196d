from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

from app.demo import payloads
from app.demo.payloads import Account
from domain.events import DomainEvent
from domain.services import fair_play as verbs
from domain.sources import kudos
from domain.specs import Delivery
from domain.store import people, session
from domain.store.queries import fair_play, oddities
from domain.views.fair_play import FairPlayView, Verdict
from tests import factories
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, CAM, NOW

pytestmark = pytest.mark.usefixtures("playing")


def _approval(reviewer: Account, author: Account, number: int) -> Delivery:
    at = NOW - timedelta(days=number % 6, hours=number)
    return factories.rubber_stamp(reviewer, author, number, at=at)


def _ring(times: int = 5, first: int = 1) -> list[Delivery]:
    pairs = [(ADA, BEN), (BEN, ADA)] * times
    return [_approval(*pair, number) for number, pair in enumerate(pairs, first)]


def _view() -> FairPlayView:
    game.looked(now=NOW + timedelta(hours=len(game.rows("select * from look"))))
    return session.read(fair_play.fair_play, now=NOW)


def test_where_nothing_looks_odd_everything_that_is_looked_for_is_told_still() -> None:
    game.play(game.merged(ADA, 1), game.reviewed(BEN, 2))
    view = _view()
    assert view.findings == ()
    assert [one.found for one in view.detectors] == [0] * 8
    assert all(one.looks_for.endswith(".") for one in view.detectors)


def test_a_finding_names_people_and_leads_to_the_work_the_newest_first() -> None:
    game.play(*_ring(11))
    [found] = _view().findings
    assert (found.title, found.names) == ("Approvals in a ring", ("person-0", "person-1"))
    assert found.sentence == "approved each other’s work 11 and 11 times in a month, without a word and in haste."
    assert (len(found.evidence), found.more) == (20, 2)
    assert [one.at for one in found.evidence] == sorted((one.at for one in found.evidence), reverse=True)
    assert found.last_at == found.evidence[0].at
    assert found.evidence[0].text.startswith("reviewed pull request #")
    assert found.evidence[0].why in found.names
    assert str(found.evidence[0].url).startswith("https://github.com/")
    assert [one.found for one in _view().detectors if one.id == "rings"] == [1]


def test_what_is_older_than_the_span_is_not_told() -> None:
    game.play(*_ring())
    assert len(_view().findings) == 1
    then = NOW + timedelta(days=31)
    assert session.read(fair_play.fair_play, now=then).findings == ()
    assert session.read(oddities.work_out, oddities.everything(then), now=then) == []


def test_a_dismissed_review_was_given_all_the_same() -> None:
    game.play(*_ring(4), *_ring(1, first=90))
    taken_back = payloads.dismissed_review(game.REPO, 1, BEN, ADA, BEN, at=NOW - timedelta(days=1, hours=1))
    game.play(factories.delivery("pull_request_review", taken_back))
    assert len(_view().findings) == 1


def test_bots_are_not_looked_at(playing: str) -> None:
    game.play(*_ring())
    game.by_hand(playing, f"update player set kind = 'bot' where login = '{ADA.login}'")
    assert _view().findings == ()


def test_reviews_of_an_account_that_is_ones_own_are_told(playing: str) -> None:
    game.play(game.merged(ADA, 50), game.merged(CAM, 51), *(_approval(ADA, CAM, number) for number in (1, 2)))
    own = f"update identity set player_id = '{game.player(ADA)}' where subject = '{CAM.number}'"
    game.by_hand(playing, own)
    assert [one.title for one in _view().findings] == ["Alone at both ends"]


def test_thanks_in_a_ring_are_told_also_of_the_weeks_before() -> None:
    ada, ben, *others = (game.joined(one) for one in factories.accounts(5))
    for week in range(6):
        for number, (giver, receiver) in enumerate([(ada, ben), (ben, ada)]):
            _thank(giver, receiver, NOW - timedelta(days=7 * week + number))
    for giver, receiver in pairwise(others):
        _thank(giver, receiver, NOW)
    [found] = _view().findings
    assert (found.title, found.names) == ("Thanks in a ring", ("Person-0", "Person-1"))
    assert found.sentence == "thanked each other, 12 times in a quarter, and hardly anybody else."
    assert found.evidence[0].text == "said thanks"


def _thank(giver: UUID, receiver: UUID, at: datetime) -> None:
    """As another tool of the team could tell it, without the caps of our own form."""
    said = kudos.Said(id=str(uuid4()), giver=str(giver), receiver=str(receiver), at=at)
    for player in (giver, receiver):
        session.write(_known_here, player)
    game.play(kudos.delivery(said), now=at)


def _known_here(db: Session, player: UUID) -> list[DomainEvent]:
    people.know_as(db, player, kudos.PROVIDER, str(player))
    return []


def test_a_finding_tells_who_looked_and_how_much_came_since() -> None:
    admin = game.joined(CAM, admin=True)
    game.play(*_ring())
    key = _view().findings[0].key
    session.write(verbs.look_at, key, Verdict.TALKED, note="Pairing week.", actor_id=admin, now=NOW)
    game.play(*_ring(1, first=80))
    look = _view().findings[0].look
    assert look is not None
    assert (look.verdict, look.note, look.by, look.since) == (Verdict.TALKED, "Pairing week.", "Person-2", 2)


@pytest.mark.parametrize(("ago", "odd"), [(45, False), (75, True)])
def test_a_busy_day_is_compared_with_the_sixty_days_before(ago: int, odd: bool) -> None:
    past = NOW - timedelta(days=ago)
    game.play(*(game.merged(ADA, number, at=past) for number in range(1, 6)), now=past)
    game.play(*(game.merged(ADA, number, at=NOW) for number in range(100, 116)))
    assert ("Sudden bursts" in {one.title for one in _view().findings}) is odd
