from collections.abc import Sequence
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.fair_play import Work
from domain.rules.fair_play.kudos_rings import find
from domain.rules.fair_play.thresholds import KUDOS_OTHERS, KUDOS_TIMES
from tests.domain.rules.fair_play.work import ADA, BEN, CEM, DOT, did, later, told

OTHERS = [UUID(int=number) for number in range(10, 10 + KUDOS_OTHERS)]


def thanks(giver: UUID, other: UUID | None, *, times: int = KUDOS_TIMES, day: float = 0) -> list[Work]:
    return [did("kudos.given", giver, later(days=day + number), other=other) for number in range(times)]


def ring(*people: UUID, times: int = KUDOS_TIMES) -> list[Work]:
    pairs = zip(people, [*people[1:], people[0]], strict=True)
    return [one for giver, other in pairs for one in thanks(giver, other, times=times)]


def company() -> list[Work]:
    """Others, who thank each other now and then."""
    return [one for giver, other in pairwise(OTHERS) for one in thanks(giver, other, times=1)]


def test_two_who_thank_only_each_other_are_told() -> None:
    [found] = find([*ring(BEN, ADA), *company()])
    assert (found.kind, found.players, found.since.isoformat()) == ("kudos-pair", (ADA, BEN), "2026-10-01")
    assert found.sentence == "thanked each other, 12 times in a quarter, and hardly anybody else."
    assert found.strength == 1


def test_a_circle_of_any_size_is_told_once() -> None:
    assert told(find([*ring(BEN, CEM, ADA), *company()])) == [("kudos-circle", (ADA, BEN, CEM), 18)]
    [found] = find([*ring(CEM, DOT, BEN, ADA), *company()])
    assert found.sentence == "thanked each other in a circle, 24 times in a quarter, and hardly anybody else."


def test_whoever_only_leads_into_a_ring_is_no_part_of_it() -> None:
    assert [one.players for one in find([*ring(BEN, CEM, times=10), *thanks(ADA, BEN, times=1), *company()])] == [
        (BEN, CEM)
    ]


def test_one_thanks_in_twenty_for_others_is_a_cover_and_more_is_none() -> None:
    many = [*ring(ADA, BEN, times=19), *thanks(ADA, CEM, times=1), *company()]
    assert [one.players for one in find(many)] == [(ADA, BEN)]
    assert find([*many, *thanks(ADA, CEM, times=1)]) == []


@pytest.mark.parametrize(
    "honest",
    [
        [*ring(ADA, BEN, times=KUDOS_TIMES - 1), *company()],
        [*thanks(ADA, BEN, times=20), *company()],
        [*ring(ADA, BEN), *thanks(ADA, CEM, times=1), *company()],
        [*ring(ADA, BEN), *(one for other in OTHERS for one in thanks(other, ADA, times=1))],
        [*ring(ADA, BEN, CEM), *ring(CEM, BEN, ADA), *company()],
        ring(ADA, BEN),
        [*ring(ADA, BEN), *thanks(CEM, DOT, times=1)],
        [*thanks(ADA, ADA), *company()],
        [*thanks(ADA, None), *thanks(BEN, ADA), *company()],
        [*thanks(ADA, BEN, times=4), *thanks(BEN, ADA), *thanks(ADA, BEN, times=4, day=70), *company()],
    ],
    ids=[
        "seldom", "a pupil and a teacher", "others too", "thanked by others too", "three who all thank each other",
        "a team of two", "two teams of two", "oneself", "somebody unknown", "spread over quarters",
    ],
)  # fmt: skip
def test_kind_people_are_no_ring(honest: list[Work]) -> None:
    assert find(honest) == []


def _naive(work: Sequence[Work]) -> set[frozenset[UUID]]:
    """By the book: follow the one whom somebody thanks at least nineteen times in twenty, until one comes back."""
    given: dict[UUID, list[UUID]] = {}
    for one in work:
        if one.other and one.other != one.player:
            given.setdefault(one.player, []).append(one.other)
    people = {*given, *(other for others in given.values() for other in others)}
    rings = set()
    for start in given:
        way, person = [start], start
        while True:
            said = given.get(person, [])
            liked = [
                one for one in set(said) if said.count(one) >= KUDOS_TIMES and 20 * said.count(one) >= 19 * len(said)
            ]
            if not liked:
                break
            person = liked[0]
            heard = [one.player for one in work if one.other in way and one.player != one.other]
            by_others = sum(one not in way for one in heard)
            if person == start and len(people - {*way}) >= KUDOS_OTHERS and 20 * by_others <= len(heard):
                rings.add(frozenset(way))
            if person in way:
                break
            way.append(person)
    return rings


@given(
    st.lists(
        st.tuples(
            st.integers(0, 6), st.integers(0, 6), st.sampled_from((1, KUDOS_TIMES, KUDOS_TIMES, 2 * KUDOS_TIMES))
        ),
        max_size=12,
    )
)
def test_rings_are_those_one_finds_by_following_everybody(said: list[tuple[int, int, int]]) -> None:
    work = [one for giver, other, times in said for one in thanks(UUID(int=giver), UUID(int=other), times=times)]
    assert {frozenset(one.players) for one in find(work)} == _naive(work)


def test_a_ring_is_as_strong_as_whoever_says_least_in_it() -> None:
    work = [*thanks(ADA, BEN, times=12), *thanks(BEN, ADA), *company()]
    [found] = find(work)
    assert (found.strength, len(found.evidence)) == (1, 18)


def test_one_in_twenty_from_somebody_else_is_still_a_ring() -> None:
    inside = [*thanks(ADA, BEN, times=10), *thanks(BEN, ADA, times=9)]
    assert told(find([*inside, *thanks(OTHERS[0], ADA, times=1), *company()])) == [("kudos-pair", (ADA, BEN), 19)]
    assert find([*inside[1:], *thanks(OTHERS[0], ADA, times=1), *company()]) == []
