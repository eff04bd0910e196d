"""People who thank only each other: two of them, or more in a circle."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from domain.rules.fair_play.findings import Detector, Finding, finding
from domain.rules.fair_play.thresholds import KUDOS_ELSEWHERE, KUDOS_OTHERS, KUDOS_TIMES
from domain.rules.fair_play.work import Work, by

PAIR = 2
#: Whom somebody thanks, almost alone, and what was said.
Favourite = tuple[UUID, Sequence[Work]]


def find(work: Sequence[Work]) -> list[Finding]:
    """Thanking back is kind. What is odd is a ring of people who thank the next one, and hardly anybody else does.

    Whoever is thanked by others too has helped them. Where nobody else is there to be thanked, a ring says nothing.
    """
    thanks = [one for one in work if one.metric == "kudos.given" and one.other and one.other != one.player]
    found = []
    for quarter in by(lambda one: one.quarter, thanks).values():
        favourites = dict(_favourites(quarter))
        found += [_finding(ring, favourites) for ring in _rings(favourites) if _is_closed(ring, quarter)]
    return found


def _is_closed(ring: Sequence[UUID], thanks: Sequence[Work]) -> bool:
    """Whether hardly anybody else thanks those in the ring, though there are others who thank."""
    heard = [one.player in ring for one in thanks if one.other in ring]
    people = {person for one in thanks for person in (one.player, one.other)}
    return heard.count(False) <= len(heard) * KUDOS_ELSEWHERE and len(people) - len(ring) >= KUDOS_OTHERS


def _favourites(thanks: Iterable[Work]) -> Iterable[tuple[UUID, Favourite]]:
    """Whoever thanks one person over and over, and others almost never."""
    for giver, said in by(lambda one: one.player, thanks).items():
        for receiver, there in by(lambda one: one.other, said).items():
            elsewhere = len(said) - len(there)
            if receiver and len(there) >= KUDOS_TIMES and elsewhere <= len(said) * KUDOS_ELSEWHERE:
                yield giver, (receiver, there)


def _rings(favourites: Mapping[UUID, Favourite]) -> Iterable[tuple[UUID, ...]]:
    """Everybody has one favourite at most, so rings do not overlap; each once, the smallest first."""
    done: set[UUID] = set()
    for start in sorted(favourites):
        way: list[UUID] = []
        person = start
        while person in favourites and person not in done:
            done.add(person)
            way.append(person)
            person = favourites[person][0]
        if person in way:
            ring = way[way.index(person) :]
            first = ring.index(min(ring))
            yield (*ring[first:], *ring[:first])


def _finding(ring: Sequence[UUID], favourites: Mapping[UUID, Favourite]) -> Finding:
    sides = [favourites[person][1] for person in ring]
    work = sorted((one for side in sides for one in side), key=lambda one: (one.at, one.key))
    kind, how = ("kudos-pair", "") if len(ring) == PAIR else ("kudos-circle", " in a circle")
    return finding(
        Detector.KUDOS_RINGS,
        kind,
        work,
        since=work[0].quarter,
        strength=min(map(len, sides)) / KUDOS_TIMES,
        sentence=f"thanked each other{how}, {len(work)} times in a quarter, and hardly anybody else.",
    )
