"""`questboard explain`: why somebody has, or has not, got something."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.app.whole import run
from tests.domain.services import game
from tests.domain.services.game import ADA
from tests.long import long


@pytest.fixture
def played(seeded: str) -> str:
    """Ada reviewed twice, the second time without a word. The value is the game's URL."""
    now = datetime.now(UTC)
    at = now + timedelta(seconds=2)  # GitHub tells whole seconds, and the game has just begun
    game.play(game.reviewed(ADA, 1, at=at), game.reviewed(ADA, 2, at=at, body="ok"), now=now)
    return seeded


def explained(url: str, *asked: str) -> tuple[int, str, str]:
    done = run("explain", *asked, QUESTBOARD_DATABASE_URL=url)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


def test_a_mission_is_explained_condition_by_condition_and_work_by_work(played: str) -> None:
    code, said, _ = explained(played, "person-0", "second-pair-of-eyes")

    title, blank, *lines = said.splitlines()
    assert (code, title, blank) == (0, "Second pair of eyes", "")
    assert "  It asks for: at least 10 " in said
    work = [line for line in lines if " UTC  reviewed pull request #" in line]
    assert sorted(line.split()[0] for line in work) == ["no", "yes"]
    assert any(line.endswith("It counts.") for line in work)


def test_a_piece_of_work_is_explained_rule_by_rule(played: str) -> None:
    (key,) = game.rows("select key from activity where dimensions ->> 'substance' = 'yes'")[0]

    code, said, _ = explained(played, "PERSON-0", key)

    assert code == 0
    assert said.startswith(f"{key}\n\n  Scoring rule “Review with substance”, version 1: +30 XP. ")
    assert "Mission “Helping hand”, version 1: it counts." in said


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (("nobody", "helping-hand"), "There is no player “nobody”.\n"),
        (("person-0", "no-such-thing"), "This work is not known here.\n"),
    ],
)
def test_what_is_not_there_ends_in_a_sentence(played: str, asked: tuple[str, str], sentence: str) -> None:
    assert explained(played, *asked) == (1, "", sentence)


@long
def test_help_says_what_can_be_asked() -> None:
    done = run("explain", "--help")
    assert done.returncode == 0
    for taught in ("login of the player", "helping-hand", "key of a piece of work"):
        assert taught in done.stdout
