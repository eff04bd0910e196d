"""People who approve each other's work without reading it: two of them, or more in a circle."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from domain.rules.fair_play.findings import Detector, Finding, finding
from domain.rules.fair_play.thresholds import RING_SIZE, RING_TIMES, SECONDS_LONG, TRADE
from domain.rules.fair_play.work import Work, by

PAIR = 2
Edges = Mapping[tuple[UUID, UUID], Sequence[Work]]


def find(work: Sequence[Work]) -> list[Finding]:
    """Approving each other is how teams work. What is odd is doing it without a word and in seconds, or in trade."""
    approvals = [one for one in work if one.is_wordless_approval and one.other and one.other != one.player]
    found = []
    for month in by(lambda one: one.month, approvals).values():
        edges = _hasty(month)
        found += [_pair(pair, edges) for pair in sorted(edges) if pair < pair[::-1] in edges]
        found += [_circle(ring, edges) for ring in _circles(edges)]
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


def _circles(edges: Edges) -> Iterable[tuple[UUID, ...]]:
    """Three or more in a row that closes, without a pair or a smaller circle among them; each once."""
    after: Mapping[UUID, Sequence[UUID]] = {
        start: sorted(end for one, end in edges if one == start) for start, _ in edges
    }
    for start in sorted(after):
        yield from _closing((start,), edges, after)


def _closing(way: tuple[UUID, ...], edges: Edges, after: Mapping[UUID, Sequence[UUID]]) -> Iterable[tuple[UUID, ...]]:
    """The circles that begin with this way."""
    for end in after.get(way[-1], ()):
        if end <= way[0] or end in way or _is_short_cut(way, end, edges):
            continue
        longer = (*way, end)
        if (end, way[0]) not in edges:
            yield from _closing(longer, edges, after) if len(longer) < RING_SIZE else ()
        elif len(longer) > PAIR:
            yield longer


def _is_short_cut(way: Sequence[UUID], end: UUID, edges: Edges) -> bool:
    """Whether somebody on the way approves `end` sooner, or is approved by him."""
    return any((one, end) in edges for one in way[:-1]) or any((end, one) in edges for one in way[1:])


def _pair(pair: tuple[UUID, UUID], edges: Edges) -> Finding:
    there, back = edges[pair], edges[pair[::-1]]
    words = f"approved each other’s work {len(there)} and {len(back)} times in a month, without a word and in haste."
    return _ring("pair", (there, back), words)


def _circle(ring: Sequence[UUID], edges: Edges) -> Finding:
    sides = [edges[one, other] for one, other in zip(ring, [*ring[1:], ring[0]], strict=True)]
    words = (
        f"approved each other’s work in a circle, {sum(map(len, sides))} times in a month, without a word and in haste."
    )
    return _ring("circle", sides, words)


def _ring(kind: str, sides: Sequence[Sequence[Work]], words: str) -> Finding:
    work = sorted((one for side in sides for one in side), key=lambda one: (one.at, one.key))
    strength = min(map(len, sides)) / RING_TIMES
    return finding(Detector.RINGS, kind, work, since=work[0].month, strength=strength, sentence=words)
