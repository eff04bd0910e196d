"""Work that landed, counted, and was reverted by whoever did it."""

from collections.abc import Sequence

from domain.rules.fair_play.findings import Detector, Finding, finding
from domain.rules.fair_play.thresholds import REVERTED_TIMES, REVERTED_WITHIN
from domain.rules.fair_play.work import Work, by


def find(work: Sequence[Work]) -> list[Finding]:
    """Taking back one's own mistake is good work; several in a month are worth a look, as each counted twice."""
    merges = [one for one in work if one.metric == "pull_request.merged"]
    reverts = [((one.player, pull), one) for one in merges if (pull := one.says("reverts"))]
    wanted = {what for what, _ in reverts}
    landed = {what: one for one in merges if wanted and (what := (one.player, one.says("pull") or "")) in wanted}
    own = (one for what, one in reverts if what in landed and one.at - landed[what].at <= REVERTED_WITHIN)
    found = []
    for mine in by(lambda one: (one.player, one.month), own).values():
        if len(mine) >= REVERTED_TIMES:
            sentence = f"landed and reverted work of their own {len(mine)} times in a month."
            strength = len(mine) / REVERTED_TIMES
            found.append(
                finding(Detector.REVERTED, "reverted", mine, since=mine[0].month, strength=strength, sentence=sentence)
            )
    return found
