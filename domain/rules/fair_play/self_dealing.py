"""Work that one person gave, did and accepted alone, faster than work goes."""

from collections.abc import Iterable, Sequence

from domain.rules.fair_play.findings import Detector, Finding, finding
from domain.rules.fair_play.thresholds import ISSUE_SECONDS, OWN_ISSUES, SECONDS_LONG, SELF_MERGES, SELF_REVIEWS
from domain.rules.fair_play.work import Work, by


def find(work: Sequence[Work]) -> list[Finding]:
    """Working alone is no fault, and merging one's own work is how many projects go: only haste or a mask is odd."""
    return [*_self_merges(work), *_self_reviews(work), *_own_issues(work)]


def in_doubt(work: Iterable[Work]) -> list[str]:
    """The pull requests of which it matters whether anybody reviewed them."""
    days = by(lambda one: (one.player, one.day), _quick_merges(work)).values()
    return sorted({pull for mine in days if len(mine) >= SELF_MERGES for one in mine if (pull := one.says("pull"))})


def _quick_merges(work: Iterable[Work]) -> list[Work]:
    """One's own, within a minute of the opening."""
    return [
        one
        for one in work
        if one.metric == "pull_request.merged"
        and one.says("merged_by") == "author"
        and one.says("pull")
        and _within(one, SECONDS_LONG)
    ]


def _self_merges(work: Sequence[Work]) -> Iterable[Finding]:
    quick = _quick_merges(work)
    reviews = (one for one in work if quick and one.metric == "review.submitted" and one.player != one.other)
    reviewed = {one.says("pull") for one in reviews}
    alone = (one for one in quick if one.says("pull") not in reviewed)
    for mine in by(lambda one: (one.player, one.day), alone).values():
        if len(mine) >= SELF_MERGES:
            words = f"merged {len(mine)} of their own pull requests within a minute of opening, reviewed by nobody."
            yield _finding("self-merge", mine, SELF_MERGES, words)


def _self_reviews(work: Sequence[Work]) -> Iterable[Finding]:
    own = (one for one in work if one.metric == "review.submitted" and one.other == one.player)
    for mine in by(lambda one: (one.player, one.month), own).values():
        if len(mine) >= SELF_REVIEWS:
            words = f"reviewed their own work {len(mine)} times in a month, through another account of theirs."
            yield finding(
                Detector.SELF_DEALING,
                "self-review",
                mine,
                since=mine[0].month,
                strength=len(mine) / SELF_REVIEWS,
                sentence=words,
            )


def _own_issues(work: Sequence[Work]) -> Iterable[Finding]:
    alone = (
        one
        for one in work
        if one.metric == "issue.completed"
        and one.says("opened_by_other") == "no"
        and one.says("closed_by_other") == "no"
        and _within(one, ISSUE_SECONDS)
    )
    for mine in by(lambda one: (one.player, one.day), alone).values():
        if len(mine) >= OWN_ISSUES:
            words = f"opened and completed {len(mine)} issues of their own, each within five minutes."
            yield _finding("own-issues", mine, OWN_ISSUES, words)


def _within(one: Work, seconds: int) -> bool:
    return one.open_seconds is not None and one.open_seconds <= seconds


def _finding(kind: str, mine: Sequence[Work], least: int, words: str) -> Finding:
    return finding(Detector.SELF_DEALING, kind, mine, since=mine[0].day, strength=len(mine) / least, sentence=words)
