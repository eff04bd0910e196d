"""What the mission form holds: everything as it is typed, one value from the title down to the last filter.

Fields write into it and the door of the form makes a spec of it. Numbers may be missing or broken, texts may be
anything. What does not belong to the chosen kind is kept and not used, so trying another kind loses nothing.
Values are told apart by identity: a field belongs to one of them, wherever it moves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from components.reward_values import RewardInput
from domain.specs import Aggregate, BadgeSpec, BadgeTier, Kind, Match, Operator, Scope, Unit, Window


class Timeframe(StrEnum):
    """What a condition looks at: the mission's window, the best stretch of time in it, or all there ever was."""

    WINDOW = "window"
    WITHIN = "within"
    EVER = "ever"


class Grouping(StrEnum):
    """How many of a group's branches must hold."""

    ALL = "all"
    ANY = "any"
    NONE = "none"


@dataclass(eq=False, slots=True)
class SpanInput:
    number: float | None = None
    unit: str = Unit.DAYS


@dataclass(eq=False, slots=True)
class FilterInput:
    dimension: str = ""
    match: str = Match.IN
    values: list[str] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class ConditionInput:
    metric: str = ""
    aggregate: str = Aggregate.COUNT
    dimension: str = ""
    filters: list[FilterInput] = field(default_factory=list)
    operator: str = Operator.GTE
    threshold: float | None = 10
    timeframe: str = Timeframe.WINDOW
    span: SpanInput = field(default_factory=lambda: SpanInput(3))


@dataclass(eq=False, slots=True)
class GroupInput:
    """A requirement begins with a group; as long as it asks for all of one branch, it stands for that branch."""

    kind: str = Grouping.ALL
    branches: list["ConditionInput | GroupInput"] = field(default_factory=lambda: [ConditionInput()])


@dataclass(eq=False, slots=True)
class StepInput:
    title: str = ""
    requirement: GroupInput = field(default_factory=GroupInput)
    optional: bool = False
    xp: float | None = 0
    coins: float | None = 0
    badge_id: str | None = None
    rewards: list[RewardInput] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class TierInput:
    """A tier without a threshold is left out."""

    tier: BadgeTier
    threshold: float | None = None
    xp: float | None = 0
    coins: float | None = 0
    rewards: list[RewardInput] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class AudienceInput:
    teams: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    min_level: float | None = None
    max_level: float | None = None


@dataclass(eq=False, slots=True)
class MissionInput:
    """Times are local to the admin (`2026-11-20T09:00`) or empty; `exact` keeps the moments they were made from."""

    title: str = ""
    description: str = ""
    kind: str = Kind.MISSION
    requirement: GroupInput = field(default_factory=GroupInput)
    steps: list[StepInput] = field(default_factory=lambda: [StepInput()])
    tiers: list[TierInput] = field(default_factory=lambda: [TierInput(tier) for tier in BadgeTier])
    window: str = Window.WEEKLY
    season: str | None = None
    starts_at: str = ""
    ends_at: str = ""
    time_limit: SpanInput = field(default_factory=SpanInput)
    scope: str = Scope.PERSONAL
    min_contributors: float | None = 1
    audience: AudienceInput = field(default_factory=AudienceInput)
    places: float | None = None
    after: list[str] = field(default_factory=list)
    secret: bool = False
    xp: float | None = 100
    coins: float | None = 0
    badge_id: str | None = None
    rewards: list[RewardInput] = field(default_factory=list)
    exact: dict[str, tuple[str, datetime]] = field(default_factory=dict)

    @property
    def tiers_used(self) -> list[TierInput]:
        return [tier for tier in self.tiers if tier.threshold is not None]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the form offers: metrics and badges; teams, people and missions by their handle, with a name."""

    metrics: Sequence[str] = ()
    badges: Sequence[BadgeSpec] = ()
    teams: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    missions: Mapping[str, str] = field(default_factory=dict)
    seasons: Mapping[str, str] = field(default_factory=dict)
