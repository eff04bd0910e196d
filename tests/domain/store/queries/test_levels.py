from domain.rules.levels import level_at
from domain.specs import LevelCurve, LevelTitle
from domain.store import session
from domain.store.queries import levels
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, NOW

CURVE = LevelCurve(first=20, increase=10, titles=(LevelTitle(level=4, title="Far"),))


def test_levels_are_shown_with_their_titles_and_where_they_begin(playing: str) -> None:
    steps = session.read(levels.steps, CURVE)

    assert [(step.level, step.xp) for step in steps[:4]] == [(1, 0), (2, 20), (3, 50), (4, 90)]
    assert {step.level: step.title for step in steps}[4] == "Far"
    assert {5, 10, 20, 50} <= {step.level for step in steps}


def test_everybody_stands_at_the_last_level_shown_that_he_has_reached(playing: str) -> None:
    game.play(game.issue(ADA, 1), game.issue(ADA, 2), game.reviewed(BEN, 3, at=NOW))
    steps = session.read(levels.steps, CURVE)

    reached = [level_at(game.xp(account), CURVE).number for account in (ADA, BEN)]
    assert reached == [3, 2]
    assert [step.people for step in steps if step.level in reached] == [1, 1]
    assert sum(step.people for step in steps) == 2
