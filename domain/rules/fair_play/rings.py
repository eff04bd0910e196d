"""People who approve each other's work without reading it: two of them, or three in a circle."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, permutations
from uuid import UUID

from domain.rules.fair_play.findings import Detector, Finding, finding
from domain.rules.fair_play.thresholds import RING_TIMES, SECONDS_LONG, TRADE
from domain.rules.fair_play.work import Work, by

Edges = Mapping[tuple[UUID, UUID], Sequence[Work]]


def find(work: Sequence[Work]) -> list[Finding]:
    """Approving each other is how teams work. What is odd is doing it without a word and in seconds, or in trade."""
    approvals = [one for one in work if one.is_wordless_approval and one.other and one.other != one.player]
    found = []
    for month in by(lambda one: one.month, approvals).values():
        edges = _hasty(month)
        pairs = [
            pair for pair in combinations(sorted({end for edge in edges for end in edge}), 2) if _both(pair, edges)
        ]
        found += [_pair(pair, edges) for pair in pairs]
        found += [_circle(three, edges) for three in _circles(edges, pairs)]
    return found


def _hasty(approvals: Sequence[Work]) -> Edges:
    """Who approved whose work in haste, often enough."""
    times = {player: [one.at for one in mine] for player, mine in by(lambda one: one.player, approvals).items()}

    def is_hasty(one: Work) -> bool:
        if one.open_seconds is not None and one.open_seconds <= SECONDS_LONG:
            return True
        return one.other is not None and any(abs(at - one.at) <= TRADE for at in times.get(one.other, ()))

    edges = by(lambda one: (one.player, one.other or one.player), filter(is_hasty, approvals))
    return {edge: given for edge, given in edges.items() if len(given) >= RING_TIMES}


def _both(pair: tuple[UUID, UUID], edges: Edges) -> bool:
    return pair in edges and pair[::-1] in edges


def _circles(edges: Edges, pairs: Sequence[tuple[UUID, UUID]]) -> Iterable[tuple[UUID, UUID, UUID]]:
    """Three in a row that closes, none of whom are a pair already; each once, the smallest first."""
    for one in sorted({start for start, _ in edges}):
        others = sorted(end for start, end in edges if start == one and end > one)
        for second in others:
            for third in sorted(end for start, end in edges if start == second and end > one):
                three = (one, second, third)
                if (third, one) in edges and not any(pair in pairs for pair in permutations(three, 2)):
                    yield three


def _pair(pair: tuple[UUID, UUID], edges: Edges) -> Finding:
    there, back = edges[pair], edges[pair[::-1]]
    words = f"approved each other’s work {len(there)} and {len(back)} times in a month, without a word and in haste."
    return _ring("pair", (there, back), words)


def _circle(three: tuple[UUID, UUID, UUID], edges: Edges) -> Finding:
    one, second, third = three
    sides = (edges[one, second], edges[second, third], edges[third, one])
    words = (
        f"approved each other’s work in a circle, {sum(map(len, sides))} times in a month, without a word and in haste."
    )
    return _ring("circle", sides, words)


def _ring(kind: str, sides: Sequence[Sequence[Work]], words: str) -> Finding:
    work = sorted((one for side in sides for one in side), key=lambda one: (one.at, one.key))
    strength = min(map(len, sides)) / RING_TIMES
    return finding(Detector.RINGS, kind, work, since=work[0].month, strength=strength, sentence=words)
