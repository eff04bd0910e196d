"""Groups and moves depend on who takes part and what he has, and on nothing else."""

import random
from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.rules.leagues import Outcome, bar, groups, outcomes
from domain.specs import LeagueSpec

MONDAY = date(2026, 11, 16)
PLAYERS = st.integers(1, 60).map(lambda number: [UUID(int=at) for at in range(number)])
SCORES = st.dictionaries(st.integers(0, 40).map(lambda at: UUID(int=at)), st.sampled_from((0, 0, 1, 2, 2, 5, 9)))
SPECS = st.builds(
    LeagueSpec, up=st.integers(0, 50), down=st.integers(0, 50), divisions=st.just(("low", "middle", "high"))
)


def naive(scores: dict[UUID, int], division: int, spec: LeagueSpec, away: set[UUID]) -> dict[UUID, Outcome]:
    """One after the other, by counting who is better and who is not."""
    number, found = len(scores), {}
    for player, score in scores.items():
        better = sum(other > score for other in scores.values())
        as_good = sum(other >= score for other in scores.values())
        if division < 2 and score > 0 and (better + 1) * 100 <= number * spec.up:
            found[player] = Outcome.UP
        elif division > 0 and player not in away and better >= number - number * spec.down // 100 and as_good > 0:
            found[player] = Outcome.DOWN
        else:
            found[player] = Outcome.STAYS
    return found


@given(scores=SCORES, division=st.integers(0, 2), spec=SPECS, data=st.data())
def test_who_moves_is_what_a_naive_count_says(
    scores: dict[UUID, int], division: int, spec: LeagueSpec, data: st.DataObject
) -> None:
    away = data.draw(st.sets(st.sampled_from(sorted(scores)))) if scores else set()
    found = outcomes(scores, division, spec, away)

    assert found == naive(scores, division, spec, away)
    down = [scores[player] for player, one in found.items() if one is Outcome.DOWN]
    kept = [scores[player] for player, one in found.items() if one is not Outcome.DOWN and player not in away]
    assert not down or not kept or max(down) < min(kept), "nobody goes down beside an equal who stays"


@given(players=PLAYERS, size=st.integers(5, 20), seed=st.integers())
def test_everybody_is_in_one_group_whatever_the_order_and_none_is_much_smaller(
    players: list[UUID], size: int, seed: int
) -> None:
    found = groups(players, MONDAY, size)
    shuffled = random.Random(seed).sample(players, len(players))

    assert groups(shuffled, MONDAY, size) == found
    assert sorted(player for group in found for player in group) == players
    assert max(map(len, found)) - min(map(len, found)) <= 1
    assert len(players) < size * 1.5 or max(map(len, found)) <= size * 1.5


def test_another_round_brings_other_people_together() -> None:
    players = [UUID(int=at) for at in range(40)]
    assert groups(players, MONDAY, 10) != groups(players, date(2026, 11, 23), 10)


def test_nobody_moves_up_for_nothing_or_out_of_a_group_that_is_too_small() -> None:
    assert bar([0] * 20, 50) is None
    assert bar([9, 8, 7, 6], 20) is None
    assert bar([9, 8, 7, 6, 5], 20) == 9


def test_groups_are_about_as_large_as_wanted_and_one_group_is_the_least() -> None:
    players = [UUID(int=at) for at in range(60)]

    assert [len(group) for group in groups(players, MONDAY, 20)] == [20, 20, 20]
    assert [len(group) for group in groups(players[:8], MONDAY, 20)] == [8]
    assert groups([], MONDAY, 20) == []


def test_nobody_moves_up_from_the_highest_division() -> None:
    spec, scores = LeagueSpec(up=50, down=0), {UUID(int=at): at for at in range(10)}
    highest = len(spec.divisions) - 1

    assert set(outcomes(scores, highest, spec, set()).values()) == {Outcome.STAYS}
    assert Outcome.UP in outcomes(scores, highest - 1, spec, set()).values()
