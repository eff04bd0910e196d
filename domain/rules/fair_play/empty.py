"""Work with nothing in it. Merges without a file and empty commits never count, so they are not looked for."""

from collections.abc import Iterable, Sequence

from domain.rules.fair_play.findings import Detector, Finding, finding
from domain.rules.fair_play.thresholds import EMPTY_MERGES, HAND_STARTED
from domain.rules.fair_play.work import Work, by


def find(work: Sequence[Work]) -> list[Finding]:
    """Merges that changed no line, and green runs of what somebody started by hand, again and again."""
    return [*_merges(work), *_runs(work)]


def _merges(work: Sequence[Work]) -> Iterable[Finding]:
    merges = (one for one in work if one.metric == "pull_request.merged")
    for mine in by(lambda one: (one.player, one.month), merges).values():
        nothing = [one for one in mine if one.says("line_changes") == "no"]
        if len(nothing) >= EMPTY_MERGES and 2 * len(nothing) > len(mine):
            yield finding(
                Detector.EMPTY,
                "no-line",
                nothing,
                since=nothing[0].month,
                strength=len(nothing) / EMPTY_MERGES,
                sentence=f"merged {len(nothing)} pull requests in a month in which no line changed.",
            )


def _runs(work: Sequence[Work]) -> Iterable[Finding]:
    runs = (
        one for one in work if one.metric == "workflow_run.succeeded" and one.says("trigger") == "workflow_dispatch"
    )
    alike = by(lambda one: (one.player, one.day, one.says("repository"), one.says("workflow")), runs)
    for (_, day, repository, workflow), mine in alike.items():
        if len(mine) >= HAND_STARTED:
            yield finding(
                Detector.EMPTY,
                "hand-started",
                mine,
                since=day,
                strength=len(mine) / HAND_STARTED,
                sentence=f"started “{workflow}” {len(mine)} times by hand in one day.",
                subject=f"{repository} {workflow}",
            )
