from datetime import timedelta

import pytest

from domain.store import session
from domain.store.queries import health, silence
from tests.domain.services import game
from tests.domain.services.game import ADA, NOW

BOTH = [("source", "github"), ("rule", "Issue completed")]
pytestmark = pytest.mark.usefixtures("playing")


@pytest.fixture(autouse=True)
def habit(playing: str) -> str:
    """An issue a day, the last one eight days ago."""
    for ago in range(8, 26):
        at = NOW - timedelta(days=ago)
        game.play(game.issue(ADA, ago, at=at), now=at)
    return playing


def said(*, hours: float = 0) -> list[tuple[str, str]]:
    """What the overview says after a look."""
    game.looked(now=NOW + timedelta(hours=hours))
    return [(one.kind, one.name) for one in session.read(health.health, now=NOW).silent]


def test_a_source_and_a_rule_that_fall_silent_are_told_on_the_overview_until_they_are_heard_of_again() -> None:
    assert said() == BOTH
    game.play(game.merged(ADA, 1))
    game.looked(now=NOW + timedelta(hours=1))
    [left] = session.read(silence.kept)
    assert (left.kind, left.name, left.working_days) == ("rule", "Issue completed", 5)


def test_what_people_do_in_questboard_itself_is_no_source_that_falls_silent(habit: str) -> None:
    columns = "event, content_type, body, received_at, state, attempts, due_at, activities, unknown, redacted"
    game.by_hand(
        habit,
        *(
            f"insert into delivery (source, delivery_id, {columns}) "
            f"select '{source}', '{source} ' || id, {columns} from delivery where source = 'github'"
            for source in ("kudos", "visits", "activities/jira")
        ),
    )
    assert said() == [("source", "activities/jira"), *BOTH]


def test_a_retired_rule_is_silent_because_somebody_wanted_it(habit: str) -> None:
    game.by_hand(habit, "update scoring_rule set retired_at = now() where spec ->> 'title' = 'Issue completed'")
    assert said() == BOTH[:1]


def test_a_rule_is_called_by_its_newest_title(habit: str) -> None:
    game.by_hand(
        habit,
        "create temp table newer as select * from scoring_rule where spec ->> 'title' = 'Issue completed';"
        """update newer set version = version + 1, spec = spec || '{"title": "Issue done"}';"""
        "insert into scoring_rule select * from newer",
    )
    assert said() == [*BOTH[:1], ("rule", "Issue done")]


def test_a_day_on_which_all_was_taken_back_is_none_on_which_a_rule_paid(habit: str) -> None:
    game.by_hand(
        habit,
        "insert into rule_day (player_id, rule_id, day, raw, paid) "
        f"select distinct player_id, rule_id, '{NOW.date()}'::date, 0, 0 from rule_day",
    )
    assert said() == BOTH
