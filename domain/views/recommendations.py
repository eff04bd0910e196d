"""What a player could do next."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Next(StrEnum):
    """What a recommendation leads to. A badge is earned by the achievement that is named."""

    MISSION = "mission"
    QUEST = "quest"
    BADGE = "badge"
    STREAK = "streak"


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One thing to do next, and why in a sentence. `mission_id` is None of a streak; `progress` runs from 0 to 1."""

    about: Next
    mission_id: UUID | None
    title: str
    reason: str
    progress: float


@dataclass(frozen=True, slots=True)
class Recommendations:
    """At most three, the nearest first. `calm` tells that it is evening or a weekend: nothing of it is urgent."""

    items: tuple[Recommendation, ...]
    calm: bool
