"""What looks odd, and what an admin said about it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.views.explanations import Evidence


class Verdict(StrEnum):
    FINE = "fine"
    TALKED = "talked"


@dataclass(frozen=True, slots=True)
class LookView:
    """An admin looked at it. `since` is how many pieces of work came to it afterwards."""

    verdict: Verdict
    note: str
    by: str
    at: datetime
    since: int


@dataclass(frozen=True, slots=True)
class FindingView:
    """Something worth a look: `title` is what kind, `sentence` goes on from the names.

    `evidence` is the newest of the work behind it, `more` how much else there is.
    """

    key: str
    title: str
    players: tuple[UUID, ...]
    names: tuple[str, ...]
    sentence: str
    last_at: datetime
    evidence: tuple[Evidence, ...]
    more: int
    look: LookView | None


@dataclass(frozen=True, slots=True)
class DetectorView:
    """What is looked for, in words, and how often something was found."""

    id: str
    title: str
    looks_for: str
    found: int


@dataclass(frozen=True, slots=True)
class FairPlayView:
    """The findings of the last `days` days, the newest first; nobody is ranked."""

    days: int
    findings: tuple[FindingView, ...]
    detectors: tuple[DetectorView, ...]
