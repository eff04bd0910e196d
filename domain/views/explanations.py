"""Why something was, or was not, given."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of work in an explanation, and what became of it ("it counts", "it arrived too late")."""

    at: datetime
    text: str
    url: str | None
    counts: bool
    why: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why something was, or was not, given: sentences first, then the work behind it, the newest first."""

    title: str
    sentences: tuple[str, ...]
    evidence: tuple[Evidence, ...]
