"""What an admin reads of a detector, and a player of what looked odd."""

import pytest

from domain.rules.fair_play import DETECTORS
from domain.rules.fair_play.words import WORDS, told_to


@pytest.mark.parametrize(
    ("players", "said"),
    [
        (1, "you merged ten."),
        (2, "you and a colleague merged ten."),
        (3, "you and some colleagues merged ten."),
        (5, "you and some colleagues merged ten."),
    ],
)
def test_who_the_others_are_is_nobodys_business(players: int, said: str) -> None:
    assert told_to("merged ten.", players) == said


def test_every_detector_has_words() -> None:
    assert WORDS.keys() == DETECTORS.keys()
    assert all(title and text.endswith(".") for title, text in WORDS.values())
