"""The same work, counted in many places."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from domain.rules.fair_play.findings import Detector, Finding, finding
from domain.rules.fair_play.thresholds import SAME_COMMITS, SAME_PULL, SAME_TITLE
from domain.rules.fair_play.work import Work, by


def find(work: Sequence[Work]) -> list[Finding]:
    """The same commits merged again, the same title all over, one pull request approved over and over."""
    merges = [one for one in work if one.metric == "pull_request.merged"]
    approvals = [one for one in work if one.metric == "review.submitted" and one.says("state") == "approved"]
    return [
        *_alike("same-commits", merges, "head", SAME_COMMITS, "merged the same commits {} times in a month."),
        *_alike(
            "same-title",
            merges,
            "title_digest",
            SAME_TITLE,
            "merged {} pull requests with one title in a day: perhaps one change for many places.",
            span=lambda one: one.day,
        ),
        *_alike("same-pull", approvals, "pull", SAME_PULL, "approved one pull request {} times in a month."),
    ]


def _alike(
    kind: str,
    work: Iterable[Work],
    dimension: str,
    least: int,
    words: str,
    span: Callable[[Work], date] = lambda one: one.month,
) -> Iterable[Finding]:
    values = [(one.says(dimension), one) for one in work]
    often = {value for value, times in Counter(value for value, _ in values if value).items() if times >= least}
    known = (one for value, one in values if value in often)
    for mine in by(lambda one: (one.player, span(one), one.says(dimension)), known).values():
        if len(mine) >= least:
            yield finding(
                Detector.DUPLICATED,
                kind,
                mine,
                since=span(mine[0]),
                strength=len(mine) / least,
                sentence=words.format(len(mine)),
                subject=mine[0].says(dimension) or "",
            )
