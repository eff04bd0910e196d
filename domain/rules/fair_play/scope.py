"""What has to be looked at again after some work came in; whatever it does not cover is as it was."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.rules.fair_play.findings import Detector, Finding
from domain.rules.fair_play.thresholds import REVERTED_WITHIN, VELOCITY_BEFORE
from domain.rules.fair_play.work import Work, month_of, quarter_of

REVIEW, THANKS = "review.submitted", "kudos.given"


@dataclass(frozen=True, slots=True)
class Scope:
    """Nothing changed before the day `first`, and only the work of `players` did; None is everybody's.

    `approvals` and `thanks`: whether anything changed that rings are made of, wherever these people are in them.
    """

    first: date
    players: frozenset[UUID] | None = None
    approvals: bool = True
    thanks: bool = True

    @property
    def counted_since(self) -> date:
        """From this day on work is needed to compare with."""
        return min(month_of(self.first), self.first - VELOCITY_BEFORE)

    @property
    def told_since(self) -> date:
        """From this day on it is needed with all that is known of it."""
        return month_of(self.first) - REVERTED_WITHIN

    @property
    def month(self) -> date:
        return month_of(self.first)

    @property
    def quarter(self) -> date:
        return quarter_of(self.first)

    def covers(self, finding: Finding) -> bool:
        """Whether this finding may be another than before: detectors judge a day, a month or a quarter as a whole."""
        match finding.detector:
            case Detector.KUDOS_RINGS:
                return self.thanks and finding.since >= self.quarter
            case Detector.RINGS:
                return self.approvals and finding.since >= self.month
            case Detector.VELOCITY:
                return self._is_of(finding) and finding.since >= self.first
            case _:
                return self._is_of(finding) and finding.since >= self.month

    def _is_of(self, finding: Finding) -> bool:
        return self.players is None or not self.players.isdisjoint(finding.players)


def again(new: Collection[Work], known: Iterable[Finding], *, since: date) -> Scope | None:
    """What to look at again because of `new` work, no further back than `since`; None where it changes nothing.

    `known` is what was found before: somebody's merges that nobody had reviewed may have been reviewed since.
    """
    if not new:
        return None
    reviewed = any(one.metric == REVIEW for one in new)
    doubted = [one for one in known if reviewed and one.kind == "self-merge"]
    return Scope(
        first=max(since, min([*(one.day for one in new), *(one.since for one in doubted)])),
        players=frozenset({*(one.player for one in new), *(player for one in doubted for player in one.players)}),
        approvals=any(one.is_wordless_approval for one in new),
        thanks=any(one.metric == THANKS for one in new),
    )
