"""What we promise: nobody honest is found odd, and greedy cheats are found."""

import pytest

from domain.rules.fair_play import look
from tests import corpus
from tests.benchmarks.cheats import CHEATS, WHY_NOT
from tests.benchmarks.fair_play import GREEDY, bystanders, finds, flags, greed_of
from tests.benchmarks.honest import history, team

FOUND = [kind for kind, (detector, _) in CHEATS.items() if detector]


@corpus.needs_corpus
def test_nobody_in_the_smallest_honest_history_is_found_odd() -> None:
    assert flags(history("flask")) == {}


@pytest.mark.parametrize("seed", range(3))
def test_nobody_in_a_made_up_honest_team_is_found_odd(seed: int) -> None:
    assert look(team(seed)) == []


def test_at_least_twelve_ways_to_cheat_are_planted() -> None:
    assert len(FOUND) >= 12


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("kind", FOUND)
def test_whoever_cheats_greedily_is_found_and_nobody_beside_him(kind: str, seed: int) -> None:
    greed = greed_of(seed, GREEDY)
    assert finds(kind, greed, seed)
    assert bystanders(kind, greed, seed) == []


@pytest.mark.parametrize("kind", FOUND)
def test_the_least_of_it_is_taken_for_honest(kind: str) -> None:
    assert finds(kind, 0.0, seed=1) == []


def test_of_whatever_nobody_looks_for_it_is_said_why() -> None:
    assert {kind for kind, (detector, _) in CHEATS.items() if not detector} == WHY_NOT.keys()
