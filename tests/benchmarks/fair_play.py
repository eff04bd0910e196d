"""How often fair play is wrong about honest people, and how much of what is planted it finds."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from random import Random

from domain.rules.fair_play import DETECTORS, Finding, Work, look
from tests import corpus
from tests.benchmarks.cheats import CHEATS, WHY_NOT, planted
from tests.benchmarks.honest import history, team
from tests.benchmarks.table import Part, Row, lines

SEEDS = range(20)
LITTLE, GREEDY = (0.0, 0.3), (0.5, 1.0)
#: What a git history does not tell, so that nobody can be wrong about it there.
UNTOLD = ("open_seconds", "line_changes", "head", "title_digest", "reverts", "thanks")


def tell(only: str | None) -> None:
    """Print both tables."""
    honest = {name: history(name) for name in ((only,) if only else corpus.histories())}
    for part in (_honest(honest), _planted()):
        print("\n".join(lines(part)), flush=True)


def flags(work: Iterable[Work]) -> Counter[str]:
    """How often each detector tells something."""
    return Counter(finding.detector.value for finding in look(work))


def finds(kind: str, greed: float, seed: int) -> list[Finding]:
    """What is told of one thing planted among honest people, by the detector that is to find it."""
    cheat = planted(seed, kind, greed)
    return [one for one in look([*team(seed), *cheat]) if _is_about(one, cheat) and _is_meant(one, kind)]


def bystanders(kind: str, greed: float, seed: int) -> list[Finding]:
    """What is told of people who have nothing to do with it."""
    cheat = planted(seed, kind, greed)
    return [one for one in look([*team(seed), *cheat]) if not _is_about(one, cheat)]


def greed_of(seed: int, between: tuple[float, float]) -> float:
    return Random(f"greed {seed}").uniform(*between)


def _honest(histories: Mapping[str, Sequence[Work]]) -> Part:
    found = {name: flags(work) for name, work in histories.items()}
    found[f"{len(SEEDS)} made-up teams"] = sum((flags(team(seed)) for seed in SEEDS), Counter())
    rows = [
        Row(detector, str(sum(one[detector] for one in found.values())), _beside(found, detector), "0")
        for detector in DETECTORS
    ]
    facts, people = sum(map(len, histories.values())), {one.player for work in histories.values() for one in work}
    untold = Row("not in the histories, so judged in the teams only", "", ", ".join(UNTOLD))
    title = f"Honest people found odd: {len(people):,} of {', '.join(histories)} ({facts:,} facts), and made-up ones"
    return Part(title, (*rows, untold))


def _beside(found: Mapping[str, Counter[str]], detector: str) -> str:
    return " · ".join(f"{name} {one[detector]}" for name, one in found.items())


def _planted() -> Part:
    rows = []
    for kind, (detector, _) in CHEATS.items():
        greedy, little = (_found(kind, between) for between in (GREEDY, LITTLE))
        beside = f"missed {len(SEEDS) - greedy}; of a little, found {little}"
        rows.append(Row(kind, f"{greedy}/{len(SEEDS)}", beside, detector.value if detector else "nobody looks for it"))
        rows += [] if detector else [Row(f"  for {WHY_NOT[kind]}", "")]
    return Part("Planted among honest people, found where it is done greedily", tuple(rows))


def _found(kind: str, between: tuple[float, float]) -> int:
    return sum(bool(finds(kind, greed_of(seed, between), seed)) for seed in SEEDS)


def _is_about(finding: Finding, cheat: Sequence[Work]) -> bool:
    return not {one.key for one in cheat}.isdisjoint(finding.evidence)


def _is_meant(finding: Finding, kind: str) -> bool:
    return CHEATS[kind][0] in (None, finding.detector)
