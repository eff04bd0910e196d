"""What a detector hands back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from domain.rules.fair_play.work import Work


class Detector(StrEnum):
    VELOCITY = "velocity"
    RINGS = "rings"
    QUICK_REVIEWS = "quick-reviews"
    SELF_DEALING = "self-dealing"
    EMPTY = "empty"
    DUPLICATED = "duplicated"
    REVERTED = "reverted"
    KUDOS_RINGS = "kudos-rings"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that looks odd, for a person to look at.

    `kind` says what exactly, `since` the day, the month or the quarter it is about, and `subject` which of several
    things, where there may be several. `evidence` is natural keys, the oldest first. `strength` is how far it is beyond
    what is still taken for honest: 1 is the least that is told. `sentence` goes on from the names of the players.
    """

    detector: Detector
    kind: str
    players: tuple[UUID, ...]
    since: date
    last_at: datetime
    evidence: tuple[str, ...]
    strength: float
    sentence: str
    subject: str = ""

    @property
    def key(self) -> str:
        """The same for the same oddity, whenever one looks and however much it has grown since."""
        return "/".join((self.kind, str(self.since), *map(str, self.players), *filter(None, (self.subject,))))


def finding(
    detector: Detector,
    kind: str,
    work: Sequence[Work],
    *,
    since: date,
    strength: float,
    sentence: str,
    subject: str = "",
) -> Finding:
    """A finding whose evidence is `work`, in its order, by everybody in it."""
    return Finding(
        detector=detector,
        kind=kind,
        players=tuple(sorted({one.player for one in work})),
        since=since,
        last_at=work[-1].at,
        evidence=tuple(one.key for one in work),
        strength=strength,
        sentence=sentence,
        subject=subject,
    )
