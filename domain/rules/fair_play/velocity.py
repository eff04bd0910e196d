"""Far more of one kind of work in a day than the same person's days before."""

from bisect import bisect_left
from collections.abc import Sequence
from statistics import median

from domain.rules.fair_play.findings import Detector, Finding, finding
from domain.rules.fair_play.thresholds import VELOCITY_BEFORE, VELOCITY_FLOOR, VELOCITY_TIMES
from domain.rules.fair_play.work import Work, by

_WORDS = {
    "pull_request.merged": "merged pull requests",
    "review.submitted": "reviews",
    "issue.completed": "completed issues",
    "release.published": "releases",
}


def find(work: Sequence[Work]) -> list[Finding]:
    """Judged against one's own baseline only, never against others. Whoever has none yet usually does one a day."""
    found = []
    for mine in by(lambda one: (one.player, one.metric), work).values():
        if floor := VELOCITY_FLOOR.get(mine[0].metric):
            found += _odd_days(mine, floor)
    return found


def _odd_days(mine: Sequence[Work], floor: int) -> list[Finding]:
    days = by(lambda one: one.day, mine)
    dates = sorted(days)
    counts = [len(days[day]) for day in dates]
    found = []
    for place, day in enumerate(dates):
        before = counts[bisect_left(dates, day - VELOCITY_BEFORE) : place]
        usual = median(before) if before else 1
        strength = min(counts[place] / floor, counts[place] / (usual * VELOCITY_TIMES))
        if strength >= 1:
            metric = days[day][0].metric
            beside = f"before, a usual day had {usual:g}" if before else "there is no day before to compare"
            sentence = f"had {counts[place]} {_WORDS[metric]} in one day; {beside}."
            found.append(finding(Detector.VELOCITY, metric, days[day], since=day, strength=strength, sentence=sentence))
    return found
