from datetime import timedelta

import pytest

from domain.store import session
from domain.store.queries import health, silence
from tests.domain.services import game
from tests.domain.services.game import ADA, NOW

pytestmark = pytest.mark.usefixtures("playing")


def test_a_source_and_a_rule_that_fall_silent_are_told_on_the_overview_until_they_are_heard_of_again() -> None:
    for ago in range(8, 26):
        at = NOW - timedelta(days=ago)
        game.play(game.issue(ADA, ago, at=at), now=at)
    game.looked()
    said = [(one.kind, one.name) for one in session.read(health.health, now=NOW).silent]
    assert said == [("source", "github"), ("rule", "Issue completed")]
    game.play(game.merged(ADA, 1))
    game.looked(now=NOW + timedelta(hours=1))
    [left] = session.read(silence.kept)
    assert (left.kind, left.name, left.working_days) == ("rule", "Issue completed", 5)
