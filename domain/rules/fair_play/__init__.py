"""Fair play: what looks odd in recorded work, for a person to look at. Pure, and nothing is ever taken away here.

Each detector judges one player's (or ring's) day, month or quarter by its facts alone, so that looking again, later or
from elsewhere, finds the same.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from domain.rules.fair_play import (
    duplicated,
    empty,
    kudos_rings,
    quick_reviews,
    reverted,
    rings,
    self_dealing,
    velocity,
)
from domain.rules.fair_play.findings import Detector, Finding
from domain.rules.fair_play.work import Work

__all__ = ["DETECTORS", "HELD_BY_ITSELF", "METRICS", "Detector", "Finding", "Work", "look"]

#: What is looked at. Commits, files and lines are not among it.
METRICS = (
    "issue.completed",
    "kudos.given",
    "pull_request.merged",
    "release.published",
    "review.submitted",
    "workflow_run.succeeded",
)

#: Kinds of findings of which everything is held until a person has looked at it: rings of approvals, and approvals of
#: seconds. Everything else is held only by an admin.
HELD_BY_ITSELF = ("pair", "circle", "seconds-long")

DETECTORS: Mapping[Detector, Callable[[Sequence[Work]], list[Finding]]] = {
    Detector.VELOCITY: velocity.find,
    Detector.RINGS: rings.find,
    Detector.QUICK_REVIEWS: quick_reviews.find,
    Detector.SELF_DEALING: self_dealing.find,
    Detector.EMPTY: empty.find,
    Detector.DUPLICATED: duplicated.find,
    Detector.REVERTED: reverted.find,
    Detector.KUDOS_RINGS: kudos_rings.find,
}


def look(work: Iterable[Work]) -> list[Finding]:
    """Everything that looks odd, the newest first. The order of `work` does not matter."""
    ordered = sorted(work, key=lambda one: (one.at, one.key))
    found = [finding for detector in DETECTORS.values() for finding in detector(ordered)]
    return sorted(found, key=lambda one: (one.last_at, one.key), reverse=True)
