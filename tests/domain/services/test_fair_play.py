from uuid import UUID

import pytest

from domain.errors import Forbidden, Invalid, NotFound, Refused
from domain.services import fair_play
from domain.store import session
from domain.views.fair_play import Verdict
from tests import factories
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, CAM, NOW

pytestmark = pytest.mark.usefixtures("playing")


@pytest.fixture
def key() -> str:
    """The one thing that looks odd: Ada approves six pull requests of Ben’s within a minute."""
    game.play(*(factories.rubber_stamp(ADA, BEN, number) for number in range(1, 7)))
    [found] = game.looked()
    return found


def look(key: str, actor: UUID, verdict: Verdict = Verdict.FINE, note: str = "Pairing.") -> None:
    session.write(fair_play.look_at, key, verdict, note=note, actor_id=actor, now=NOW)


def test_an_admin_says_what_came_of_it_and_that_is_audited(key: str) -> None:
    admin = game.joined(CAM, admin=True)
    look(key, admin, note="  Pairing.  ")
    look(key, admin, Verdict.TALKED, "We talked.")
    assert game.rows("select verdict, note, evidence from finding_review") == [("talked", "We talked.", 6)]
    noted = game.rows("select subject, details from audit where action = 'fair_play.looked_at' order by id")
    assert noted == [
        (key, {"verdict": "fine", "note": "Pairing.", "evidence": 6}),
        (key, {"verdict": "talked", "note": "We talked.", "evidence": 6}),
    ]
    assert game.broken() == []


def test_looking_takes_nothing_away(key: str) -> None:
    before = game.rows("select id, xp from player order by id")
    look(key, game.joined(CAM, admin=True), Verdict.TALKED)
    assert [row for row in game.rows("select id, xp from player order by id") if row in before] == before


def test_nobody_judges_himself(key: str) -> None:
    with pytest.raises(Refused, match="your own work"):
        look(key, game.joined(ADA, admin=True))


def test_only_an_admin_looks(key: str) -> None:
    with pytest.raises(Forbidden):
        look(key, game.joined(CAM))


@pytest.mark.parametrize("note", ["", "  "])
def test_a_note_is_asked_for(key: str, note: str) -> None:
    with pytest.raises(Invalid) as refused:
        look(key, game.joined(CAM, admin=True), note=note)
    assert refused.value.fields == {"note": "Please write a few words, for whoever reads this later."}


def test_what_was_never_found_cannot_be_looked_at() -> None:
    with pytest.raises(NotFound):
        look("seconds-long/2026-11-18/nobody", game.joined(CAM, admin=True))
    assert game.rows("select * from finding_review") == []
