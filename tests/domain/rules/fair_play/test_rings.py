from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest

from domain.rules.fair_play import Work
from domain.rules.fair_play.rings import find
from domain.rules.fair_play.thresholds import RING_TIMES
from tests.domain.rules.fair_play.work import ADA, BEN, CEM, DOT, approved, later, told

SIX = [UUID(int=number) for number in range(1, 7)]


def _round(*ring: UUID, times: int = RING_TIMES, after: int | None = 60, apart: float = 90, **facts: Any) -> list[Work]:
    """Each approves the next one's work, and so on, `apart` minutes after each other."""
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    return [
        approved(one, other, later(days=day, minutes=place * apart), after=after, **facts)
        for day in range(times)
        for place, (one, other) in enumerate(pairs)
    ]


def test_two_who_approve_each_other_in_seconds_are_told() -> None:
    [found] = find(_round(BEN, ADA))
    assert (found.kind, found.players, found.since.isoformat()) == ("pair", (ADA, BEN), "2026-11-01")
    assert found.sentence == ("approved each other’s work 5 and 5 times in a month, without a word and in haste.")
    assert (found.strength, found.last_at) == (1, later(days=4, minutes=90))


def test_a_ring_is_as_strong_as_its_weaker_side() -> None:
    more = [approved(ADA, BEN, later(days=7 + day), after=20) for day in range(5)]
    [found] = find([*_round(ADA, BEN), *more])
    assert (found.strength, len(found.evidence)) == (1, 15)


def test_two_who_approve_in_trade_are_told() -> None:
    assert told(find(_round(ADA, BEN, after=90_000, apart=5))) == [("pair", (ADA, BEN), 10)]


def test_three_in_a_circle_are_told_once() -> None:
    assert told(find(_round(BEN, CEM, ADA))) == [("circle", (ADA, BEN, CEM), 15)]
    assert told(find(_round(CEM, BEN, ADA))) == [("circle", (ADA, BEN, CEM), 15)]


def test_three_who_all_approve_each_other_are_told_as_pairs() -> None:
    found = find([*_round(ADA, BEN, CEM), *_round(CEM, BEN, ADA)])
    assert [one.players for one in found] == [(ADA, BEN), (ADA, CEM), (BEN, CEM)]


@pytest.mark.parametrize("size", [4, 5])
def test_up_to_five_in_a_circle_are_told_once_whoever_is_first(size: int) -> None:
    ring = SIX[:size]
    for turn in range(size):
        found = find(_round(*ring[turn:], *ring[:turn]))
        assert told(found) == [("circle", tuple(ring), 5 * size)]
        assert found[0].sentence.startswith(f"approved each other’s work in a circle, {5 * size} times")


def test_of_a_large_circle_with_a_smaller_one_in_it_the_smaller_is_told() -> None:
    short_cut = [approved(CEM, ADA, later(days=day, minutes=500), after=9) for day in range(5)]
    assert told(find([*_round(ADA, BEN, CEM, DOT), *short_cut])) == [("circle", (ADA, BEN, CEM), 15)]
    short_cut = [approved(ADA, CEM, later(days=day, minutes=500), after=9) for day in range(5)]
    assert told(find([*_round(ADA, BEN, CEM, DOT), *short_cut])) == [("circle", (ADA, CEM, DOT), 15)]


def test_of_a_circle_in_which_two_approve_each_other_these_two_are_told() -> None:
    back = [approved(CEM, BEN, later(days=day, minutes=500), after=9) for day in range(5)]
    assert told(find([*_round(ADA, BEN, CEM, DOT), *back])) == [("pair", (BEN, CEM), 10)]


def test_a_circle_is_as_strong_as_its_weakest_side() -> None:
    more = [approved(one, other, later(days=7 + day), after=20) for day in range(5) for one, other in pairwise(SIX[:4])]
    [found] = find([*_round(*SIX[:4]), *more])
    assert (found.strength, len(found.evidence)) == (1, 35)


def test_two_circles_are_told_apart() -> None:
    circles = [*_round(ADA, BEN, CEM), *_round(ADA, BEN, DOT)]
    assert [one.players for one in find(circles)] == [(ADA, BEN, CEM), (ADA, BEN, DOT)]


@pytest.mark.parametrize(
    "honest",
    [
        _round(ADA, BEN, times=RING_TIMES - 1),
        _round(ADA, BEN, after=61),
        _round(ADA, BEN, after=None),
        _round(ADA, BEN, substance="yes"),
        _round(ADA, BEN, author_kind="bot"),
        _round(ADA, BEN, state="commented"),
        _round(ADA, BEN, after=90_000, apart=6),
        _round(*SIX),
        [approved(ADA, BEN, later(days=day), after=5) for day in range(20)],
        [approved(ADA, ADA, later(days=day), after=5) for day in range(20)],
        [approved(ADA, None, later(days=day), after=5) for day in range(20)],
    ],
    ids=[
        "seldom", "read first", "unknown", "with words", "of bots", "no approval", "hours apart", "six", "one way",
        "oneself", "somebody unknown",
    ],
)  # fmt: skip
def test_what_teams_do_is_no_ring(honest: list[Work]) -> None:
    assert find(honest) == []


def test_each_month_stands_for_itself() -> None:
    spread = [
        *_round(ADA, BEN, times=3),
        *(approved(a, b, later(days=40), after=1) for a, b in [(ADA, BEN), (BEN, ADA)] * 4),
    ]
    assert find(spread) == []
