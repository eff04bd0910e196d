"""Missions and quests as one player sees them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.specs import Aggregate, BadgeTier, Kind, Scope, Window


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """One condition of a requirement in words ("7 of 10 reviews"); `share` runs from 0 to 1."""

    text: str
    share: float
    met: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of a quest. `open` tells that its turn has come, `more` what else it gives."""

    title: str
    line: str
    share: float
    optional: bool
    open: bool
    xp: int
    badge_name: str | None
    completed_at: datetime | None
    coins: int = 0
    more: tuple[str, ...] = ()


class Standing(StrEnum):
    """Where a player stands with a mission. A quest that was given up has failed; one whose time ran out expired."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    COMPLETED = "completed"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Need:
    """`missing` more of `goal`, which brings a mission nearer. `one` and `many` say what is counted ("reviews").

    `filtered` tells that not everything of the metric counts.
    """

    metric: str
    aggregate: Aggregate
    missing: int
    goal: int
    one: str
    many: str
    filtered: bool


@dataclass(frozen=True, slots=True)
class MissionCard:
    """A mission as one player sees it. `progress` runs from 0 to 1; `line` says it in words ("7 of 10 reviews").

    `conditions` has a line for each condition where there are several. `ends_at` is when this chance is over: the end
    of the mission, or of an accepted quest. `tier` is the tier that is worked on. A `waiting` one is reached, and
    decided when its window closes. `places` is how many can win. `needs` is what is missing, where more of the same
    brings it nearer; there is nothing in it where that is not so. `more` names what it gives besides.
    """

    id: UUID
    title: str
    description: str
    kind: Kind
    window: Window
    scope: Scope
    progress: float
    line: str
    conditions: tuple[ConditionLine, ...]
    steps: tuple[StepLine, ...]
    standing: Standing
    tier: BadgeTier | None
    team: str | None
    places: int | None
    xp: int
    badge_name: str | None
    ends_at: datetime | None
    completed_at: datetime | None
    needs: tuple[Need, ...] = ()
    more: tuple[str, ...] = ()
    coins: int = 0
    season: str | None = None


@dataclass(frozen=True, slots=True)
class QuestRun:
    """One time a player took on a quest. `ended_at` is None while it is in progress.

    `closed` tells that the quest itself ended under way, `again` that it can be accepted once more.
    """

    mission_id: UUID
    title: str
    standing: Standing
    accepted_at: datetime
    ended_at: datetime | None
    closed: bool
    again: bool
    steps: tuple[StepLine, ...]
