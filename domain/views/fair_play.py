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

    `evidence` is the newest of the work behind it, `more` how much else there is. So much of it is `held` now, so much
    was never held.
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
    held: int = 0
    free: int = 0


class HoldOutcome(StrEnum):
    RELEASED = "released"
    REVERSED = "reversed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class HoldEnd:
    """How a hold was decided, and why. `by` None: nobody had decided it in time."""

    outcome: HoldOutcome
    reason: str
    by: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class HoldView:
    """What a player got for some work, on hold for a person to look at.

    `sentence` says what looked odd, to the player himself; `by` None: the program held it. `xp` is what it was worth
    when the hold began, `appeal` what the player says, `end` None while nobody has decided.
    """

    id: UUID
    player_id: UUID
    name: str
    finding_key: str
    sentence: str
    reason: str
    by: str | None
    at: datetime
    expires_at: datetime
    xp: int
    evidence: tuple[Evidence, ...]
    more: int
    appeal: str | None
    end: HoldEnd | None


@dataclass(frozen=True, slots=True)
class DetectorView:
    """What is looked for, in words, and how often something was found."""

    id: str
    title: str
    looks_for: str
    found: int


@dataclass(frozen=True, slots=True)
class FairPlayView:
    """The findings of the last `days` days, the newest first, and what is held; nobody is ranked.

    They are as they were when somebody last looked; None: nobody has yet.
    """

    days: int
    findings: tuple[FindingView, ...]
    detectors: tuple[DetectorView, ...]
    holds: tuple[HoldView, ...] = ()
    looked_at: datetime | None = None
